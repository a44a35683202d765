// A graph as the bytes of a .onnx file: which operators it means, who made it, and what it answers.
import type { LayersModel } from "@tensorflow/tfjs-layers";
import { exportNetwork } from "./export-network.ts";
import { GraphBuilder } from "./graph-builder.ts";
import { encodeModel } from "./onnx-messages.ts";

/** ONNX 1.16: what ONNX Runtime 1.18 and later read. */
const IR_VERSION = 10n;
const OPERATORS_VERSION = 21n;

/** @param about what the model takes and answers; kept in the file as JSON under "cairn" */
export function modelFile(
  graph: GraphBuilder,
  name: string,
  docString: string,
  about: Readonly<Record<string, unknown>>,
): Uint8Array {
  return encodeModel({
    irVersion: IR_VERSION,
    opsetImport: [{ domain: "", version: OPERATORS_VERSION }],
    producerName: "cairn",
    docString,
    graph: graph.finish(name, docString),
    metadataProps: [{ key: "cairn", value: JSON.stringify(about) }],
  });
}

/**
 * A network alone: "input" [N, …] of floats, "output" [N, …].
 * @throws CairnError for a layer that cannot be exported
 */
export async function networkFile(model: LayersModel, name: string): Promise<Uint8Array> {
  const graph = new GraphBuilder();
  const [inputName, outputName] = ["input", "output"];
  const shape = [null, ...model.inputs[0].shape.slice(1)]; // any number of rows, whatever the model was built for
  const input = graph.input(inputName, "float", shape, "What the network takes.");
  const output = await exportNetwork(graph, model, input);
  graph.output(outputName, "float", output, "What the network answers.");
  return modelFile(graph, name, `The network "${name}", exported by Cairn.`, {
    task: "network",
    input: inputName,
    output: outputName,
  });
}
