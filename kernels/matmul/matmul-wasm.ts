// Matrix products on WebAssembly. tfjs has one fast product (XNNPACK: two matrices, nothing transposed) and a
// slow one for all else. Here everything becomes the fast one:
//   transposed operands   are transposed first, or the result is, whichever moves fewer numbers
//   batches               one fast product for each pair of matrices, on parts of the operands, without copies
// Each element is summed over K in ascending order whatever the way, so the ways agree bit by bit.
import type { TensorInfo } from "@tensorflow/tfjs-core";
import { compose, type RunKernel } from "#kernels/compose.ts";
import type { KernelCall, KernelPatch, TensorFlow } from "#kernels/patch.ts";
import { allocate, floats, wasmBackend, withPart } from "#kernels/wasm-heap.ts";
import { matmulShape, type MatmulShape } from "./matmul-shape.ts";

/** Below so many multiplications a product is computed by a plain loop: preparing XNNPACK costs more. */
const WORTH_PREPARING = 2048;

export function wasmMatmulPatches(tf: TensorFlow): KernelPatch[] {
  return [
    {
      kernelName: "BatchMatMul",
      backendName: "wasm",
      why: "transposed and batched products miss the fast path and take up to 14 times as long",
      leaves: notCovered,
      run: (call) => matmul(tf, call.inputs["a"], call.inputs["b"], matmulShape("matMul", call)),
    },
    {
      kernelName: "_FusedMatMul",
      backendName: "wasm",
      why: "transposed and batched products miss the fast path",
      leaves: (call) => notCovered(call) ?? alreadyFast(call),
      run: (call) => fusedMatmul(tf, call),
    },
  ];
}

function notCovered({ inputs: { a, b } }: KernelCall): string | undefined {
  return a.dtype === "float32" && b.dtype === "float32" ? undefined : `operands of ${a.dtype} and ${b.dtype}`;
}

function alreadyFast(call: KernelCall): string | undefined {
  const { transposeA, transposeB, pairs, k } = matmulShape("fused.matMul", call);
  const isOneProduct = pairs.length === 1 && !transposeA && !transposeB && k > 0;
  return isOneProduct ? "one product, nothing transposed: the stock kernel is the fast one" : undefined;
}

/** a [..., M, K] (or [..., K, M]) × b [..., K, N] (or [..., N, K]) -> [..., M, N] f32. */
function matmul(tf: TensorFlow, a: TensorInfo, b: TensorInfo, shape: MatmulShape): TensorInfo {
  const { m, k, n, transposeA, transposeB } = shape;
  if (m * k * n < WORTH_PREPARING) return smallProducts(tf, a, b, shape);
  return compose(tf, "wasm", (run) => {
    // Numbers moved when the operands are transposed, with what XNNPACK reorders (its right side) ...
    const direct = (transposeA ? m * k : 0) + (transposeB ? n * k : 0) + n * k;
    // ... and when the product is taken the other way round, [N, K] × [K, M], and its result transposed.
    const mirrored = (transposeB ? 0 : n * k) + (transposeA ? 0 : m * k) + m * k + m * n;
    if (direct <= mirrored) {
      const left = transposeA ? transposed(run, a) : a;
      const right = transposeB ? transposed(run, b) : b;
      return fastProducts(tf, left, right, [m, k, n], shape.output, shape.pairs);
    }
    const left = transposeB ? b : transposed(run, b);
    const right = transposeA ? a : transposed(run, a);
    const pairs = shape.pairs.map((pair) => ({ a: pair.b, b: pair.a }));
    const flipped = fastProducts(tf, left, right, [n, k, m], [...shape.batch, n, m], pairs);
    try {
      return transposed(run, flipped);
    } finally {
      tf.backend().disposeData(flipped.dataId);
    }
  });
}

/** [..., R, C] -> [..., C, R] */
function transposed(run: RunKernel, x: TensorInfo): TensorInfo {
  const rank = x.shape.length;
  const perm = [...Array(rank - 2).keys(), rank - 1, rank - 2];
  return run("Transpose", { x }, { perm });
}

