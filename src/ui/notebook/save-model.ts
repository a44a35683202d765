import { modelFiles } from "#models/model-files.ts";
import type { ModelCopy } from "#session/model-copies.ts";
import { saveFile } from "#ui/controls/save-file.ts";

/** Hands a model to the person as a zip of the files that TensorFlow.js reads. */
export async function saveModel({ name, artifacts, about }: ModelCopy): Promise<void> {
  const { zipSync } = await import("fflate");
  const bytes = zipSync(modelFiles(artifacts, about)) as Uint8Array<ArrayBuffer>;
  saveFile(`${name}.zip`, new Blob([bytes], { type: "application/zip" }));
}
