// A float32 ONNX file as a smaller one: its weights are kept in fewer bits, by one of four formats. What takes part of a
// weight's place is standard ONNX, or the operator MatMulNBits of ONNX Runtime.
import { decodeModel, encodeModel } from "#models/onnx/onnx-messages.ts";
import type { GraphMessage, ModelMessage } from "#models/onnx/onnx-types.ts";
import { type Converter, type Replacement, RUNTIME_DOMAIN } from "./conversion.ts";
import type { QuantizedFormat } from "./formats.ts";
import { dynamicInt8 } from "./int8-dynamic.ts";
import { fourBitBlocks } from "./int4.ts";
import { asFloat16, asInt8 } from "./weight-only.ts";
import { type WeightUse, weightsOf } from "./weights-of-graph.ts";

export interface QuantizedFile {
  bytes: Uint8Array;
  /** Weights that are kept in fewer bits. */
  changed: string[];
  /** Weights that stay float32, each with the reason: "dense_1/kernel: 12 numbers are too few to gain". */
  kept: string[];
}

const converters: Readonly<Record<QuantizedFormat, Converter>> = {
  float16: asFloat16,
  int8: asInt8,
  int8_dynamic: dynamicInt8,
  int4: fourBitBlocks,
};

/**
 * Equal bytes give equal bytes. Nothing of the inputs, the outputs or the meaning of the file changes.
 * @param file made by `trainedModelFile`: 32-bit floats, weights within the file
 */
export function quantizeModel(file: Uint8Array, format: QuantizedFormat): QuantizedFile {
  const model = decodeModel(file);
  const convert = converters[format];
  const changed: string[] = [];
  const kept: string[] = [];
  let { graph } = model;
  for (const use of weightsOf(graph)) {
    const { name } = use.tensor;
    // A constant that is made anew under its own name serves all that use it.
    if (!graph.initializer.some((tensor) => tensor.name === name)) continue;
    const made = convert(use, graph);
    if (typeof made === "string") kept.push(`${name}: ${made}`);
    else {
      const smaller = replaced(graph, use, made);
      if (graphBytes(smaller) < graphBytes(graph)) {
        graph = smaller;
        changed.push(name);
      } else kept.push(`${name}: ${use.tensor.rawData!.length / 4} numbers are too few to gain`);
    }
  }
  const usesRuntime = graph.node.some(({ domain }) => domain === RUNTIME_DOMAIN);
  const opsetImport = usesRuntime
    ? [...model.opsetImport, { domain: RUNTIME_DOMAIN, version: 1n }]
    : model.opsetImport;
  return { bytes: encodeModel({ ...model, graph, opsetImport }), changed, kept };
}

function replaced(
  graph: GraphMessage,
  { node }: WeightUse,
  { nodes, before = [], constants }: Replacement,
): GraphMessage {
  const rest = nodes ? graph.node.flatMap((each) => (each === node ? nodes : [each])) : graph.node;
  const all = [...before, ...rest];
  const made = new Set(before.flatMap(({ output }) => output));
  const needed = new Set(all.flatMap(({ input }) => input));
  const added = new Set(constants.map(({ name }) => name));
  const old = graph.initializer.filter(({ name }) => needed.has(name) && !made.has(name) && !added.has(name));
  return { ...graph, node: all, initializer: [...old, ...constants] };
}

/** How large the graph is in a file. */
function graphBytes(graph: GraphMessage): number {
  const around: ModelMessage = {
    irVersion: 10n,
    opsetImport: [],
    producerName: "",
    docString: "",
    graph,
    metadataProps: [],
  };
  return encodeModel(around).length;
}
