// The activations of tfjs as ONNX operators: those that a layer names, and layers that are nothing else.
import type { GraphBuilder, Value } from "./graph-builder.ts";
import { type LayerCall, type LayerConverter, refuse, weightOf } from "./layer-call.ts";
import { float, int, text } from "./onnx-types.ts";

type Activate = (graph: GraphBuilder, value: Value, axis: number) => Value;

const as =
  (operator: string): Activate =>
  (graph, value) =>
    graph.add(operator, [value]);
const alongAxis =
  (operator: string): Activate =>
  (graph, value, axis) =>
    graph.add(operator, [value], { attributes: { axis: int(axis) } });
const gelu =
  (approximate: "none" | "tanh"): Activate =>
  (graph, value) =>
    graph.add("Gelu", [value], { attributes: { approximate: text(approximate) } });
const times = (graph: GraphBuilder, value: Value, factor: Value) => graph.add("Mul", [value, factor]);

/** By tfjs's names. */
const activations: Readonly<Record<string, Activate>> = {
  linear: (_, value) => value,
  relu: as("Relu"),
  relu6: (graph, value) => clip(graph, value, 0, 6),
  elu: as("Elu"),
  selu: as("Selu"),
  sigmoid: as("Sigmoid"),
  hardSigmoid: as("HardSigmoid"),
  tanh: as("Tanh"),
  softplus: as("Softplus"),
  softsign: as("Softsign"),
  softmax: alongAxis("Softmax"),
  logSoftmax: alongAxis("LogSoftmax"),
  swish: (graph, value) => times(graph, value, graph.add("Sigmoid", [value])),
  mish: (graph, value) => times(graph, value, graph.add("Tanh", [graph.add("Softplus", [value])])),
  gelu: gelu("none"),
  gelu_new: gelu("tanh"),
};

/**
 * Applies what a layer names as its activation.
 * @param axis of the channels, which softmax runs along
 */
export function activate(call: LayerCall, value: Value, axis = -1): Value {
  const name = (call.config["activation"] ?? "linear") as string;
  const make = Object.hasOwn(activations, name) ? activations[name] : undefined;
  if (!make)
    return refuse(call, `activation "${name}"`, `It can be one of: ${Object.keys(activations).join(", ")}.`);
  return make(call.graph, value, axis);
}

function clip(graph: GraphBuilder, value: Value, least: number, most: number): Value {
  return graph.add("Clip", [value, graph.scalar("least", least), graph.scalar("most", most)]);
}

const softmaxLayer: LayerConverter = ({ graph, input, config, ...call }) => {
  const axes = [config["axis"] ?? -1].flat() as number[];
  if (axes.length !== 1) return refuse(call, `axis ${JSON.stringify(axes)}`, "Name one axis.");
  return graph.add("Softmax", [input], { attributes: { axis: int(axes[0]) } });
};

export const activationLayers: Readonly<Record<string, LayerConverter>> = {
  Activation: (call) => activate(call, call.input),
  ReLU: ({ graph, input, config }) =>
    config["maxValue"] == null
      ? graph.add("Relu", [input])
      : clip(graph, input, 0, config["maxValue"] as number),
  LeakyReLU: ({ graph, input, config }) =>
    graph.add("LeakyRelu", [input], { attributes: { alpha: float(config["alpha"] as number) } }),
  PReLU: (call) => call.graph.add("PRelu", [call.input, weightOf(call, 0, "alpha")]),
  ELU: ({ graph, input }) => graph.add("Elu", [input]), // tfjs takes no other alpha than 1
  ThresholdedReLU: ({ graph, input, config }) =>
    graph.add("ThresholdedRelu", [input], { attributes: { alpha: float(config["theta"] as number) } }),
  Softmax: softmaxLayer,
};
