// `cairn verify`: whether a run of now, with nothing kept from before, gives what the author's run gave. A notebook that
// the person names runs in Node; what somebody else sent, a link or a .cairn file, runs sealed off in headless Chromium.
import { readFile, stat } from "node:fs/promises";
import { parseArgs } from "node:util";
import { formatNumber } from "#markup/format-number.ts";
import { memoryStore } from "#session/kept-tables.ts";
import { memoryResults } from "#session/services.ts";
import { Session } from "#session/session.ts";
import { lockFileOf, measuredBy, type Verdict } from "#sharing/lock-file.ts";
import { reproductionOf, type Reproduction } from "#sharing/reproduction.ts";
import { parseLock } from "#document/sidecars.ts";
import { diskServices } from "./disk-services.ts";
import { codeCells } from "./find-cell.ts";
import { recordEvidence } from "./lock.ts";
import { distFolder, readNotebookText } from "./open-notebook.ts";
import { parseBackend, parseHost } from "./parse-arguments.ts";
import { progressLines } from "./progress-lines.ts";
import { UsageError } from "./usage-error.ts";
import { verifyInBrowser } from "./verify-in-browser.ts";

/** What was found; the browser reads it off the page. */
export interface Found {
  results: readonly { cell: string; metric: string; published: string; here?: string; verdict?: Verdict }[];
  verdict: Reproduction["verdict"];
  parted?: string;
}

const options = {
  json: { type: "boolean" },
  backend: { type: "string" },
  allow: { type: "string", multiple: true },
} as const;

export async function verifyCommand(args: string[]): Promise<number> {
  const { what, json, backend, allow } = parseVerifyArguments(args);
  const isOfOthers = /^https?:\/\/|#\/link\//i.test(what) || /\.cairn$/i.test(what);
  if (isOfOthers && (backend !== undefined || allow.length > 0))
    throw new UsageError(
      "verify: what others sent runs sealed off, on WebAssembly, without --backend and --allow",
    );
  const found = isOfOthers
    ? await verifyInBrowser(what, distFolder())
    : await verifyFile(what, parseBackend(backend ?? "wasm"), allow.map(parseHost));
  if (json) process.stdout.write(`${JSON.stringify(found, undefined, 2)}\n`);
  else process.stdout.write(textOf(found));
  return found.verdict === "reproduced" ? 0 : 1;
}

function parseVerifyArguments(args: string[]) {
  try {
    const { values, positionals } = parseArgs({ args, options, allowPositionals: true, strict: true });
    if (positionals.length !== 1)
      throw new Error(`verify takes one notebook, .cairn file or link, got ${positionals.length || "none"}`);
    return {
      what: positionals[0],
      json: values.json ?? false,
      backend: values.backend,
      allow: values.allow ?? [],
    };
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

async function verifyFile(
  file: string,
  backend: ReturnType<typeof parseBackend>,
  allow: string[],
): Promise<Found> {
  const text = await readNotebookText(file);
  const lockFile = lockFileOf(file);
  await stat(lockFile).catch(() => {
    throw new UsageError(
      `"${file}" has no ${lockFile} beside it: "cairn run ${file} --lock" writes what a run gives`,
    );
  });
  const session = new Session({
    text,
    fileName: file,
    services: {
      ...diskServices({ notebookFile: file, distFolder: distFolder(), backend, checksBackend: false, allow }),
      // An empty store: nothing that was kept stands in for the work.
      results: memoryResults(),
      tables: memoryStore(),
    },
  });
  try {
    await session.wake();
    const progress = progressLines(session, process.stderr);
    await session.runAll();
    progress.end();
    const order = codeCells(session).map(({ name }) => name);
    const measured = measuredBy(session);
    // Read only now: nothing that ran could have known it.
    const lock = parseLock(await readFile(lockFile, "utf8"), lockFile);
    const { results, verdict, parted } = reproductionOf(lock, measured, order);
    if (verdict === "reproduced")
      await recordEvidence(
        file,
        "1.4",
        `A run from nothing, on ${measured.backend}, gave all ${results.length} locked results.`,
      );
    return {
      results: results.map(({ cell, metric, published, here, verdict: each }) => ({
        cell,
        metric,
        published: String(published),
        ...(here !== undefined && { here: String(here) }),
        ...(each && { verdict: each }),
      })),
      verdict,
      ...(parted !== undefined && { parted }),
    };
  } finally {
    await session.close();
  }
}

function textOf({ results, verdict, parted }: Found): string {
  const lines = results.map(({ cell, metric, published, here, verdict: each }) => {
    const figures =
      here === undefined ? `${short(published)}, not computed` : `${short(published)} / ${short(here)}`;
    return `${(each ?? "missing").padEnd(16)} ${cell}.${metric}  ${figures}`;
  });
  const matches = results.filter(
    ({ verdict: each }) => each === "identical" || each === "within tolerance",
  ).length;
  const of = `${matches} of ${results.length} results match`;
  const says = {
    reproduced: `Reproduced: ${of}.`,
    different: `Not reproduced: ${of}.`,
    waiting:
      results.length === 0
        ? "Nothing to reproduce: no result was published."
        : `Not reproduced: ${of}; not all could be computed.`,
    "not comparable": `Not comparable: ${of}. What was published is of another backend, and nothing says how far others may differ.`,
  }[verdict];
  const where = parted === undefined ? "" : ` The first cell that parted is ${parted}.`;
  return `${[...lines, says + where].join("\n")}\n`;
}

function short(figure: string): string {
  const value = Number(figure);
  return Number.isFinite(value) ? formatNumber(value) : figure;
}
