// A file that also gives what stands before its probabilities. Rounding is measured there: a softmax that is sure of its
// answers hides nearly all of it.
import { decodeModel, encodeModel } from "#models/onnx/onnx-messages.ts";
import { elementTypes, type GraphMessage, type ValueMessage } from "#models/onnx/onnx-types.ts";
import type { AboutFile } from "#training/trained-model-file.ts";

/** What turns numbers into probabilities. */
const LAST_STEPS = new Set(["Softmax", "Sigmoid"]);
/** What only hands on, by the input that it hands on. */
const HANDED_ON: Readonly<Record<string, number>> = { Identity: 0, Where: 2, Transpose: 0, Reshape: 0 };

/** @returns the same bytes and the name of the answer itself where there are no probabilities */
export function withLogits(
  bytes: Uint8Array,
  { outputs }: Pick<AboutFile, "outputs">,
): { bytes: Uint8Array; output: string } {
  if ("value" in outputs) return { bytes, output: outputs.value };
  const model = decodeModel(bytes);
  const output = logitsOf(model.graph, outputs.probabilities);
  if (output === undefined) return { bytes, output: outputs.probabilities };
  // Without a shape: ONNX Runtime knows it.
  const type = { value: { case: "tensorType", value: { elemType: elementTypes.float } } };
  const given = { name: output, docString: "", type } as unknown as ValueMessage;
  const graph = { ...model.graph, output: [...model.graph.output, given] };
  return { bytes: encodeModel({ ...model, graph }), output };
}

function logitsOf({ node }: GraphMessage, name: string): string | undefined {
  const maker = node.find(({ output }) => output.includes(name));
  if (!maker) return undefined;
  if (LAST_STEPS.has(maker.opType)) return maker.input[0];
  const handed = HANDED_ON[maker.opType];
  return handed === undefined ? undefined : logitsOf({ node } as GraphMessage, maker.input[handed]);
}
