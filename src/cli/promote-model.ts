// The last step of a pipeline with a gate: what the gate let through is written as files of TensorFlow.js, with what it reached.
import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { CairnError } from "#errors/cairn-error.ts";
import { hashBytes, hashJson } from "#hashing/content-hash.ts";
import { modelFiles } from "#models/model-files.ts";
import type { PipelineFile } from "#pipelines/pipeline-file.ts";
import type { Session } from "#session/session.ts";
import { findCell } from "./find-cell.ts";
import { writeWhole } from "./write-whole.ts";

export interface Promoted {
  inputs: Record<string, string>;
  /** By path below `promoted/`. */
  outputs: Record<string, string>;
  /** The very same was promoted before. */
  isThere: boolean;
}

/**
 * Writes `promoted/` in the folder of work: the model's files first, `promoted.json` last, so a reader that begins with the
 * latter never sees half a model.
 */
export async function promoteModel(
  session: Session,
  { promote }: PipelineFile,
  metrics: Readonly<Record<string, number>>,
  workFolder: string,
): Promise<Promoted> {
  const { gate, model } = promote!;
  const view = findCell(session, model, "promote");
  const found = session.models(view.id).find(({ name }) => name === model);
  const hash = session.state(view.id).result?.contentHashes[model];
  if (!found?.artifacts || hash === undefined)
    throw new CairnError(`promote: ${model} is no trained model that can be copied`, { code: "no-model" });
  const files = modelFiles(found.artifacts, found.about);
  const outputs = Object.fromEntries(Object.entries(files).map(([name, bytes]) => [name, hashBytes(bytes)]));
  const inputs = { [model]: hash, [gate]: hashJson(metrics) };
  const folder = join(resolve(workFolder), "promoted");
  const known = await readFile(join(folder, "promoted.json"), "utf8").then(
    (text) => JSON.parse(text) as { inputs?: unknown },
    () => undefined,
  );
  const isThere = hashJson(known?.inputs ?? null) === hashJson(inputs);
  if (!isThere) {
    for (const [name, bytes] of Object.entries(files)) await writeWhole(join(folder, name), bytes);
    const about = { model, gate, metrics, inputs, files: outputs, promotedAt: new Date().toISOString() };
    await writeWhole(join(folder, "promoted.json"), `${JSON.stringify(about, null, 2)}\n`);
  }
  return { inputs, outputs, isThere };
}
