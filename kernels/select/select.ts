// tf.where on WebGPU for what stock refuses or rounds: five and six dimensions, and whole numbers.
import type { TensorInfo } from "@tensorflow/tfjs-core";
import { asFloat } from "#kernels/convert/convert.ts";
import { dispatch, dispose, output, reshaped } from "#kernels/dispatch.ts";
import type { KernelPatch, TensorFlow } from "#kernels/patch.ts";
import { defineKernel } from "#kernels/pipeline.ts";
import text from "./select-elements.wgsl?raw";

const kernel = defineKernel("select-elements", { file: "select-elements.wgsl", text });

export function selectPatches(tf: TensorFlow): KernelPatch[] {
  return [
    {
      kernelName: "Select",
      backendName: "webgpu",
      why: "stock refuses five dimensions and more, and goes through floats with whole numbers",
      leaves: ({ inputs: { t, e } }) => {
        if (t.dtype !== e.dtype || t.dtype === "complex64" || t.dtype === "string") return `dtype ${t.dtype}`;
        const isRight = t.dtype === "float32" && t.shape.length < 5;
        return isRight ? "right in stock for floats of fewer than 5 dimensions" : undefined;
      },
      run: ({ inputs: { condition, t, e } }) => {
        const out = output(tf, t.shape, t.dtype);
        const size = tf.util.sizeFromShape(t.shape);
        if (size === 0) return out;
        const own = (x: TensorInfo) => (x.dtype === "float32" ? asFloat(tf, x) : reshaped(tf, x, x.shape));
        const [yes, no] = [own(t), own(e)];
        dispatch(tf, kernel, {
          uniforms: [size, size / tf.util.sizeFromShape(condition.shape)],
          tensors: [out, condition, yes, no],
          workgroups: Math.ceil(size / 64),
        });
        dispose(tf, yes, no);
        return out;
      },
    },
  ];
}
