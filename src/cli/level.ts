// `cairn level`: where a notebook stands on the ladder. Its data are read, so that their hashes are checked; nothing is trained.
import { parseArgs } from "node:util";
import { judge, levelOf, type Judgement } from "#ladder/criteria.ts";
import { factsOf } from "#ladder/facts.ts";
import { Session } from "#session/session.ts";
import { keptResults } from "./disk-results.ts";
import { diskRuns } from "./disk-runs.ts";
import { diskServices } from "./disk-services.ts";
import { codeCells } from "./find-cell.ts";
import { readLock, recordEvidence } from "./lock.ts";
import { distFolder, readNotebookText } from "./open-notebook.ts";
import { parseHost } from "./parse-arguments.ts";
import { projectEvidence } from "./project-evidence.ts";
import { UsageError } from "./usage-error.ts";

const options = {
  json: { type: "boolean" },
  min: { type: "string" },
  allow: { type: "string", multiple: true },
  project: { type: "string" },
} as const;
const NAMES = ["Experiment", "Versioned", "Tracked", "Automated", "Self-improving"];

export async function levelCommand(args: string[]): Promise<number> {
  const { file, json, least, allow, project } = parseLevelArguments(args);
  if (project !== undefined) {
    const says = await projectEvidence(await readNotebookText(file), await readLock(file), project);
    await recordEvidence(file, "3.1", says);
  }
  const judgements = await judgementsOf(file, allow);
  const level = levelOf(judgements);
  if (json)
    process.stdout.write(
      `${JSON.stringify({ notebook: file, level, criteria: judgements }, undefined, 2)}\n`,
    );
  else process.stdout.write(textOf(level, judgements));
  if (least === undefined || level >= least) return 0;
  process.stderr.write(`Level ${least} was asked for.\n`);
  return 1;
}

async function judgementsOf(file: string, allow: string[]): Promise<Judgement[]> {
  const text = await readNotebookText(file);
  const lock = await readLock(file);
  const results = keptResults(file, distFolder(), { isFresh: false });
  const session = new Session({
    text,
    fileName: file,
    services: diskServices({
      notebookFile: file,
      distFolder: distFolder(),
      backend: "wasm",
      checksBackend: false,
      allow,
      results,
    }),
  });
  try {
    await session.wake();
    await session.update(codeCells(session).flatMap(({ id, kind }) => (kind === "dataset" ? [id] : [])));
    return judge(factsOf(session, await diskRuns(file).list(), lock));
  } finally {
    await session.close();
    await results.settled();
  }
}

function parseLevelArguments(args: string[]): {
  file: string;
  json: boolean;
  least?: number;
  allow: string[];
  project?: string;
} {
  let parsed;
  try {
    parsed = parseArgs({ args, options, allowPositionals: true, strict: true });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
  const { values, positionals } = parsed;
  if (positionals.length !== 1)
    throw new UsageError(`level takes one notebook, got ${positionals.length || "none"}`);
  const least = values.min === undefined ? undefined : Number(values.min);
  if (least !== undefined && !(Number.isInteger(least) && least >= 0 && least <= 4))
    throw new UsageError(`--min takes a level from 0 to 4, got "${values.min}"`);
  return {
    file: positionals[0],
    json: values.json ?? false,
    allow: (values.allow ?? []).map(parseHost),
    ...(least !== undefined && { least }),
    ...(values.project !== undefined && { project: values.project }),
  };
}

function textOf(level: number, judgements: readonly Judgement[]): string {
  const lines = judgements.map(({ id, title, isMet, how, says }) => {
    const evidence = how === undefined ? says : `${says} (${how})`;
    return `${isMet ? "✓" : "·"} ${id} ${title}\n      ${evidence}`;
  });
  const head = level < 0 ? "Not yet at level 0" : `Level ${level}: ${NAMES[level]}`;
  return `${head}\n${lines.join("\n")}\n`;
}
