// Matrix products on WebGPU: a [..., M, K] × b [..., K, N] -> [..., M, N], f32, either operand transposed,
// batch dimensions broadcast; with bias and activation in the same dispatch for tfjs's fused product.
//   naive   one invocation per element of the product; read this one first
//   tiled   tiles of both operands in workgroup memory
//   split   tiled, and K cut over workgroups: few tiles and a long K would leave most of the GPU idle
//   blocked larger tiles and 64 elements in each invocation, cut over K likewise; for GPUs with registers enough
import type { TensorInfo } from "@tensorflow/tfjs-core";
import { asFloat } from "#kernels/convert/convert.ts";
import { dispatch, dispose, output } from "#kernels/dispatch.ts";
import { type BackendPatch, type KernelPatch, type TensorFlow } from "#kernels/patch.ts";
import { defineKernel } from "#kernels/pipeline.ts";
import { webGpuBackend } from "#kernels/webgpu-backend.ts";
import { matmulShape } from "./matmul-shape.ts";
import blockedText from "./matmul-blocked.wgsl?raw";
import addText from "./matmul-add.wgsl?raw";
import naiveText from "./matmul-naive.wgsl?raw";
import parametersText from "./matmul-parameters.wgsl?raw";
import readElementsText from "./matmul-read-elements.wgsl?raw";
import readVectorsText from "./matmul-read-vectors.wgsl?raw";
import tiledText from "./matmul-tiled.wgsl?raw";

const parameters = { file: "matmul-parameters.wgsl", text: parametersText };
const naive = defineKernel("matmul-naive", parameters, { file: "matmul-naive.wgsl", text: naiveText });
const tiled = defineKernel("matmul-tiled", parameters, { file: "matmul-tiled.wgsl", text: tiledText });
const add = defineKernel("matmul-add", parameters, { file: "matmul-add.wgsl", text: addText });
const blocked = { file: "matmul-blocked.wgsl", text: blockedText };
const readElements = { file: "matmul-read-elements.wgsl", text: readElementsText };
const readVectors = { file: "matmul-read-vectors.wgsl", text: readVectorsText };
const blockedElements = defineKernel("matmul-blocked-elements", parameters, readElements, blocked);
const blockedVectors = defineKernel("matmul-blocked-vectors", parameters, readVectors, blocked);

export type MatmulVariant = "naive" | "tiled" | "split" | "blocked";

export interface Product {
  a: TensorInfo;
  b: TensorInfo;
  transposeA?: boolean;
  transposeB?: boolean;
  bias?: TensorInfo;
  activation?: string;
  /** Of prelu. */
  slopes?: TensorInfo;
  /** Of leakyrelu. */
  alpha?: number;
}

interface Sizes {
  /** Of the product, without its last two dimensions. */
  batchShape: number[];
  batch: number;
  m: number;
  n: number;
  k: number;
}

/** As numbered in matmul-parameters.wgsl. */
const ACTIVATIONS = ["linear", "relu", "relu6", "elu", "sigmoid", "prelu", "leakyrelu"];

interface Tiling {
  /** Of the side of a tile, in elements. */
  tile: number;
  /** Fewer tiles than this leave a GPU idle; parts of K make up for it. */
  enoughWorkgroups: number;
  /** Shorter parts of K cost more in the second pass than they win. */
  shortestPart: number;
}
const TILED: Tiling = { tile: 32, enoughWorkgroups: 64, shortestPart: 128 };
/** As measured on an NVIDIA H200: between 128 and 256 workgroups do best, in parts of 32 as well. */
const BLOCKED: Tiling = { tile: 128, enoughWorkgroups: 256, shortestPart: 64 };
/** Blocked tiles may cover at most so many times the elements that there are. */
const MOST_COVERED = 2;

/**
 * The fastest variant for these sizes. It depends on nothing else, so that on one GPU a product is always made in
 * one way.
 * @param hasManyRegisters about a hundred for each invocation, without which "blocked" is slow
 */
export function chooseVariant(
  { batch, m, n, k }: Omit<Sizes, "batchShape">,
  hasManyRegisters: boolean,
): MatmulVariant {
  const covered = tilesOf({ batch, m, n }, BLOCKED) * BLOCKED.tile ** 2;
  if (hasManyRegisters && k >= 16 && covered <= MOST_COVERED * batch * m * n) return "blocked";
  const tiles = tilesOf({ batch, m, n }, TILED);
  if (tiles <= TILED.enoughWorkgroups / 2 && k >= 4 * TILED.shortestPart) return "split";
  return Math.min(m, n) < 8 || k < 4 ? "naive" : "tiled";
}

