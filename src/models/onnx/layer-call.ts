// What a converter is given of one layer where it stands in a network, and how it refuses what it cannot write.
import type { LayersModel } from "@tensorflow/tfjs-layers";
import { CairnError } from "#errors/cairn-error.ts";
import type { GraphBuilder, Shape, Value } from "./graph-builder.ts";

export type Layer = LayersModel["layers"][number];

export interface Weight {
  shape: number[];
  values: Float32Array;
}

export interface LayerCall {
  graph: GraphBuilder;
  layer: Layer;
  /** What the layer says of itself: `getConfig`. */
  config: Readonly<Record<string, unknown>>;
  inputs: readonly Value[];
  /** The first input: most layers have one. */
  input: Value;
  outputShape: Shape;
  /** In the order in which the layer keeps them. */
  weights: readonly Weight[];
  /** Converts a layer within this one: what a wrapper repeats. */
  convert(layer: Layer, inputs: readonly Value[], outputShape: Shape): Value;
}

export type LayerConverter = (call: LayerCall) => Value;

/** @throws CairnError that this layer cannot be written because of one of its settings */
export function refuse({ layer }: Pick<LayerCall, "layer">, setting: string, hint: string): never {
  throw new CairnError(
    `onnx: the layer "${layer.name}" (${layer.getClassName()}) cannot be exported with ${setting}`,
    { code: "onnx-setting", hint },
  );
}

export function weightOf(call: LayerCall, index: number, name: string): Value {
  const { shape, values } = call.weights[index];
  return call.graph.constant(name, shape, values);
}

export function isChannelsFirst({ config }: LayerCall): boolean {
  return config["dataFormat"] === "channelsFirst";
}

/** [rows, sides…, channels] -> [rows, channels, sides…], as ONNX has pictures. */
export function channelsFirst(graph: GraphBuilder, value: Value): Value {
  const rank = value.shape.length;
  return graph.transpose(value, [0, rank - 1, ...sidesFrom(1, rank - 2)]);
}

/** The other way round, as tfjs has them. */
export function channelsLast(graph: GraphBuilder, value: Value): Value {
  return graph.transpose(value, [0, ...sidesFrom(2, value.shape.length - 2), 1]);
}

export function sidesFrom(first: number, count: number): number[] {
  return Array.from({ length: count }, (_, i) => first + i);
}

/** Axis i of the result is axis order[i] of the weight. */
export function transposed({ shape, values }: Weight, order: readonly number[]): Weight {
  const stepsBefore = shape.map((_, axis) => product(shape.slice(axis + 1)));
  const steps = order.map((axis) => stepsBefore[axis]);
  const sides = order.map((axis) => shape[axis]);
  const result = new Float32Array(values.length);
  const at = sides.map(() => 0);
  for (let i = 0; i < result.length; i++) {
    result[i] = values[at.reduce((sum, index, axis) => sum + index * steps[axis], 0)];
    for (let axis = at.length - 1; axis >= 0 && ++at[axis] === sides[axis]; axis--) at[axis] = 0;
  }
  return { shape: sides, values: result };
}

export function product(sides: readonly number[]): number {
  return sides.reduce((total, side) => total * side, 1);
}
