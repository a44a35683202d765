// Sums, means, products, largest and smallest values, all and any, over any axes of x, on WebGPU. x is read
// where it lies: stock transposes it first unless the last axes are reduced.
//   line    one invocation per element of the result; read this one first
//   lanes   one workgroup per element, where the last axis is reduced
// Either cuts a long reduction of few elements in parts and reduces those in a second dispatch, in order.
import type { TensorInfo } from "@tensorflow/tfjs-core";
import { asFloat } from "#kernels/convert/convert.ts";
import { dispatch, dispose, output, reshaped } from "#kernels/dispatch.ts";
import type { KernelPatch, TensorFlow } from "#kernels/patch.ts";
import { defineKernel } from "#kernels/pipeline.ts";
import lanesText from "./reduce-lanes.wgsl?raw";
import lineText from "./reduce-line.wgsl?raw";
import parametersText from "./reduce-parameters.wgsl?raw";
import type { Reduction } from "./reduce.reference.ts";

const parameters = { file: "reduce-parameters.wgsl", text: parametersText };
const line = defineKernel("reduce-line", parameters, { file: "reduce-line.wgsl", text: lineText });
const lanes = defineKernel("reduce-lanes", parameters, { file: "reduce-lanes.wgsl", text: lanesText });

export type ReduceVariant = "line" | "lanes";

/** As numbered in reduce-parameters.wgsl, and the bits that change nothing as f32 and as i32. */
const OPERATIONS = {
  sum: { number: 0, f32: 0, i32: 0 },
  product: { number: 1, f32: 0x3f800000, i32: 1 },
  max: { number: 2, f32: 0xff800000, i32: 0x80000000 },
  min: { number: 3, f32: 0x7f800000, i32: 0x7fffffff },
  all: { number: 3, f32: 1, i32: 1 },
  any: { number: 2, f32: 0, i32: 0 },
} as const;

const REDUCTIONS: Record<Reduction, keyof typeof OPERATIONS> = {
  Sum: "sum",
  Mean: "sum",
  Prod: "product",
  Max: "max",
  Min: "min",
  All: "all",
  Any: "any",
};

/** Groups of neighbouring dimensions, the innermost last; up to four. */
interface Groups {
  shape: number[];
  strides: number[];
}

/** One invocation does not go further than this where the result is small enough to share the way. */
const LONGEST_PART = 256;
/** As many invocations keep a large GPU busy (an NVIDIA H200, measured). */
const ENOUGH_INVOCATIONS = 262_144;

export function reduce(
  tf: TensorFlow,
  reduction: Reduction,
  x: TensorInfo,
  axes: readonly number[],
  shape: number[],
  variant?: ReduceVariant,
): TensorInfo {
  const isTruth = reduction === "All" || reduction === "Any";
  const isFloat = reduction === "Mean" || x.dtype === "float32";
  const dtype = isTruth ? "bool" : isFloat ? "float32" : "int32";
  const out = output(tf, shape, dtype);
  const size = tf.util.sizeFromShape(shape);
  if (size === 0) return out;

  const { kept, reduced } = groupsOf(x.shape, axes);
  const length = reduced.shape.reduce((product, d) => product * d, 1);
  const own = isFloat ? asFloat(tf, x) : reshaped(tf, x, x.shape);
  const isLastReduced = reduced.strides.at(-1) === 1;
  const chosen = variant ?? (isLastReduced && length >= 32 ? "lanes" : "line");
  const partLength = Math.max(1, Math.min(length, partOf(length, size, chosen)));
  const parts = Math.max(1, Math.ceil(length / Math.max(1, partLength)));
  const operation = OPERATIONS[REDUCTIONS[reduction]];
  const divisor = reduction === "Mean" ? length : 1;
  const common = { operation: operation.number, isFloat };
  const run = (given: {
    from: TensorInfo;
    to: TensorInfo;
    kept: Groups;
    reduced: Groups;
    length: number;
    parts: number;
    partLength: number;
    isTruth: boolean;
    divisor: number;
    lanes: boolean;
  }) => {
    const { from, to, kept: k, reduced: r } = given;
    const workgroups = given.lanes ? size * given.parts : Math.ceil((size * given.parts) / 64);
    dispatch(tf, given.lanes ? lanes : line, {
      element: isFloat ? "f32" : "i32",
      constants: {
        ...common,
        isTruth: given.isTruth,
        isOneGroup: r.shape.length <= 1,
        ...(given.lanes && { lanes: 64 }),
      },
      uniforms: [
        ...four(k.shape, 1),
        ...four(k.strides, 0),
        ...four(r.shape, 1),
        ...four(r.strides, 0),
        size,
        given.length,
        given.parts,
        given.partLength,
        isFloat ? operation.f32 : operation.i32,
      ],
      floats: [given.divisor],
      tensors: [to, from],
      workgroups,
    });
  };
  const whole = { from: own, kept, reduced, length, parts, partLength, isTruth, lanes: chosen === "lanes" };
  if (parts === 1) {
    run({ ...whole, to: out, divisor });
  } else {
    const partials = output(tf, [parts, size], isFloat ? "float32" : "int32");
    run({ ...whole, to: partials, divisor: 1 });
    run({
      from: partials,
      to: out,
      kept: { shape: [size], strides: [1] },
      reduced: { shape: [parts], strides: [size] },
      length: parts,
      parts: 1,
      partLength: parts,
      isTruth: false,
      divisor,
      lanes: false,
    });
    dispose(tf, partials);
  }
  dispose(tf, own);
  return out;
}

