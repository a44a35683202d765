// Recurrent layers, and the wrappers that run a layer over time. tfjs has [rows, steps, features]; ONNX wants the steps
// first, and the gates of an LSTM in another order.
import type { Value } from "./graph-builder.ts";
import { type Layer, type LayerCall, type LayerConverter, refuse, type Weight } from "./layer-call.ts";
import { floats, int, texts } from "./onnx-types.ts";
import { reshape } from "./shape-layers.ts";

/** tfjs's activations as ONNX's recurrent operators have them, with the numbers that some take. */
const ACTIVATIONS: Readonly<Record<string, { name: string; alpha?: number; beta?: number }>> = {
  tanh: { name: "Tanh" },
  sigmoid: { name: "Sigmoid" },
  hardSigmoid: { name: "HardSigmoid", alpha: 0.2, beta: 0.5 },
  relu: { name: "Relu" },
  elu: { name: "Elu", alpha: 1 },
  softsign: { name: "Softsign" },
  softplus: { name: "Softplus" },
  linear: { name: "Affine", alpha: 1, beta: 0 },
};

interface Cell {
  operator: "LSTM" | "GRU" | "RNN";
  /** tfjs's gates in the order of ONNX. */
  gates: readonly number[];
  /** In the order of ONNX. */
  activations: readonly string[];
}

const lstm: LayerConverter = (call) =>
  recurrent(call, {
    operator: "LSTM",
    gates: [0, 3, 1, 2], // tfjs: input, forget, cell, output; ONNX: input, output, forget, cell
    activations: ["recurrentActivation", "activation", "activation"],
  });
const gru: LayerConverter = (call) =>
  recurrent(call, {
    operator: "GRU",
    gates: [0, 1, 2], // both: update, reset, hidden
    activations: ["recurrentActivation", "activation"],
  });
const simpleRnn: LayerConverter = (call) =>
  recurrent(call, { operator: "RNN", gates: [0], activations: ["activation"] });

function recurrent(call: LayerCall, { operator, gates, activations }: Cell): Value {
  const { graph, config, weights, inputs } = call;
  for (const setting of ["returnState", "stateful"])
    if (config[setting] === true) refuse(call, setting, "Build the model without it.");
  if (inputs.length > 1) refuse(call, "an initial state", "Let it begin with zeros.");
  const [kernel, recurrentKernel, bias] = weights;
  const units = recurrentKernel.shape[0];
  const given = graph.transpose(
    config["goBackwards"] === true ? reversed(call, call.input) : call.input,
    [1, 0, 2],
  );
  const operands = [
    given,
    graph.constant("kernel", [1, gates.length * units, kernel.shape[0]], gateRows(kernel, gates, units)),
    graph.constant(
      "recurrent_kernel",
      [1, gates.length * units, units],
      gateRows(recurrentKernel, gates, units),
    ),
    ...(bias ? [graph.constant("bias", [1, 2 * gates.length * units], biases(bias, gates, units))] : []),
  ];
  const attributes = {
    hidden_size: int(units),
    ...activationAttributes(activations.map((setting) => activationOf(call, setting))),
    ...(operator === "GRU" && { linear_before_reset: int(0) }),
  };
  const [steps, rows] = given.shape;
  if (config["returnSequences"] !== true) {
    const [, last] = graph.addMany(operator, operands, [undefined, [1, rows, units]], attributes);
    return graph.add("Squeeze", [last, graph.whole("axis", [0])], { shape: [rows, units] });
  }
  const [all] = graph.addMany(operator, operands, [[steps, 1, rows, units]], attributes);
  const flat = graph.add("Squeeze", [all, graph.whole("axis", [1])], { shape: [steps, rows, units] });
  return graph.transpose(flat, [1, 0, 2]);
}

