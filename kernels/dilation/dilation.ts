// Gradients of the grayscale dilation on WebGPU without atomics: one kernel finds which element of the filter
// made each output, then each element of the gradient gathers what it made.
import type { TensorInfo } from "@tensorflow/tfjs-core";
import { asFloat } from "#kernels/convert/convert.ts";
import { dispatch, dispose, output } from "#kernels/dispatch.ts";
import type { KernelPatch, TensorFlow } from "#kernels/patch.ts";
import { defineKernel } from "#kernels/pipeline.ts";
import argmaxText from "./dilation-argmax.wgsl?raw";
import filterText from "./dilation-filter.wgsl?raw";
import inputText from "./dilation-input.wgsl?raw";
import parametersText from "./dilation-parameters.wgsl?raw";

const parameters = { file: "dilation-parameters.wgsl", text: parametersText };
const argmaxKernel = defineKernel("dilation-argmax", parameters, {
  file: "dilation-argmax.wgsl",
  text: argmaxText,
});
const inputKernel = defineKernel("dilation-input", parameters, {
  file: "dilation-input.wgsl",
  text: inputText,
});
const filterKernel = defineKernel("dilation-filter", parameters, {
  file: "dilation-filter.wgsl",
  text: filterText,
});

type Call = Parameters<KernelPatch["run"]>[0];

function dilationGradient(tf: TensorFlow, { inputs, attrs }: Call, of: "input" | "filter"): TensorInfo {
  const { x, filter } = inputs;
  const info = tf.backend_util.computeDilation2DInfo(
    x.shape as [number, number, number, number],
    filter.shape as [number, number, number],
    attrs.strides as [number, number],
    attrs.pad as "same" | "valid",
    "NHWC",
    attrs.dilations as [number, number],
  );
  const { batchSize, inHeight, inWidth, inChannels, outHeight, outWidth, padInfo } = info;
  const windows = batchSize * outHeight * outWidth * inChannels;
  const out = output(tf, of === "input" ? x.shape : filter.shape, "float32");
  const size = tf.util.sizeFromShape(out.shape);
  if (size === 0) return out;
  const uniforms = [
    batchSize,
    inHeight,
    inWidth,
    inChannels,
    outHeight,
    outWidth,
    info.filterHeight,
    info.filterWidth,
    info.strideHeight,
    info.strideWidth,
    info.dilationHeight,
    info.dilationWidth,
    padInfo.top,
    padInfo.left,
  ];
  const [ownX, ownFilter, dy] = [x, filter, inputs.dy].map((tensor) => asFloat(tf, tensor));
  const chosen = output(tf, info.outShape, "int32");
  dispatch(tf, argmaxKernel, {
    uniforms,
    tensors: [chosen, ownX, ownFilter],
    workgroups: Math.ceil(windows / 64),
  });
  if (of === "input") {
    dispatch(tf, inputKernel, { uniforms, tensors: [out, dy, chosen], workgroups: Math.ceil(size / 64) });
  } else {
    dispatch(tf, filterKernel, { uniforms, tensors: [out, dy, chosen], workgroups: size });
  }
  dispose(tf, ownX, ownFilter, dy, chosen);
  return out;
}

export function dilationPatches(tf: TensorFlow): KernelPatch[] {
  return (["input", "filter"] as const).map((of) => ({
    kernelName: of === "input" ? "Dilation2DBackpropInput" : "Dilation2DBackpropFilter",
    backendName: "webgpu",
    why: "stock adds with float atomics, so the gradient differs from run to run",
    leaves: ({ inputs: { x, filter, dy } }) => {
      const other = [x, filter, dy].find(({ dtype }) => dtype !== "float32");
      return other && `dtype ${other.dtype}`;
    },
    run: (call) => dilationGradient(tf, call, of),
  }));
}
