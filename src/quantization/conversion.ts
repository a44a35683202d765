// What each format does with a weight, as a change of the graph.
import type { GraphMessage, NodeMessage, TensorMessage } from "#models/onnx/onnx-types.ts";
import type { WeightUse } from "./weights-of-graph.ts";

/** What stands in the place of a weight, and perhaps of the operator that used it. */
export interface Replacement {
  /** In the operator's place; without them the operator stays, and finds its weight under the old name. */
  nodes?: NodeMessage[];
  /** Nodes that make the weight of what is kept, before all others. */
  before?: NodeMessage[];
  constants: TensorMessage[];
}

/** @returns what stands in its place, or why it stays */
export type Converter = (use: WeightUse, graph: GraphMessage) => Replacement | string;

/** The domain of ONNX Runtime's own operators. */
export const RUNTIME_DOMAIN = "com.microsoft";
