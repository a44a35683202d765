// Where the largest or the smallest value along one axis is, on WebGPU, without transposing x first.
//   line    one invocation per element of the result; read this one first
//   lanes   one workgroup per element, for long lines
import type { TensorInfo } from "@tensorflow/tfjs-core";
import { asFloat } from "#kernels/convert/convert.ts";
import { dispatch, dispose, output, reshaped } from "#kernels/dispatch.ts";
import type { KernelPatch, TensorFlow } from "#kernels/patch.ts";
import { defineKernel } from "#kernels/pipeline.ts";
import lanesText from "./argmax-lanes.wgsl?raw";
import lineText from "./argmax-line.wgsl?raw";

const lineKernel = defineKernel("argmax-line", { file: "argmax-line.wgsl", text: lineText });
const lanesKernel = defineKernel("argmax-lanes", { file: "argmax-lanes.wgsl", text: lanesText });

export type ArgmaxVariant = "line" | "lanes";

/** A line of fewer values is not worth a workgroup. */
const SHORT_LINE = 64;

/** @throws Error where the axis has no values to choose from. */
export function argmax(
  tf: TensorFlow,
  x: TensorInfo,
  axis: number,
  isMin: boolean,
  variant?: ArgmaxVariant,
): TensorInfo {
  const length = x.shape[axis];
  const outer = tf.util.sizeFromShape(x.shape.slice(0, axis));
  const inner = tf.util.sizeFromShape(x.shape.slice(axis + 1));
  const out = output(tf, x.shape.toSpliced(axis, 1), "int32");
  if (outer * inner === 0) return out;
  if (length === 0) {
    const op = isMin ? "argMin" : "argMax";
    throw new Error(`${op}: axis ${axis} of [${String(x.shape)}] has no values to choose from`);
  }
  const isFloat = x.dtype === "float32";
  const own = isFloat ? asFloat(tf, x) : reshaped(tf, x, x.shape);
  const isLine = (variant ?? (length < SHORT_LINE ? "line" : "lanes")) === "line";
  dispatch(tf, isLine ? lineKernel : lanesKernel, {
    element: isFloat ? "f32" : "i32",
    constants: { isFloat, isMin },
    uniforms: [outer, length, inner],
    tensors: [out, own],
    workgroups: isLine ? Math.ceil((outer * inner) / 64) : outer * inner,
  });
  dispose(tf, own);
  return out;
}

export function argmaxPatches(tf: TensorFlow): KernelPatch[] {
  return [false, true].map((isMin) => ({
    kernelName: isMin ? "ArgMin" : "ArgMax",
    backendName: "webgpu",
    why: "of several equal values stock gives one that is not the first, and for a vector it gives a vector",
    leaves: ({ inputs: { x } }) =>
      ["float32", "int32", "bool"].includes(x.dtype) ? undefined : `dtype ${x.dtype}`,
    run: ({ inputs: { x }, attrs }) => {
      const [axis] = tf.util.parseAxisParam(attrs.axis as number, x.shape);
      return argmax(tf, x, axis, isMin);
    },
  }));
}
