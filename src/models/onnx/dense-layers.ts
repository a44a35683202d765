// Layers that take every number on its own or all of a row: dense, and those that only train.
import { activate } from "./activations.ts";
import { type LayerCall, type LayerConverter, weightOf } from "./layer-call.ts";
import type { Value } from "./graph-builder.ts";

/** [N, D] becomes a Gemm; with more axes, each row of the last axis is multiplied. */
const dense: LayerConverter = (call) => activate(call, product(call));

function product(call: LayerCall): Value {
  const { graph, input, outputShape } = call;
  const kernel = weightOf(call, 0, "kernel");
  const bias = call.config["useBias"] === false ? undefined : weightOf(call, 1, "bias");
  if (input.shape.length === 2)
    return graph.add("Gemm", [input, kernel, ...(bias ? [bias] : [])], { shape: outputShape });
  const multiplied = graph.add("MatMul", [input, kernel], { shape: outputShape });
  return bias ? graph.add("Add", [multiplied, bias]) : multiplied;
}

/** They change values while a model is trained, and nothing afterwards. */
const onlyInTraining: LayerConverter = ({ input }) => input;

export const denseLayers: Readonly<Record<string, LayerConverter>> = {
  Dense: dense,
  Dropout: onlyInTraining,
  SpatialDropout1D: onlyInTraining,
  AlphaDropout: onlyInTraining,
  GaussianDropout: onlyInTraining,
  GaussianNoise: onlyInTraining,
};
