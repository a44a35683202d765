// Cumulative sums and products along one axis on WebGPU: one dispatch, where stock transposes and makes one
// for each doubling of the length.
//   line    one invocation per line; read this one first
//   lanes   one workgroup per line, for long ones
import type { TensorInfo } from "@tensorflow/tfjs-core";
import { asFloat } from "#kernels/convert/convert.ts";
import { dispatch, dispose, output, reshaped } from "#kernels/dispatch.ts";
import type { KernelPatch, TensorFlow } from "#kernels/patch.ts";
import { defineKernel } from "#kernels/pipeline.ts";
import lanesText from "./cumulative-lanes.wgsl?raw";
import lineText from "./cumulative-line.wgsl?raw";
import parametersText from "./cumulative-parameters.wgsl?raw";
import type { Cumulative } from "./cumulative.reference.ts";

const parameters = { file: "cumulative-parameters.wgsl", text: parametersText };
const lineKernel = defineKernel("cumulative-line", parameters, {
  file: "cumulative-line.wgsl",
  text: lineText,
});
const lanesKernel = defineKernel("cumulative-lanes", parameters, {
  file: "cumulative-lanes.wgsl",
  text: lanesText,
});

export type CumulativeVariant = "line" | "lanes";

/** A line of fewer values is not worth a workgroup. */
const SHORT_LINE = 256;

export function cumulative(
  tf: TensorFlow,
  x: TensorInfo,
  axis: number,
  { isProduct = false, isExclusive = false, isReverse = false }: Cumulative,
  variant?: CumulativeVariant,
): TensorInfo {
  const out = output(tf, x.shape, x.dtype);
  const length = x.shape[axis] ?? 1;
  const outer = tf.util.sizeFromShape(x.shape.slice(0, axis));
  const inner = tf.util.sizeFromShape(x.shape.slice(axis + 1));
  if (outer * length * inner === 0) return out;
  const isFloat = x.dtype === "float32";
  const own = isFloat ? asFloat(tf, x) : reshaped(tf, x, x.shape);
  const isLine = (variant ?? (length < SHORT_LINE ? "line" : "lanes")) === "line";
  dispatch(tf, isLine ? lineKernel : lanesKernel, {
    element: isFloat ? "f32" : "i32",
    constants: { isProduct, isExclusive, isReverse },
    uniforms: [outer, length, inner],
    tensors: [out, own],
    workgroups: isLine ? Math.ceil((outer * inner) / 64) : outer * inner,
  });
  dispose(tf, own);
  return out;
}

export function cumulativePatches(tf: TensorFlow): KernelPatch[] {
  return [false, true].map((isProduct) => ({
    kernelName: isProduct ? "Cumprod" : "Cumsum",
    backendName: "webgpu",
    why: "from the end, stock takes the length of the axis of the first call for that of every later one",
    leaves: ({ inputs: { x } }) =>
      x.dtype === "float32" || x.dtype === "int32" ? undefined : `dtype ${x.dtype}`,
    run: ({ inputs: { x }, attrs }) => {
      const [axis] = tf.util.parseAxisParam(attrs.axis as number, x.shape);
      const isExclusive = attrs.exclusive === true;
      return cumulative(tf, x, axis ?? 0, { isProduct, isExclusive, isReverse: attrs.reverse === true });
    },
  }));
}
