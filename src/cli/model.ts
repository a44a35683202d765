// `cairn model`: runs what a model needs, and writes it as a file that other programs read. An ONNX file is checked first.
import { existsSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { zipSync } from "fflate";
import { CairnError } from "#errors/cairn-error.ts";
import { modelFiles } from "#models/model-files.ts";
import type { ModelCopy } from "#session/model-copies.ts";
import { Session } from "#session/session.ts";
import type { CodeCellView } from "#session/session-view.ts";
import type { BackendChoice } from "#sandbox/contract.ts";
import { diskServices } from "./disk-services.ts";
import { findCell, listed } from "./find-cell.ts";
import { recordEvidence } from "./lock.ts";
import { distFolder, readNotebookText } from "./open-notebook.ts";
import { parseBackend, parseHost } from "./parse-arguments.ts";
import { progressLines } from "./progress-lines.ts";
import { UsageError } from "./usage-error.ts";

interface ModelArguments {
  file: string;
  /** Or a name that a cell defines. */
  cell: string;
  to: "onnx" | "tfjs";
  out: string;
  force: boolean;
  json: boolean;
  seed?: string;
  backend: BackendChoice;
  allow: string[];
}

export interface ModelDocument {
  file: string;
  format: "onnx" | "tfjs";
  model: string;
  bytes: number;
  /** Of an ONNX file: how its answers compare with the model's. */
  check?: { rowCount: number; isMadeUp: boolean; relativeError: number };
}

export async function modelCommand(args: string[]): Promise<number> {
  const given = parseModelArguments(args);
  requireNew(given);
  const text = await readNotebookText(given.file);
  const session = new Session({
    text,
    fileName: given.file,
    ...(given.seed !== undefined && { seed: given.seed }),
    services: diskServices({
      notebookFile: given.file,
      distFolder: distFolder(),
      backend: given.backend,
      checksBackend: false,
      allow: given.allow,
    }),
  });
  try {
    await session.wake();
    const { id } = findCell(session, given.cell, "model");
    const progress = progressLines(session, process.stderr);
    await session.update([id]);
    progress.end();
    const view = findCell(session, given.cell, "model");
    if (view.status !== "done" && view.status !== "cached") throw notMade(view);
    const model = chooseModel(session.models(id), view, given);
    const { bytes, check } = await fileOf(session, view, model, given);
    requireNew(given); // cells have run since, and may have written one
    await writeFile(given.out, bytes);
    const document: ModelDocument = {
      file: given.out,
      format: given.to,
      model: model.name,
      bytes: bytes.length,
      ...(check && { check }),
    };
    if (check) await recordEvidence(given.file, "2.5", `${sentenceOf(document)}.`);
    process.stdout.write(`${given.json ? JSON.stringify(document, null, 2) : sentenceOf(document)}\n`);
    return 0;
  } finally {
    await session.close();
  }
}

async function fileOf(
  session: Session,
  { id }: CodeCellView,
  { name, artifacts, about }: ModelCopy,
  { to }: ModelArguments,
): Promise<{ bytes: Uint8Array; check?: ModelDocument["check"] }> {
  if (to === "tfjs") return { bytes: zipSync(modelFiles(artifacts, about)) };
  const { bytes, ...check } = await session.exportOnnx(id, name);
  return { bytes, check };
}

function sentenceOf({ file, check }: ModelDocument): string {
  if (!check) return `Wrote ${file}`;
  const { rowCount, isMadeUp, relativeError } = check;
  const rows = `${rowCount} ${isMadeUp ? "made-up rows" : "rows"}`;
  return `Wrote ${file}: checked on ${rows}, largest relative error ${relativeError.toExponential(1)}`;
}

function notMade({ name, error, statusDetail }: CodeCellView): CairnError {
  return new CairnError(`model: ${name} did not run: ${error?.message ?? statusDetail ?? "it was stopped"}`, {
    code: "not-run",
    ...(error?.hint !== undefined && { hint: error.hint }),
  });
}

/** @throws UsageError where the cell makes no model, or several and none was named */
function chooseModel(
  models: readonly ModelCopy[],
  { name: cell }: CodeCellView,
  { cell: asked }: ModelArguments,
): ModelCopy {
  const named = models.find(({ name }) => name === asked);
  if (named) return named;
  if (models.length === 1) return models[0];
  if (models.length === 0)
    throw new UsageError(`model: the cell "${cell}" makes no model that can be copied`);
  const names = models.map(({ name }) => name);
  throw new UsageError(`model: the cell "${cell}" makes several models; name one${listed(asked, names)}`);
}

/** @throws CairnError */
function requireNew({ out, force }: ModelArguments): void {
  if (force || !existsSync(out)) return;
  throw new CairnError(`model: ${out} must not exist yet, got one`, {
    code: "file-exists",
    hint: "Name another with --out, or replace it with --force.",
  });
}

/** @throws UsageError */
function parseModelArguments(args: string[]): ModelArguments {
  let parsed;
  try {
    const options = {
      to: { type: "string" },
      out: { type: "string", short: "o" },
      force: { type: "boolean" },
      json: { type: "boolean" },
      seed: { type: "string" },
      backend: { type: "string" },
      allow: { type: "string", multiple: true },
    } as const;
    parsed = parseArgs({ args, options, allowPositionals: true, strict: true });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
  const { values, positionals } = parsed;
  if (positionals.length !== 2)
    throw new UsageError(`model takes a notebook and a cell, got ${positionals.join(" ") || "none"}`);
  const [file, cell] = positionals;
  const to = values.to ?? (/\.zip$/i.test(values.out ?? "") ? "tfjs" : "onnx");
  if (to !== "onnx" && to !== "tfjs") throw new UsageError(`--to must be onnx or tfjs, got "${to}"`);
  return {
    file,
    cell,
    to,
    out: values.out ?? `${cell}.${to === "onnx" ? "onnx" : "zip"}`,
    force: values.force ?? false,
    json: values.json ?? false,
    ...(values.seed !== undefined && { seed: values.seed }),
    backend: parseBackend(values.backend),
    allow: (values.allow ?? []).map(parseHost),
  };
}
