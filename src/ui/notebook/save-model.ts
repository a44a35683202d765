// A model handed to the person as a file: the zip of files that TensorFlow.js reads, or an ONNX file that was checked.
import type { CellId } from "#document/notebook.ts";
import { modelFiles } from "#models/model-files.ts";
import { formatBytes } from "#markup/format-number.ts";
import type { ModelCopy } from "#session/model-copies.ts";
import { saveFile } from "#ui/controls/save-file.ts";
import type { NotebookState } from "#ui/state/notebook-state.svelte.ts";

export async function saveModel({ name, artifacts, about }: ModelCopy): Promise<void> {
  if (!artifacts) return; // a quantized model is an ONNX file
  const { zipSync } = await import("fflate");
  const bytes = zipSync(modelFiles(artifacts, about)) as Uint8Array<ArrayBuffer>;
  saveFile(`${name}.zip`, new Blob([bytes], { type: "application/zip" }));
}

/** What is said of it stands at the cell. */
export async function saveOnnx(notebook: NotebookState, id: CellId, { name }: ModelCopy): Promise<void> {
  const file = `${name}.onnx`;
  const say = (level: "" | "err", text: string) => notebook.fileNotes.set(id, { level, text });
  say("", `Writing ${file} and checking its answers…`);
  try {
    const made = await notebook.session.exportOnnx(id, name);
    const bytes = made.bytes as Uint8Array<ArrayBuffer>;
    saveFile(file, new Blob([bytes], { type: "application/octet-stream" }));
    if ("format" in made) {
      say("", `${file} was saved: ${made.format}, ${formatBytes(bytes.length)}.`);
      return;
    }
    const rows = `${made.rowCount} ${made.isMadeUp ? "made-up rows" : "rows"}`;
    const error = made.relativeError.toExponential(1);
    say("", `${file} was saved. Checked on ${rows}: largest relative error ${error}.`);
  } catch (error) {
    const { message, hint } = error as { message: string; hint?: string };
    say("err", hint === undefined ? `${message}.` : `${message}. ${hint}`);
  }
}

/** One after the other: a browser may ask before it takes several files. */
export async function saveAllOnnx(notebook: NotebookState, id: CellId): Promise<void> {
  for (const model of notebook.session.models(id)) await saveOnnx(notebook, id, model);
}