/**
 * Parts are no shorter than keeps the GPU busy, and grow with the length, so that neither pass is much longer than
 * the other.
 */
function partOf(length: number, size: number, variant: ReduceVariant): number {
  const shared = variant === "lanes" ? 64 : 1;
  if (length <= shared * LONGEST_PART) return length;
  const busy = (length * size) / ENOUGH_INVOCATIONS;
  return Math.ceil(Math.max(busy, shared * Math.max(LONGEST_PART / 4, Math.sqrt(length / shared))));
}

function groupsOf(shape: readonly number[], axes: readonly number[]): { kept: Groups; reduced: Groups } {
  const kept: Groups = { shape: [], strides: [] };
  const reduced: Groups = { shape: [], strides: [] };
  let stride = 1;
  let last: Groups | undefined;
  for (let d = shape.length - 1; d >= 0; d--) {
    const groups = axes.includes(d) ? reduced : kept;
    if (shape[d] !== 1) {
      if (groups === last) groups.shape[0] *= shape[d];
      else {
        groups.shape.unshift(shape[d]);
        groups.strides.unshift(stride);
      }
      last = groups;
    }
    stride *= shape[d];
  }
  return { kept, reduced };
}

function four(values: readonly number[], padding: number): number[] {
  return [...Array<number>(4 - values.length).fill(padding), ...values];
}

export function reducePatches(tf: TensorFlow): KernelPatch[] {
  const wholeNumbers = "Stock goes through floats, so sums of whole numbers beyond 2^24 are wrong";
  const why: Record<Reduction, string> = {
    Sum: `${wholeNumbers}; it transposes x first, which fails for whole numbers of more than two dimensions.`,
    Mean: "Stock transposes x first, two dispatches where one does.",
    Prod: `${wholeNumbers}, and a reduction of no elements fails.`,
    Max: `${wholeNumbers}, and so are the largest of them.`,
    Min: `${wholeNumbers}, and so are the smallest of them.`,
    All: "Stock's shader does not compile where a boolean of more than two dimensions is transposed first.",
    Any: "As All.",
  };
  return (Object.keys(REDUCTIONS) as Reduction[]).map((reduction) => ({
    kernelName: reduction,
    backendName: "webgpu",
    why: why[reduction],
    leaves: ({ inputs: { x } }) =>
      ["float32", "int32", "bool"].includes(x.dtype) ? undefined : `dtype ${x.dtype}`,
    run: ({ inputs: { x }, attrs }) => {
      const given = (attrs.axis ?? attrs.reductionIndices) as number | number[];
      const axes = tf.util.parseAxisParam(given, x.shape);
      const keepDims = attrs.keepDims === true;
      const shape = x.shape
        .map((size, d) => (axes.includes(d) ? (keepDims ? 1 : undefined) : size))
        .filter((size) => size !== undefined);
      return reduce(tf, reduction, x, axes, shape);
    },
  }));
}
