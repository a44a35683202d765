// Makes floats of a tensor that is float32 by name and holds integers on the GPU (see elementOf).
import type { TensorInfo } from "@tensorflow/tfjs-core";
import { dispatch, elementOf, output, reshaped } from "#kernels/dispatch.ts";
import type { TensorFlow } from "#kernels/patch.ts";
import { defineKernel } from "#kernels/pipeline.ts";
import text from "./convert.wgsl?raw";

const kernel = defineKernel("convert", { file: "convert.wgsl", text });

/** The same numbers with f32 in the buffer: the tensor itself or a copy, to be disposed in either case. */
export function asFloat(tf: TensorFlow, tensor: TensorInfo): TensorInfo {
  if (elementOf(tf, tensor) !== "i32") return reshaped(tf, tensor, tensor.shape);
  const out = output(tf, tensor.shape, "float32");
  const size = tf.util.sizeFromShape(tensor.shape);
  dispatch(tf, kernel, {
    uniforms: [size],
    tensors: [out, tensor],
    workgroups: Math.ceil(size / 64),
  });
  return out;
}