type Product = (...args: unknown[]) => void;
const products = new WeakMap<object, Product>();

/** tfjs's own product of two matrices by the numbers of their tensors (a, b and result [1, rows, columns]). */
function stockProduct(wasm: ReturnType<typeof wasmBackend>["wasm"]): Product {
  let product = products.get(wasm);
  if (!product) {
    // a's number, shape, rank; b's; transposeA, transposeB; the result's number (tfjs: BatchMatMul.ts)
    const types = "number array number number array number number number number";
    product = wasm.cwrap("BatchMatMul", null, types.split(" "));
    products.set(wasm, product);
  }
  return product;
}

function fastProducts(
  tf: TensorFlow,
  a: TensorInfo,
  b: TensorInfo,
  [m, k, n]: readonly [number, number, number],
  outputShape: readonly number[],
  pairs: MatmulShape["pairs"],
): TensorInfo {
  const backend = wasmBackend(tf);
  const product = stockProduct(backend.wasm);
  const out = allocate(tf, outputShape);
  const shapeA = new Uint8Array(Int32Array.of(1, m, k).buffer);
  const shapeB = new Uint8Array(Int32Array.of(1, k, n).buffer);
  pairs.forEach((pair, i) =>
    withPart(backend, a, pair.a * m * k, m * k, (left) =>
      withPart(backend, b, pair.b * k * n, k * n, (right) =>
        withPart(backend, out, i * m * n, m * n, (result) =>
          product(left, shapeA, 3, right, shapeB, 3, 0, 0, result),
        ),
      ),
    ),
  );
  return out;
}

/** The same sums in plain loops, each product and sum rounded to f32 as XNNPACK's are. */
function smallProducts(tf: TensorFlow, a: TensorInfo, b: TensorInfo, shape: MatmulShape): TensorInfo {
  const { m, k, n, transposeA, transposeB, pairs, output } = shape;
  const out = allocate(tf, output);
  const [left, right, result] = [floats(tf, a), floats(tf, b), floats(tf, out)];
  const [rowA, stepA] = transposeA ? [1, m] : [k, 1];
  const [stepB, columnB] = transposeB ? [1, k] : [n, 1];
  pairs.forEach((pair, p) => {
    for (let i = 0; i < m; i++) {
      for (let j = 0; j < n; j++) {
        let sum = 0;
        for (let l = 0; l < k; l++) {
          const x = left[pair.a * m * k + i * rowA + l * stepA];
          const y = right[pair.b * k * n + l * stepB + j * columnB];
          sum = Math.fround(sum + Math.fround(x * y));
        }
        result[p * m * n + i * n + j] = sum;
      }
    }
  });
  return out;
}

function fusedMatmul(tf: TensorFlow, call: KernelCall): TensorInfo {
  const { a, b, bias, preluActivationWeights } = call.inputs as KernelCall["inputs"] & {
    bias?: TensorInfo;
    preluActivationWeights?: TensorInfo;
  };
  const { activation, leakyreluAlpha } = call.attrs as { activation: string; leakyreluAlpha?: number };
  const product = matmul(tf, a, b, matmulShape("fused.matMul", call));
  try {
    return compose(tf, "wasm", (run) => {
      const sum = bias ? run("Add", { a: product, b: bias }) : run("Identity", { x: product });
      switch (activation) {
        case "linear":
          return sum;
        case "prelu":
          return run("Prelu", { x: sum, alpha: preluActivationWeights! });
        case "leakyrelu":
          return run("LeakyRelu", { x: sum }, { alpha: leakyreluAlpha ?? 0.2 });
        default:
          return run(KERNEL_OF_ACTIVATION[activation], { x: sum });
      }
    });
  } finally {
    tf.backend().disposeData(product.dataId);
  }
}

const KERNEL_OF_ACTIVATION: Record<string, string> = {
  relu: "Relu",
  relu6: "Relu6",
  sigmoid: "Sigmoid",
  elu: "Elu",
};