/** ONNX takes the numbers in the order of those activations that have any. */
function activationAttributes(used: readonly (typeof ACTIVATIONS)[string][]) {
  const alphas = used.flatMap(({ alpha }) => alpha ?? []);
  const betas = used.flatMap(({ beta }) => beta ?? []);
  return {
    activations: texts(used.map(({ name }) => name)),
    ...(alphas.length > 0 && { activation_alpha: floats(alphas) }),
    ...(betas.length > 0 && { activation_beta: floats(betas) }),
  };
}

function activationOf(call: LayerCall, setting: string): (typeof ACTIVATIONS)[string] {
  const name = (call.config[setting] ?? "linear") as string;
  if (Object.hasOwn(ACTIVATIONS, name)) return ACTIVATIONS[name];
  return refuse(call, `${setting} "${name}"`, `It can be one of: ${Object.keys(ACTIVATIONS).join(", ")}.`);
}

/** [inputs, gates * units] -> [gates * units, inputs], gates in the order asked. */
function gateRows({ shape, values }: Weight, gates: readonly number[], units: number): Float32Array {
  const [inputs, width] = shape;
  const result = new Float32Array(values.length);
  let at = 0;
  for (const gate of gates)
    for (let unit = 0; unit < units; unit++)
      for (let input = 0; input < inputs; input++) result[at++] = values[input * width + gate * units + unit];
  return result;
}

/** Of the input, then of the state, which tfjs has not. */
function biases({ values }: Weight, gates: readonly number[], units: number): Float32Array {
  const result = new Float32Array(2 * values.length);
  gates.forEach((gate, i) => result.set(values.subarray(gate * units, (gate + 1) * units), i * units));
  return result;
}

/** The steps in the opposite order: [rows, steps, …] */
function reversed({ graph }: LayerCall, value: Value): Value {
  const [starts, ends] = [graph.whole("starts", [-1]), graph.whole("ends", [-(2 ** 31)])];
  return graph.add("Slice", [value, starts, ends, graph.whole("axes", [1]), graph.whole("steps", [-1])]);
}

const MERGES: Readonly<Record<string, string>> = { sum: "Add", ave: "Add", mul: "Mul" };

const bidirectional: LayerConverter = (call) => {
  const { graph, config, input, outputShape } = call;
  const { forwardLayer, backwardLayer } = call.layer as unknown as Record<string, Layer>;
  const mode = config["mergeMode"] as string | null;
  const width = outputShape.at(-1)!;
  const shape = [...outputShape.slice(0, -1), mode === "concat" ? width / 2 : width];
  const forward = call.convert(forwardLayer, [input], shape);
  const back = call.convert(backwardLayer, [input], shape);
  const aligned = shape.length === 3 ? reversed(call, back) : back;
  if (mode === "concat")
    return graph.add("Concat", [forward, aligned], { shape: outputShape, attributes: { axis: int(-1) } });
  if (mode === null || !Object.hasOwn(MERGES, mode))
    return refuse(call, `mergeMode ${String(mode)}`, "Use concat, sum, ave or mul.");
  const merged = graph.add(MERGES[mode], [forward, aligned]);
  return mode === "ave" ? graph.add("Mul", [merged, graph.scalar("half", 0.5)]) : merged;
};

/** The steps become rows, which the layer within takes, and become steps again. */
const timeDistributed: LayerConverter = (call) => {
  const { input, outputShape } = call;
  const { layer } = call.layer as unknown as { layer: Layer };
  const [, steps, ...sides] = input.shape;
  const after = outputShape.slice(2);
  if (steps === null || [...sides, ...after].includes(null))
    return refuse(
      call,
      "steps of unknown number or size",
      "Give the model's first layer an inputShape without null.",
    );
  const rows = reshape(call, input, [-1, ...(sides as number[])], [null, ...sides]);
  const answers = call.convert(layer, [rows], [null, ...after]);
  return reshape(call, answers, [-1, steps, ...(after as number[])], outputShape);
};

export const recurrentLayers: Readonly<Record<string, LayerConverter>> = {
  LSTM: lstm,
  GRU: gru,
  SimpleRNN: simpleRnn,
  Bidirectional: bidirectional,
  TimeDistributed: timeDistributed,
};
