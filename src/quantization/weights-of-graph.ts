// Where a graph keeps its weights: constants of 32-bit floats that an operator multiplies with.
import {
  elementTypes,
  type GraphMessage,
  type NodeMessage,
  type TensorMessage,
} from "#models/onnx/onnx-types.ts";

export interface WeightUse {
  node: NodeMessage;
  tensor: TensorMessage;
  /** Whose index is the output channel of the operator: weights of one channel share a scale. */
  axis: number;
}

/** Of each operator that has weights: which input they are, and their axis of channels (from the end if negative). */
const WEIGHT_INPUTS: Readonly<Record<string, readonly { input: number; axis: number }[]>> = {
  MatMul: [{ input: 1, axis: -1 }],
  Gemm: [{ input: 1, axis: -1 }],
  Conv: [{ input: 1, axis: 0 }],
  ConvTranspose: [{ input: 1, axis: 1 }],
  Gather: [{ input: 0, axis: 0 }],
  // [directions, gates * units, …]
  LSTM: [
    { input: 1, axis: 1 },
    { input: 2, axis: 1 },
  ],
  GRU: [
    { input: 1, axis: 1 },
    { input: 2, axis: 1 },
  ],
  RNN: [
    { input: 1, axis: 1 },
    { input: 2, axis: 1 },
  ],
};

/** In the order of the graph; a constant that two operators use is listed for each. */
export function weightsOf(graph: GraphMessage): WeightUse[] {
  const constants = new Map(graph.initializer.map((tensor) => [tensor.name, tensor]));
  return graph.node.flatMap((node) =>
    (WEIGHT_INPUTS[node.opType] ?? []).flatMap(({ input, axis }): WeightUse[] => {
      const tensor = constants.get(node.input[input] ?? "");
      if (!tensor?.rawData || tensor.dataType !== elementTypes.float) return [];
      return [{ node, tensor, axis: axis < 0 ? tensor.dims.length + axis : axis }];
    }),
  );
}
