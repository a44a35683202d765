// A classifier's file without the name of its likeliest class: the runtime with WebGPU operators lacks those that handle
// texts (measured, ONNX Runtime Web 1.30), and the name follows from the probabilities.
import { decodeModel, encodeModel } from "#models/onnx/onnx-messages.ts";
import type { AboutFile } from "#training/trained-model-file.ts";

export function withoutLabel(bytes: Uint8Array, { outputs }: Pick<AboutFile, "outputs">): Uint8Array {
  if ("value" in outputs) return bytes;
  const model = decodeModel(bytes);
  const output = model.graph.output.filter(({ name }) => name !== outputs.label);
  const needed = new Set(output.map(({ name }) => name));
  const node = [...model.graph.node]
    .reverse()
    .filter((each) => {
      if (!each.output.some((name) => needed.has(name))) return false;
      for (const name of each.input) needed.add(name);
      return true;
    })
    .reverse();
  const initializer = model.graph.initializer.filter(({ name }) => needed.has(name));
  return encodeModel({ ...model, graph: { ...model.graph, node, initializer, output } });
}
