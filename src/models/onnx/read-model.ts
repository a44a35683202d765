// An ONNX file that somebody else may have written: what it must be so that ONNX Runtime runs it here, said before it
// is tried, in words that help.
import { CairnError } from "#errors/cairn-error.ts";
import { decodeModel } from "./onnx-messages.ts";
import type { ModelMessage } from "./onnx-types.ts";

/** What ONNX Runtime Web 1.30 reads at most (measured). */
const NEWEST_OPERATORS = 26n;
const NEWEST_IR = 13n;

/** @throws CairnError for a file that is cut off, is no ONNX model, or is of a newer version than can be run */
export function readModel(bytes: Uint8Array, fileName: string): ModelMessage {
  const model = decoded(bytes, fileName);
  const operators = model.opsetImport.find(({ domain }) => !domain || domain === "ai.onnx");
  if (operators && operators.version > NEWEST_OPERATORS) {
    throw new CairnError(
      `onnx: "${fileName}" must use operators of version ${NEWEST_OPERATORS} or older, got opset ${operators.version}`,
      {
        code: "onnx-opset",
        hint: `Export it again with a lower opset: 21 runs everywhere. In PyTorch: torch.onnx.export(…, opset_version=21).`,
      },
    );
  }
  if (model.irVersion > NEWEST_IR) {
    throw new CairnError(
      `onnx: "${fileName}" must be of format IR ${NEWEST_IR} or older, got IR ${model.irVersion}`,
      { code: "onnx-ir", hint: "Export it again with an older version of onnx, or set ir_version to 10." },
    );
  }
  return model;
}

function decoded(bytes: Uint8Array, fileName: string): ModelMessage {
  let model: ModelMessage | undefined;
  try {
    model = decodeModel(bytes);
  } catch {
    model = undefined;
  }
  if (model?.graph && model.irVersion !== undefined && model.graph.output.length > 0) return model;
  throw new CairnError(
    `onnx: "${fileName}" must be a whole ONNX model, and ends too early or is something else (${bytes.length} bytes)`,
    { code: "not-onnx", hint: "It may have been cut off while it was copied: save or download it again." },
  );
}
