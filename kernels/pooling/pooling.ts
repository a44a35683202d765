// The gradient of max pooling in three dimensions on WebGPU: one kernel finds the greatest tap of each window,
// then each element of the gradient gathers the slopes of the windows that chose it.
import type { TensorInfo } from "@tensorflow/tfjs-core";
import { dispatch, dispose, output } from "#kernels/dispatch.ts";
import type { KernelCall, KernelPatch, TensorFlow } from "#kernels/patch.ts";
import { defineKernel } from "#kernels/pipeline.ts";
import argmaxText from "./max-pool-argmax.wgsl?raw";
import gradientText from "./max-pool-gradient.wgsl?raw";
import parametersText from "./max-pool-parameters.wgsl?raw";
import { poolWindows3D } from "./greatest-tap.ts";

const parameters = { file: "max-pool-parameters.wgsl", text: parametersText };
const argmaxKernel = defineKernel("max-pool-argmax", parameters, {
  file: "max-pool-argmax.wgsl",
  text: argmaxText,
});
const gradientKernel = defineKernel("max-pool-gradient", parameters, {
  file: "max-pool-gradient.wgsl",
  text: gradientText,
});

export function webgpuPoolingPatches(tf: TensorFlow): KernelPatch[] {
  return [
    {
      kernelName: "MaxPool3DGrad",
      backendName: "webgpu",
      why: "counts the taps of a window wrongly unless it is as wide as it is high",
      leaves: ({ inputs }) => {
        const other = Object.values(inputs).find(({ dtype }) => dtype !== "float32");
        return other && `an operand of ${other.dtype}`;
      },
      run: (call) => maxPool3DGradient(tf, call),
    },
  ];
}

/** dy [N, outD, outH, outW, C], input [N, D, H, W, C] -> [N, D, H, W, C] */
function maxPool3DGradient(tf: TensorFlow, { inputs: { dy, input }, attrs }: KernelCall): TensorInfo {
  const { batchSize, channels, image, out, window, strides, before, outputShape } = poolWindows3D(
    tf,
    input,
    attrs,
  );
  const uniforms = [batchSize, channels, ...image, ...out, ...window, ...strides, ...before];
  const chosen = output(tf, outputShape, "int32");
  const dx = output(tf, input.shape, "float32");
  const groups = (shape: readonly number[]) => Math.ceil(tf.util.sizeFromShape([...shape]) / 64);
  dispatch(tf, argmaxKernel, { uniforms, tensors: [chosen, input], workgroups: groups(outputShape) });
  dispatch(tf, gradientKernel, { uniforms, tensors: [dx, dy, chosen], workgroups: groups(input.shape) });
  dispose(tf, chosen);
  return dx;
}
