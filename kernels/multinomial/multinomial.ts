// Drawing outcomes by their probabilities on WebGPU, with the random numbers of tfjs's CPU kernel: one seed
// draws the same on every backend.
import { asFloat } from "#kernels/convert/convert.ts";
import { dispatch, dispose, output } from "#kernels/dispatch.ts";
import type { KernelPatch, TensorFlow } from "#kernels/patch.ts";
import { defineKernel } from "#kernels/pipeline.ts";
import { softmax } from "#kernels/softmax/softmax.ts";
import text from "./multinomial-draw.wgsl?raw";

const kernel = defineKernel("multinomial-draw", { file: "multinomial-draw.wgsl", text });

export function multinomialPatches(tf: TensorFlow): KernelPatch[] {
  return [
    {
      kernelName: "Multinomial",
      backendName: "webgpu",
      why: "stock's random number of the first sample is always 0, so one sample is always the first outcome",
      leaves: ({ inputs: { logits } }) => (logits.dtype === "float32" ? undefined : `dtype ${logits.dtype}`),
      run: ({ inputs: { logits }, attrs }) => {
        const [rows, outcomes] = logits.shape;
        const samples = attrs.numSamples as number;
        const out = output(tf, [rows, samples], "int32");
        if (rows * samples === 0) return out;
        const probabilities = attrs.normalized === true ? asFloat(tf, logits) : softmax(tf, logits);
        // tfjs draws these on the CPU from the stream that its CPU kernel uses.
        const uniformNumbers = tf.randomUniform([samples], 0, 1, "float32", attrs.seed as number);
        dispatch(tf, kernel, {
          uniforms: [rows, outcomes, samples],
          tensors: [out, probabilities, uniformNumbers],
          workgroups: Math.ceil((rows * samples) / 64),
        });
        dispose(tf, probabilities);
        uniformNumbers.dispose();
        return out;
      },
    },
  ];
}
