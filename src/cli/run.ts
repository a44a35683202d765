// `cairn run`: the same session as in the page, over worker threads. Progress goes to standard error, one
// line a cell; --json prints one document on standard output.
import { readFile, writeFile } from "node:fs/promises";
import { parseOutputs } from "#document/sidecars.ts";
import { CairnError, type Problem } from "#errors/cairn-error.ts";
import { canonicalJson } from "#hashing/canonical-json.ts";
import { hashJson } from "#hashing/content-hash.ts";
import { RunRecorder } from "#session/run-recorder.ts";
import { printSnapshot } from "#session/snapshot-file.ts";
import { Session } from "#session/session.ts";
import type { CodeCellView } from "#session/session-view.ts";
import { libraryVersions } from "#tracking/library-versions.ts";
import { outputsFile } from "./convert.ts";
import { keptResults } from "./disk-results.ts";
import { diskRuns } from "./disk-runs.ts";
import { diskServices } from "./disk-services.ts";
import { codeCells, findCell } from "./find-cell.ts";
import { distFolder, readNotebookText } from "./open-notebook.ts";
import { parseRunArguments, type RunArguments } from "./parse-arguments.ts";
import { progressLines } from "./progress-lines.ts";
import { readLock, writeLock } from "./lock.ts";
import { setControl } from "./set-controls.ts";
import { valueForJson } from "./value-for-json.ts";

export interface RunDocument {
  notebook: string;
  /** Hash of the keys of all cells asked for: equal for equal work. */
  key: string;
  backend: string | null;
  cells: RunCellDocument[];
}

export interface RunCellDocument {
  name: string;
  kind: string;
  status: string;
  ms: number;
  value?: unknown;
  metrics?: Readonly<Record<string, number>>;
  error?: { message: string; line?: number; column?: number; hint?: string };
}

export async function runCommand(args: string[]): Promise<number> {
  const given = parseRunArguments(args);
  const text = await readNotebookText(given.file);
  if (given.save) await refuseNewerOutputs(outputsFile(given.file));
  const lockBefore = given.lock ? await readLock(given.file) : undefined;
  const results = keptResults(given.file, distFolder(), { isFresh: given.fresh });
  const session = new Session({
    text,
    fileName: given.file,
    ...(given.seed !== undefined && { seed: given.seed }),
    services: diskServices({
      notebookFile: given.file,
      distFolder: distFolder(),
      backend: given.backend,
      checksBackend: given.checksBackend,
      allow: given.allow,
      results,
    }),
  });
  const recorder = await RunRecorder.start({
    session,
    store: diskRuns(given.file, (why) => process.stderr.write(`Runs are not recorded: ${why}\n`)),
    libraries: libraryVersions,
    now: () => Date.now(),
  });
  try {
    await session.wake();
    for (const [name, text] of given.set) setControl(session, name, text, `--set ${name}`);
    writeProblems(session.notebook.problems, given.file);
    const asked = cellsAsked(session, given);
    const progress = progressLines(session, process.stderr);
    const stop = () => void session.stop();
    process.once("SIGINT", stop);
    await (given.only.length > 0 ? session.update(asked) : session.runAll());
    process.off("SIGINT", stop);
    progress.end();
    const views = codeCells(session).filter((view) => given.only.length === 0 || asked.includes(view.id));
    if (given.save) await writeFile(outputsFile(given.file), printSnapshot(session.toSnapshot()));
    if (given.json) process.stdout.write(`${JSON.stringify(documentOf(session, given, views), null, 2)}\n`);
    const isDone = views.every(({ status }) => ["done", "cached", "disabled"].includes(status));
    if (given.lock && isDone) await writeLock(given.file, session, lockBefore);
    else if (given.lock)
      process.stderr.write("No lock was written: it says what a run without failures gives.\n");
    return isDone ? 0 : 1;
  } finally {
    await recorder.close();
    await session.close();
    await results.settled();
  }
}

/** What is wrong with the text itself, a fence without an end for instance: no cell would say it. */
function writeProblems(problems: readonly Problem[], file: string): void {
  for (const { at, message, hint } of problems) {
    const advice = hint === undefined ? "" : `\n    ${hint}`;
    process.stderr.write(`${file}:${at.line}:${at.column}: ${message}${advice}\n`);
  }
}

/** What a newer Cairn wrote is not ours to replace. @throws CairnError saying so, before anything runs. */
async function refuseNewerOutputs(file: string): Promise<void> {
  try {
    parseOutputs(await readFile(file, "utf8"), file);
  } catch (error) {
    if (error instanceof CairnError && error.code === "newer-sidecar") throw error;
    // there is none yet, or it is broken: it is written anew
  }
}

function cellsAsked(session: Session, { only }: RunArguments): CodeCellView["id"][] {
  return only.map((name) => findCell(session, name, `--only ${name}`).id);
}

function documentOf(session: Session, { file }: RunArguments, views: readonly CodeCellView[]): RunDocument {
  const keys = views.map(({ id }) => session.state(id).result?.key ?? null);
  return {
    notebook: file,
    key: hashJson(JSON.parse(canonicalJson(keys))),
    backend: session.backend.name ?? null,
    cells: views.map((view): RunCellDocument => {
      const { result } = session.state(view.id);
      const value = result && valueForJson(view, result.copies);
      return {
        name: view.name,
        kind: view.kind,
        status: view.status,
        ms: Math.round(view.ms ?? 0),
        ...(value !== undefined && { value }),
        ...(result?.metrics && { metrics: result.metrics }),
        ...errorOf(view),
      };
    }),
  };
}

/** A cell that did not run says what it waits for: with --only, the cell that failed is not listed. */
function errorOf({ error, status, statusDetail }: CodeCellView): Pick<RunCellDocument, "error"> {
  if (!error)
    return status === "idle" && statusDetail !== undefined ? { error: { message: statusDetail } } : {};
  const { message, line, column, hint } = error;
  return {
    error: {
      message,
      ...(line !== undefined && { line }),
      ...(column !== undefined && { column }),
      ...(hint !== undefined && { hint }),
    },
  };
}
