// Convolutions. tfjs keeps a kernel as [sides…, in, out] and pictures with channels last; ONNX wants [out, in, sides…] and
// channels first.
import { activate } from "./activations.ts";
import type { Value } from "./graph-builder.ts";
import {
  channelsFirst,
  channelsLast,
  isChannelsFirst,
  type LayerCall,
  type LayerConverter,
  product,
  refuse,
  sidesFrom,
  transposed,
  type Weight,
  weightOf,
} from "./layer-call.ts";
import { type Attribute, int, ints, text } from "./onnx-types.ts";
import { halves, sidesOf, windowAttributes } from "./windows.ts";

/** Brings pictures to channels first, and the answer back, with the activation before that. */
function convolved(call: LayerCall, work: (picture: Value) => Value): Value {
  const first = isChannelsFirst(call);
  const picture = first ? call.input : channelsFirst(call.graph, call.input);
  const answer = activate(call, work(picture), 1);
  return first ? answer : channelsLast(call.graph, answer);
}

function convolve(
  call: LayerCall,
  picture: Value,
  { kernel, bias, group = 1 }: { kernel: Weight; bias?: Value | undefined; group?: number },
  window = windowOf(call),
): Value {
  const { graph } = call;
  const weight = graph.constant("kernel", kernel.shape, kernel.values);
  const attributes: Record<string, Attribute> = {
    ...windowAttributes(call, window, picture.shape),
    ...(group !== 1 && { group: int(group) }),
  };
  const shape = [null, kernel.shape[0], ...sidesAfter(call, picture)];
  return graph.add("Conv", [picture, weight, ...(bias ? [bias] : [])], { shape, attributes });
}

function sidesAfter(call: LayerCall, picture: Value): (number | null)[] {
  const { outputShape } = call;
  const count = picture.shape.length - 2;
  return isChannelsFirst(call) ? outputShape.slice(2) : outputShape.slice(1, 1 + count);
}

function windowOf({ config, input }: LayerCall) {
  const count = input.shape.length - 2;
  return {
    size: sidesOf(config["kernelSize"], count),
    strides: sidesOf(config["strides"], count),
    dilations: sidesOf(config["dilationRate"], count),
  };
}

function biasOf(call: LayerCall, index: number): Value | undefined {
  return call.config["useBias"] === false ? undefined : weightOf(call, index, "bias");
}

/** Conv1D, Conv2D, Conv3D */
const convolution: LayerConverter = (call) =>
  convolved(call, (picture) => {
    const count = picture.shape.length - 2;
    const kernel = transposed(call.weights[0], [count + 1, count, ...sidesFrom(0, count)]);
    return convolve(call, picture, { kernel, bias: biasOf(call, 1) });
  });

/** [height, width, channels, each] -> [channels * each, 1, height, width], one group a channel. */
function depthwiseKernel(weight: Weight): Weight {
  const { shape, values } = transposed(weight, [2, 3, 0, 1]);
  return { shape: [shape[0] * shape[1], 1, ...shape.slice(2)], values };
}

const depthwise: LayerConverter = (call) =>
  convolved(call, (picture) =>
    convolve(call, picture, {
      kernel: depthwiseKernel(call.weights[0]),
      bias: biasOf(call, 1),
      group: call.weights[0].shape[2],
    }),
  );

const separable: LayerConverter = (call) =>
  convolved(call, (picture) => {
    const [depth, point] = call.weights;
    const each = convolve(call, picture, { kernel: depthwiseKernel(depth), group: depth.shape[2] });
    const mix = { kernel: transposed(point, [3, 2, 0, 1]), bias: biasOf(call, 2) };
    return convolve(call, each, mix, { size: [1, 1], strides: [1, 1], dilations: [1, 1] });
  });

/** Conv2DTranspose, Conv3DTranspose: a kernel is [sides…, out, in] here, in both [in, out, sides…] there. */
const transposedConvolution: LayerConverter = (call) =>
  convolved(call, (picture) => {
    const { graph, config, weights } = call;
    const { size, strides } = windowOf(call);
    const count = size.length;
    const kernel = transposed(weights[0], [count + 1, count, ...sidesFrom(0, count)]);
    const missing = size.map((side, i) => Math.max(0, strides[i] - side));
    // "same" gives side * stride; without pads there would be (side - 1) * stride + size.
    const over = config["padding"] === "same" ? size.map((side, i) => Math.max(0, side - strides[i])) : [];
    const bias = biasOf(call, 1);
    const weight = graph.constant("kernel", kernel.shape, kernel.values);
    return graph.add("ConvTranspose", [picture, weight, ...(bias ? [bias] : [])], {
      shape: [null, kernel.shape[1], ...sidesAfter(call, picture)],
      attributes: {
        kernel_shape: ints(size),
        strides: ints(strides),
        ...(over.length > 0 && { pads: ints(halves(over)) }),
        ...(product(missing.map((each) => each + 1)) > 1 && { output_padding: ints(missing) }),
      },
    });
  });

const upSampling: LayerConverter = (call) => {
  const { graph, config, input, outputShape } = call;
  const isNearest = (config["interpolation"] ?? "nearest") === "nearest";
  if (!isNearest && config["interpolation"] !== "bilinear")
    return refuse(call, `interpolation "${String(config["interpolation"])}"`, "Use nearest or bilinear.");
  const first = isChannelsFirst(call);
  const picture = first ? input : channelsFirst(graph, input);
  const [high, wide] = sidesOf(config["size"], 2);
  const scales = graph.constant("scales", [4], Float32Array.of(1, 1, high, wide));
  const sides = first ? outputShape.slice(2) : outputShape.slice(1, 3);
  const resized = graph.add("Resize", [picture, undefined, scales], {
    shape: [null, picture.shape[1], ...sides],
    attributes: {
      mode: text(isNearest ? "nearest" : "linear"),
      coordinate_transformation_mode: text("asymmetric"),
      nearest_mode: text("floor"),
    },
  });
  return first ? resized : channelsLast(graph, resized);
};

export const convolutionLayers: Readonly<Record<string, LayerConverter>> = {
  Conv1D: convolution,
  Conv2D: convolution,
  Conv3D: convolution,
  DepthwiseConv2D: depthwise,
  SeparableConv2D: separable,
  Conv2DTranspose: transposedConvolution,
  Conv3DTranspose: transposedConvolution,
  UpSampling2D: upSampling,
};
