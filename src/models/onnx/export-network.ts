// A tf.LayersModel with one input and one output as nodes of an ONNX graph: each layer by the converter of its class.
import type { LayersModel, SymbolicTensor } from "@tensorflow/tfjs-layers";
import { CairnError } from "#errors/cairn-error.ts";
import { activationLayers } from "./activations.ts";
import { convolutionLayers } from "./convolution-layers.ts";
import { denseLayers } from "./dense-layers.ts";
import type { GraphBuilder, Shape, Value } from "./graph-builder.ts";
import type { Layer, LayerConverter, Weight } from "./layer-call.ts";
import { mergeLayers } from "./merge-layers.ts";
import { normalizationLayers } from "./normalization-layers.ts";
import { poolingLayers } from "./pooling-layers.ts";
import { recurrentLayers } from "./recurrent-layers.ts";
import { shapeLayers } from "./shape-layers.ts";

const converters: Readonly<Record<string, LayerConverter>> = {
  ...denseLayers,
  ...activationLayers,
  ...convolutionLayers,
  ...poolingLayers,
  ...normalizationLayers,
  ...shapeLayers,
  ...recurrentLayers,
  ...mergeLayers,
};

/** The classes of layers that can be exported. */
export const exportedLayers: readonly string[] = Object.keys(converters).sort();

/** What tfjs keeps of a layer's use, without a public type. */
interface LayerUse {
  inputTensors: SymbolicTensor[];
  outputTensors: SymbolicTensor[];
}

type Weights = ReadonlyMap<number, Weight>;

/**
 * @param input what the model's one input becomes, of the same shape
 * @returns what its one output is
 * @throws CairnError naming a layer that cannot be exported, its class, and what can
 */
export async function exportNetwork(graph: GraphBuilder, model: LayersModel, input: Value): Promise<Value> {
  if (model.inputs.length !== 1 || model.outputs.length !== 1) {
    throw new CairnError(
      `onnx: the model must have one input and one output, got ${model.inputs.length} and ${model.outputs.length}`,
      {
        code: "onnx-inputs",
        hint: "Build it with tf.sequential, or with tf.model of one input and one output.",
      },
    );
  }
  const weights = new Map<number, Weight>();
  for (const variable of model.weights) {
    const tensor = variable.read();
    weights.set(variable.id, { shape: [...tensor.shape], values: Float32Array.from(await tensor.data()) });
  }
  return convertModel(graph, weights, model, [input]);
}

/** A model is a layer too: it may stand within another. */
function convertModel(
  graph: GraphBuilder,
  weights: Weights,
  model: LayersModel,
  inputs: readonly Value[],
): Value {
  const known = new Map<number, Value>();
  model.inputs.forEach((symbol, i) => known.set(symbol.id, inputs[i]));
  const valueOf = (symbol: SymbolicTensor): Value => {
    const found = known.get(symbol.id);
    if (found) return found;
    const layer = symbol.sourceLayer as Layer;
    const uses = layer.inboundNodes as unknown as LayerUse[];
    const { inputTensors, outputTensors } = uses[symbol.nodeIndex];
    const given = inputTensors.map(valueOf);
    const value = convertLayer(graph, weights, layer, given, outputTensors[0].shape);
    known.set(outputTensors[0].id, value);
    return value;
  };
  return valueOf(model.outputs[0]);
}

function convertLayer(
  graph: GraphBuilder,
  weights: Weights,
  layer: Layer,
  inputs: readonly Value[],
  outputShape: Shape,
): Value {
  const outer = graph.scope;
  graph.scope = outer === "" ? layer.name : `${outer}/${layer.name}`;
  try {
    const inner = layer as Partial<LayersModel>;
    if (inner.layers && inner.inputs && inner.outputs)
      return convertModel(graph, weights, layer as unknown as LayersModel, inputs);
    return converterOf(layer)({
      graph,
      layer,
      config: layer.getConfig(),
      inputs,
      input: inputs[0],
      outputShape,
      weights: layer.weights.map(({ id }) => weights.get(id)!),
      convert: (within, given, shape) => convertLayer(graph, weights, within, given, shape),
    });
  } finally {
    graph.scope = outer;
  }
}

function converterOf(layer: Layer): LayerConverter {
  const name = layer.getClassName();
  if (Object.hasOwn(converters, name)) return converters[name];
  throw new CairnError(`onnx: the layer "${layer.name}" (${name}) cannot be exported`, {
    code: "onnx-layer",
    hint: `These can: ${exportedLayers.join(", ")}.`,
  });
}
