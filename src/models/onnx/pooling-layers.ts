// Pooling: the greatest or the mean of each window, or of a whole picture.
import {
  channelsFirst,
  channelsLast,
  isChannelsFirst,
  type LayerConverter,
  sidesFrom,
} from "./layer-call.ts";
import { int } from "./onnx-types.ts";
import { sidesOf, windowAttributes } from "./windows.ts";

const pool =
  (operator: "MaxPool" | "AveragePool"): LayerConverter =>
  (call) => {
    const { graph, config, input, outputShape } = call;
    const count = input.shape.length - 2;
    const first = isChannelsFirst(call);
    const picture = first ? input : channelsFirst(graph, input);
    const size = sidesOf(config["poolSize"], count);
    const strides = config["strides"] == null ? size : sidesOf(config["strides"], count);
    const sides = first ? outputShape.slice(2) : outputShape.slice(1, 1 + count);
    const pooled = graph.add(operator, [picture], {
      shape: [null, picture.shape[1], ...sides],
      attributes: windowAttributes(call, { size, strides }, picture.shape),
    });
    return first ? pooled : channelsLast(graph, pooled);
  };

const poolAll =
  (operator: "ReduceMax" | "ReduceMean"): LayerConverter =>
  (call) => {
    const { graph, input, outputShape } = call;
    const axes = sidesFrom(isChannelsFirst(call) ? 2 : 1, input.shape.length - 2);
    return graph.add(operator, [input, graph.whole("axes", axes)], {
      shape: outputShape,
      attributes: { keepdims: int(0) },
    });
  };

export const poolingLayers: Readonly<Record<string, LayerConverter>> = {
  MaxPooling1D: pool("MaxPool"),
  MaxPooling2D: pool("MaxPool"),
  MaxPooling3D: pool("MaxPool"),
  AveragePooling1D: pool("AveragePool"),
  AveragePooling2D: pool("AveragePool"),
  AveragePooling3D: pool("AveragePool"),
  GlobalMaxPooling1D: poolAll("ReduceMax"),
  GlobalMaxPooling2D: poolAll("ReduceMax"),
  GlobalAveragePooling1D: poolAll("ReduceMean"),
  GlobalAveragePooling2D: poolAll("ReduceMean"),
};
