// Normalization with what training learned: of each channel over all rows, or of each row on its own.
import {
  channelsFirst,
  channelsLast,
  type LayerCall,
  type LayerConverter,
  refuse,
  type Weight,
  weightOf,
} from "./layer-call.ts";
import { float, int } from "./onnx-types.ts";
import type { Value } from "./graph-builder.ts";

/** gamma, beta, moving mean, moving variance; the first two only where the layer scales and centres. */
const batchNormalization: LayerConverter = (call) => {
  const { graph, config, input } = call;
  const rank = input.shape.length;
  const given = (config["axis"] ?? -1) as number;
  const axis = given < 0 ? given + rank : given;
  // tfjs's backends do not agree on what another axis means: two of three spread the parameters over the last one.
  if (axis !== rank - 1) refuse(call, `axis ${given}`, "Normalize the last axis.");
  const size = call.weights[0].shape;
  const weights = [...call.weights];
  const gamma = takeOr(config["scale"], weights, size, 1);
  const beta = takeOr(config["center"], weights, size, 0);
  const [mean, variance] = weights;
  const parameters = Object.entries({ gamma, beta, mean, variance }).map(([name, { shape, values }]) =>
    graph.constant(name, shape, values),
  );
  const normalized = graph.add("BatchNormalization", [channelsFirst(graph, input), ...parameters], {
    attributes: { epsilon: float(config["epsilon"] as number) },
  });
  return channelsLast(graph, normalized);
};

function takeOr(isThere: unknown, weights: Weight[], shape: number[], otherwise: number): Weight {
  if (isThere !== false) return weights.shift()!;
  return { shape, values: new Float32Array(shape[0]).fill(otherwise) };
}

const layerNormalization: LayerConverter = (call) => {
  const { graph, config, input } = call;
  const rank = input.shape.length;
  const axes = ([config["axis"] ?? -1].flat() as number[]).map((axis) => (axis < 0 ? axis + rank : axis));
  const first = Math.min(...axes);
  if (axes.length !== rank - first)
    return refuse(call, `axis ${JSON.stringify(config["axis"])}`, "Normalize the last axes.");
  const hasScale = config["scale"] !== false;
  const scale = hasScale ? weightOf(call, 0, "gamma") : ones(call, first);
  const shift = config["center"] === false ? undefined : weightOf(call, hasScale ? 1 : 0, "beta");
  return graph.add("LayerNormalization", [input, scale, ...(shift ? [shift] : [])], {
    attributes: { axis: int(first), epsilon: float(config["epsilon"] as number) },
  });
};

/** ONNX always scales. */
function ones({ graph, input }: LayerCall, first: number): Value {
  const sides = input.shape.slice(first) as number[];
  const count = sides.reduce((total, side) => total * side, 1);
  return graph.constant("gamma", sides, new Float32Array(count).fill(1));
}

export const normalizationLayers: Readonly<Record<string, LayerConverter>> = {
  BatchNormalization: batchNormalization,
  LayerNormalization: layerNormalization,
};
