// Circular and hyperbolic functions on WebGPU with the accuracy of f32, by polynomials of our own.
import { asFloat } from "#kernels/convert/convert.ts";
import { dispatch, dispose, output } from "#kernels/dispatch.ts";
import type { KernelPatch, TensorFlow } from "#kernels/patch.ts";
import { defineKernel } from "#kernels/pipeline.ts";
import type { TrigonometryFunction } from "./trigonometry.reference.ts";
import text from "./trigonometry.wgsl?raw";

const kernel = defineKernel("trigonometry", { file: "trigonometry.wgsl", text });

const inexact = "WGSL's own is a coarse approximation on some GPUs";

const NAN_BITS = 0x7fc00000;

/** In the order of their numbers in trigonometry.wgsl. */
const WHY: Record<TrigonometryFunction, string> = {
  Sin: `${inexact}: off by up to 5e-4, and by more away from 0, as positional encodings are.`,
  Cos: "As Sin.",
  Tan: "As Sin.",
  Asin: `${inexact}: off by up to 4096 units in the last place.`,
  Acos: "As Asin.",
  Atan: "As Asin.",
  Sinh: "Stock overflows where the result does not, and loses small values.",
  Cosh: "As Sinh.",
  Asinh: "Stock cancels for large negative values: asinh(-5000) is -Infinity.",
};

export function trigonometryPatches(tf: TensorFlow): KernelPatch[] {
  return (Object.keys(WHY) as TrigonometryFunction[]).map((kernelName, operation) => ({
    kernelName,
    backendName: "webgpu",
    why: WHY[kernelName],
    leaves: ({ inputs: { x } }) => (x.dtype === "float32" ? undefined : `dtype ${x.dtype}`),
    run: ({ inputs }) => {
      const out = output(tf, inputs.x.shape, "float32");
      const size = tf.util.sizeFromShape(out.shape);
      if (size === 0) return out;
      const x = asFloat(tf, inputs.x);
      const workgroups = Math.ceil(size / 64);
      dispatch(tf, kernel, {
        constants: { operation },
        uniforms: [size, NAN_BITS],
        tensors: [out, x],
        workgroups,
      });
      dispose(tf, x);
      return out;
    },
  }));
}
