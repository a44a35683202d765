// Layers that take several inputs and give one.
import { type LayerCall, type LayerConverter, refuse } from "./layer-call.ts";
import { int } from "./onnx-types.ts";

const merge =
  (operator: string): LayerConverter =>
  (call) => {
    const { graph, inputs, outputShape } = call;
    refuseRanks(call);
    return graph.add(operator, inputs, { shape: outputShape });
  };

/** ONNX multiplies two. */
const multiply: LayerConverter = (call) => {
  const { graph, inputs, outputShape } = call;
  refuseRanks(call);
  return inputs.reduce((one, other) => graph.add("Mul", [one, other], { shape: outputShape }));
};

/** tfjs stretches a smaller rank in a way of its own. */
function refuseRanks(call: LayerCall): void {
  const ranks = new Set(call.inputs.map(({ shape }) => shape.length));
  if (ranks.size > 1)
    refuse(
      call,
      `inputs of ${[...ranks].join(" and ")} axes`,
      "Reshape them to the same number of axes first.",
    );
}

const concatenate: LayerConverter = ({ graph, inputs, config, outputShape }) =>
  graph.add("Concat", inputs, {
    shape: outputShape,
    attributes: { axis: int((config["axis"] ?? -1) as number) },
  });

export const mergeLayers: Readonly<Record<string, LayerConverter>> = {
  Add: merge("Sum"),
  Average: merge("Mean"),
  Maximum: merge("Max"),
  Minimum: merge("Min"),
  Multiply: multiply,
  Concatenate: concatenate,
};
