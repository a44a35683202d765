// Layers that only move numbers: flatten, reshape, permute, repeat, pad, crop; and embedding, which looks rows up.
import type { Shape, Value } from "./graph-builder.ts";
import {
  isChannelsFirst,
  type LayerCall,
  type LayerConverter,
  refuse,
  sidesFrom,
  weightOf,
} from "./layer-call.ts";
import { int, text } from "./onnx-types.ts";

/** @param shape a 0 keeps the size that is there; at most one other size may be unknown */
export function reshape(
  { graph }: Pick<LayerCall, "graph">,
  value: Value,
  sizes: readonly number[],
  shape: Shape,
): Value {
  return graph.add("Reshape", [value, graph.whole("shape", sizes)], { shape });
}

const flatten: LayerConverter = (call) => {
  const { graph, input, outputShape } = call;
  const rank = input.shape.length;
  const value = isChannelsFirst(call)
    ? graph.transpose(input, [0, ...sidesFrom(2, rank - 2), 1]) // tfjs flattens channels last, whatever comes in
    : input;
  return graph.add("Flatten", [value], { shape: outputShape, attributes: { axis: int(1) } });
};

const toOutputShape: LayerConverter = (call) => {
  const { input, outputShape } = call;
  return reshape(call, input, [0, ...outputShape.slice(1).map((size) => size ?? -1)], outputShape);
};

const permute: LayerConverter = ({ graph, input, config }) =>
  graph.transpose(input, [0, ...(config["dims"] as number[])]);

/** [N, D] -> [N, n, D] */
const repeatVector: LayerConverter = ({ graph, input, config, outputShape }) => {
  const alone = graph.add("Unsqueeze", [input, graph.whole("axis", [1])], {
    shape: [input.shape[0], 1, input.shape[1]],
  });
  const shape = graph.whole("shape", [1, config["n"] as number, 1]);
  return graph.add("Expand", [alone, shape], { shape: outputShape });
};

type Edges = [[number, number], [number, number]];

const zeroPadding: LayerConverter = (call) => {
  const { graph, input, config, outputShape } = call;
  const [[top, bottom], [left, right]] = config["padding"] as Edges;
  const pads = isChannelsFirst(call)
    ? [0, 0, top, left, 0, 0, bottom, right]
    : [0, top, left, 0, 0, bottom, right, 0];
  return graph.add("Pad", [input, graph.whole("pads", pads)], {
    shape: outputShape,
    attributes: { mode: text("constant") },
  });
};

const cropping: LayerConverter = (call) => {
  const { graph, input, config, outputShape } = call;
  const edges = config["cropping"] as Edges;
  const first = isChannelsFirst(call) ? 2 : 1;
  const starts = graph.whole(
    "starts",
    edges.map(([before]) => before),
  );
  const ends = graph.whole(
    "ends",
    edges.map(([, behind]) => (behind === 0 ? 2 ** 31 - 1 : -behind)),
  );
  const axes = graph.whole("axes", [first, first + 1]);
  return graph.add("Slice", [input, starts, ends, axes], { shape: outputShape });
};

/** tfjs cuts indices off to whole numbers, as a cast does. */
const embedding: LayerConverter = (call) => {
  const { graph, input, config, outputShape } = call;
  if (config["maskZero"] === true)
    return refuse(call, "maskZero", "Train without maskZero: ONNX has no masks that later layers see.");
  const indices = graph.add("Cast", [input], { attributes: { to: int(7) } });
  return graph.add("Gather", [weightOf(call, 0, "embeddings"), indices], { shape: outputShape });
};

const rescaling: LayerConverter = ({ graph, input, config }) => {
  const scaled = graph.add("Mul", [input, graph.scalar("scale", config["scale"] as number)]);
  return graph.add("Add", [scaled, graph.scalar("offset", config["offset"] as number)]);
};

export const shapeLayers: Readonly<Record<string, LayerConverter>> = {
  Flatten: flatten,
  Reshape: toOutputShape,
  Permute: permute,
  RepeatVector: repeatVector,
  ZeroPadding2D: zeroPadding,
  Cropping2D: cropping,
  Embedding: embedding,
  Rescaling: rescaling,
};