/** Of those that could be measured; others may have them too, and keep the smaller tiles until it is seen. */
function hasManyRegisters(tf: TensorFlow): boolean {
  return webGpuBackend(tf).device.adapterInfo?.vendor === "nvidia";
}

/** @throws ShapeError when the operands do not fit together. */
export function matmul(tf: TensorFlow, product: Product, variant?: MatmulVariant): TensorInfo {
  const { transposeA = false, transposeB = false, activation = "linear", alpha = 0 } = product;
  const sizes = sizesOf(product);
  const { batchShape, batch, m, n, k } = sizes;
  const out = output(tf, [...batchShape, m, n], "float32");
  if (batch * m * n === 0) return out;

  const a = asFloat(tf, product.a);
  const b = asFloat(tf, product.b);
  const bias = product.bias ? asFloat(tf, product.bias) : a;
  const slopes = product.slopes ? asFloat(tf, product.slopes) : a;
  const chosen = variant ?? chooseVariant(sizes, hasManyRegisters(tf));
  const tiling = chosen === "blocked" ? BLOCKED : TILED;
  const wanted = chosen === "split" || chosen === "blocked" ? partsOf(sizes, tiling) : 1;
  // A multiple of four, so that each part begins where a vector does.
  const partLength = Math.max(1, Math.ceil(k / wanted / 4) * 4);
  const parts = Math.max(1, Math.ceil(k / partLength));
  const common = {
    uniforms: [
      ...fourOf(batchShape, 1),
      ...batchStrides(batchShape, product.a.shape),
      ...batchStrides(batchShape, product.b.shape),
      ...(product.bias ? alongProduct(bias.shape, sizes) : [0, 0, 0]),
      0,
      ...(product.slopes ? alongProduct(slopes.shape, sizes) : [0, 0, 0]),
      0,
      batch,
      m,
      n,
      k,
      parts,
      partLength,
    ],
    floats: [alpha],
  };
  const finish = { hasBias: product.bias !== undefined, activation: ACTIVATIONS.indexOf(activation) };
  const constants = { transposeA, transposeB, ...finish };
  const elements = Math.ceil((batch * m * n) / 64);
  const tensors = [bias, slopes, a, b];
  if (chosen === "naive") {
    dispatch(tf, naive, { ...common, constants, tensors: [out, ...tensors], workgroups: elements });
  } else {
    const workgroups = tilesOf(sizes, tiling) * parts;
    const partials = parts === 1 ? out : output(tf, [parts, batch, m, n], "float32");
    const kernel =
      chosen === "blocked" ? (hasVectors(product, sizes) ? blockedVectors : blockedElements) : tiled;
    dispatch(tf, kernel, { ...common, constants, tensors: [partials, ...tensors], workgroups });
    if (parts > 1) {
      const added = [out, bias, slopes, partials];
      dispatch(tf, add, { ...common, constants: finish, tensors: added, workgroups: elements });
      dispose(tf, partials);
    }
  }
  dispose(tf, a, b);
  if (product.bias) dispose(tf, bias);
  if (product.slopes) dispose(tf, slopes);
  return out;
}

function sizesOf({ a, b, transposeA, transposeB }: Product): Sizes {
  const { batch, m, k, n } = matmulShape("matMul", { inputs: { a, b }, attrs: { transposeA, transposeB } });
  return { batchShape: [...batch], batch: batch.reduce((size, d) => size * d, 1), m, n, k };
}

function tilesOf({ batch, m, n }: Omit<Sizes, "batchShape" | "k">, { tile }: Tiling): number {
  return batch * Math.ceil(m / tile) * Math.ceil(n / tile);
}

function partsOf(sizes: Sizes, tiling: Tiling): number {
  const { enoughWorkgroups, shortestPart } = tiling;
  const wanted = Math.ceil(enoughWorkgroups / tilesOf(sizes, tiling));
  return Math.max(1, Math.min(Math.ceil(sizes.k / shortestPart), wanted));
}

/** Every row of both operands, as it lies in memory, is a multiple of four elements long. */
function hasVectors({ transposeA = false, transposeB = false }: Product, { m, n, k }: Sizes): boolean {
  return (transposeA ? m : k) % 4 === 0 && (transposeB ? k : n) % 4 === 0;
}

/** Up to four values, padded in front. */
function fourOf(values: readonly number[], padding: number): number[] {
  return [...Array<number>(4 - values.length).fill(padding), ...values];
}

