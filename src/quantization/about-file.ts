// What an ONNX file that Cairn wrote says of itself: its columns, its classes, the names of its outputs.
import { CairnError } from "#errors/cairn-error.ts";
import { readModel } from "#models/onnx/read-model.ts";
import type { AboutFile } from "#training/trained-model-file.ts";

/** @throws CairnError for bytes that are no ONNX model that runs here, and for one that does not say what it takes */
export function aboutFile(bytes: Uint8Array, fileName: string): AboutFile {
  const { metadataProps } = readModel(bytes, fileName);
  const text = metadataProps.find(({ key }) => key === "cairn")?.value;
  const about = text === undefined ? undefined : (JSON.parse(text) as Partial<AboutFile>);
  if (about?.features && about.outputs) return about as AboutFile;
  throw new CairnError(`onnx: "${fileName}" does not say which columns it takes and what its answers mean`, {
    code: "onnx-signature",
    hint: "Use a file that Cairn saved from a train or quantize cell: it has this written in.",
  });
}
