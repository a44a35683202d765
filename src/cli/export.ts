// `cairn export`: a notebook's pipeline as a project of its own. Nothing is run.
import { readdir, readFile, rename, rm } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { CairnError } from "#errors/cairn-error.ts";
import { exportProject, runnerFiles } from "#pipelines/export-project.ts";
import { makePipeline } from "#pipelines/make-pipeline.ts";
import { targets, type TargetId } from "#pipelines/targets.ts";
import { Session } from "#session/session.ts";
import { diskServices } from "./disk-services.ts";
import { readLock } from "./lock.ts";
import { distFolder, readNotebookText } from "./open-notebook.ts";
import { UsageError } from "./usage-error.ts";
import { writeWhole } from "./write-whole.ts";

interface ExportArguments {
  file: string;
  to: TargetId[];
  out: string;
  pipeline?: string;
  force: boolean;
}

export async function exportCommand(args: string[]): Promise<number> {
  const given = parseExportArguments(args);
  const { file, out } = given;
  const text = await readNotebookText(file);
  const there = await filesIn(out);
  if (there.length > 0 && !given.force) throw otherThings(out, there);
  const dist = distFolder();
  const services = diskServices({
    notebookFile: file,
    distFolder: dist,
    backend: "wasm",
    checksBackend: false,
    allow: [],
  });
  const session = new Session({ text, fileName: file, services });
  await session.wake();
  const made = await makePipeline({
    analysis: session.analysis!,
    notebook: basename(file),
    services,
    ...(given.pipeline !== undefined && { name: given.pipeline }),
  });
  const lock = await readLock(file);
  const runner = new Map<string, Uint8Array>();
  for (const path of runnerFiles(made)) runner.set(path, await readFile(join(dist, "site", sourceOf(path))));
  const { files, notes } = exportProject({
    ...made,
    text,
    title: session.title,
    targets: given.to,
    runner,
    ...(lock && { lock }),
  });
  await writeProject(out, files, there.length > 0);
  for (const note of notes) process.stderr.write(`! ${note}\n`);
  const bytes = [...files.values()].reduce((total, each) => total + each.length, 0);
  process.stderr.write(`Wrote ${files.size} files, ${(bytes / 1e6).toFixed(1)} MB, to ${out}\n`);
  return 0;
}

/** Where the build put it: the page takes it from the same place. */
function sourceOf(path: string): string {
  return path.endsWith(".wasm") ? `sandbox/${basename(path)}` : `pipeline/${basename(path)}`;
}

/** Names of what lies there already; none where there is no such folder. @throws CairnError where it is no folder */
async function filesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") return [];
    if (code !== "ENOTDIR") throw notWritable(folder, error);
    throw new CairnError(`export: --out must be a folder, got ${folder}, which is or lies below a file`, {
      code: "no-folder",
      hint: "Name a folder that is empty or not there yet.",
    });
  }
}

/**
 * All files or none: they are written beside the folder, which then takes its name. Into a folder that has other things
 * each file goes whole.
 */
async function writeProject(
  out: string,
  files: ReadonlyMap<string, Uint8Array>,
  isInto: boolean,
): Promise<void> {
  const target = resolve(out);
  const place = isInto ? target : join(dirname(target), `.${basename(target)}.${process.pid}.part`);
  try {
    for (const [path, bytes] of files) await writeWhole(join(place, path), bytes);
    if (isInto) return;
    await rm(target, { recursive: true, force: true }); // empty
    await rename(place, target);
  } catch (error) {
    if (!isInto) await rm(place, { recursive: true, force: true }).catch(() => undefined);
    throw notWritable(out, error);
  }
}

function otherThings(out: string, there: readonly string[]): CairnError {
  const shown = there.slice(0, 3).join(", ");
  return new CairnError(
    `export: ${out} must be empty or not there yet, got ${there.length > 3 ? `${shown} and ${there.length - 3} more` : shown}`,
    {
      code: "folder-exists",
      hint: "Name another folder with --out, or replace the project's files in this one with --force.",
    },
  );
}

function notWritable(out: string, error: unknown): CairnError {
  const { code, message } = error as NodeJS.ErrnoException;
  const reason =
    {
      EACCES: "nobody lets you write there",
      EPERM: "nobody lets you write there",
      EROFS: "the disk is read-only",
      ENOSPC: "the disk is full",
    }[code ?? ""] ?? message;
  return new CairnError(`export: ${out} cannot be written: ${reason}`, {
    code: "not-writable",
    hint: "Name a folder that you may write to with --out.",
    cause: error,
  });
}

/** @throws UsageError */
function parseExportArguments(args: string[]): ExportArguments {
  let parsed;
  try {
    const options = {
      to: { type: "string" },
      out: { type: "string", short: "o" },
      pipeline: { type: "string" },
      force: { type: "boolean" },
    } as const;
    parsed = parseArgs({ args, options, allowPositionals: true, strict: true });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
  const { values, positionals } = parsed;
  if (positionals.length !== 1)
    throw new UsageError(
      `export takes one notebook, got ${positionals.length === 0 ? "none" : positionals.join(" ")}`,
    );
  const [file] = positionals;
  const out = values.out ?? `${file.replace(/\.\w+$/, "")}-pipeline`;
  const { pipeline } = values;
  return {
    file,
    to: (values.to ?? "node").split(",").map(targetOf),
    out,
    ...(pipeline !== undefined && { pipeline }),
    force: values.force ?? false,
  };
}

function targetOf(text: string): TargetId {
  const found = targets.find(({ id }) => id === text.trim().toLowerCase());
  if (found) return found.id;
  throw new UsageError(`--to must be some of ${targets.map(({ id }) => id).join(", ")}, got "${text}"`);
}