/** Distance in elements between neighbours along each batch dimension of the product; 0 where it is broadcast. */
function batchStrides(batchShape: readonly number[], shape: readonly number[]): number[] {
  const [rows, columns] = shape.slice(-2);
  let stride = rows * columns;
  const strides = batchShape.map((_, fromEnd) => {
    const size = shape.at(-3 - fromEnd) ?? 1;
    const own = size === 1 ? 0 : stride;
    stride *= size;
    return own;
  });
  return fourOf(strides.reverse(), 0);
}

/**
 * Strides of a bias along batch, row and column of the product; a stride of 0 broadcasts it. Undefined
 * where it is broadcast along some batch dimensions and not along others.
 */
function alongProduct(shape: readonly number[], { batchShape, batch, m, n }: Sizes): number[] {
  return strides(shape, batchShape, batch, m, n)!;
}

function strides(
  shape: readonly number[],
  batchShape: readonly number[],
  batch: number,
  m: number,
  n: number,
): number[] | undefined {
  const columns = shape.at(-1) ?? 1;
  const rows = shape.at(-2) ?? 1;
  const own = shape.slice(0, -2).reduce((size, d) => size * d, 1);
  if (shape.length > batchShape.length + 2) return undefined;
  if ((columns !== 1 && columns !== n) || (rows !== 1 && rows !== m)) return undefined;
  if (own !== 1 && own !== batch) return undefined;
  return [own === 1 ? 0 : rows * columns, rows === 1 ? 0 : columns, columns === 1 ? 0 : 1];
}

export function matmulPatches(tf: TensorFlow): KernelPatch[] {
  const operandsLeft = (...operands: (TensorInfo | undefined)[]) => {
    const other = operands.find((operand) => operand && operand.dtype !== "float32");
    return other && `dtype ${other.dtype}`;
  };
  return [
    {
      kernelName: "BatchMatMul",
      backendName: "webgpu",
      why: "stock's split-K product is wrong with a transposed operand and differs from run to run, and products of broadcast batches of more than one dimension are wrong",
      leaves: ({ inputs: { a, b } }) => operandsLeft(a, b),
      run: ({ inputs: { a, b }, attrs }) =>
        matmul(tf, { a, b, transposeA: attrs.transposeA === true, transposeB: attrs.transposeB === true }),
    },
    {
      kernelName: "_FusedMatMul",
      backendName: "webgpu",
      why: "as BatchMatMul, which stock calls without going through the registry",
      leaves: ({ inputs: { a, b, bias, preluActivationWeights: slopes }, attrs }) => {
        const activation = (attrs.activation as string | null | undefined) ?? "linear";
        if (!ACTIVATIONS.includes(activation)) return `activation ${activation}`;
        const left = operandsLeft(a, b, bias, slopes);
        if (left) return left;
        const { batchShape, batch, m, n } = sizesOf(productOf(a, b, attrs));
        for (const [name, tensor] of Object.entries({ bias, slopes })) {
          if (tensor && !strides(tensor.shape, batchShape, batch, m, n)) {
            return `${name} broadcast along a part of the batch`;
          }
        }
        return undefined;
      },
      run: ({ inputs: { a, b, bias, preluActivationWeights: slopes }, attrs }) =>
        matmul(tf, {
          ...productOf(a, b, attrs),
          bias,
          slopes,
          activation: (attrs.activation as string | null | undefined) ?? "linear",
          alpha: (attrs.leakyreluAlpha as number | undefined) ?? 0,
        }),
    },
  ];
}

function productOf(a: TensorInfo, b: TensorInfo, attrs: Readonly<Record<string, unknown>>): Product {
  return { a, b, transposeA: attrs.transposeA === true, transposeB: attrs.transposeB === true };
}

/** MatMulPackedProgram: of stock's products the one that is right for every shape and repeats bit by bit. */
const PACKED_PROGRAM = 3;

/** Conv2D with a 1 × 1 filter and others call stock's product directly, where no kernel patch is seen. */
export function packedProducts(tf: TensorFlow): BackendPatch {
  const flag = "WEBGPU_MATMUL_PROGRAM_TYPE";
  return {
    name: flag,
    why: "convolutions call stock's matrix product directly; of its programs this one is right for every shape",
    apply() {
      const before = tf.env().getNumber(flag);
      tf.env().set(flag, PACKED_PROGRAM);
      return () => tf.env().set(flag, before);
    },
  };
}
