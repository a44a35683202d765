// `cairn runs`: what was recorded of the trainings and evaluations of a notebook.
import { writeFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { kindNames } from "#cells/kind-names.ts";
import { applyEdit, isEmptyEdit } from "#document/edit-notebook.ts";
import { parseNotebook } from "#document/parse-notebook.ts";
import { printNotebook } from "#document/print-notebook.ts";
import { formatDuration } from "#markup/format-duration.ts";
import { pinRun, scoredBy } from "#session/pin-run.ts";
import { compareRuns, dataLabels, evaluationsOf, varyingParameters } from "#tracking/compare-runs.ts";
import type { ParameterValue, RunRecord, RunStore } from "#tracking/run-record.ts";
import { diskRuns } from "./disk-runs.ts";
import { readNotebookText } from "./open-notebook.ts";
import { UsageError } from "./usage-error.ts";

const options = {
  compare: { type: "string" },
  text: { type: "string" },
  pin: { type: "string" },
  json: { type: "boolean" },
} as const;

export async function runsCommand(args: string[]): Promise<number> {
  const { values, positionals } = parsed(args);
  const [file] = positionals;
  if (file === undefined || positionals.length !== 1)
    throw new UsageError(`runs takes one notebook, got ${positionals.join(" ") || "none"}`);
  const text = await readNotebookText(file);
  const store = diskRuns(file);
  const runs = await store.list();
  if (values.pin !== undefined) await pin(file, text, runs, values.pin, store);
  else if (values.text !== undefined) process.stdout.write(runOf(runs, values.text).text);
  else if (values.compare !== undefined) writeComparison(runs, values.compare, values.json ?? false);
  else if (values.json) process.stdout.write(`${JSON.stringify({ notebook: file, runs }, null, 2)}\n`);
  else process.stdout.write(listOf(runs, file));
  return 0;
}

function parsed(args: string[]) {
  try {
    return parseArgs({ args, options, allowPositionals: true, strict: true });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

/** Writes what the run reached into the cells that scored it. @throws UsageError when no cell of the notebook did */
async function pin(
  file: string,
  text: string,
  runs: readonly RunRecord[],
  number: string,
  store: RunStore,
): Promise<void> {
  const run = runOf(runs, number);
  const notebook = parseNotebook(text, { kinds: kindNames, file });
  const edit = pinRun(notebook, run, runs);
  if (isEmptyEdit(edit)) {
    throw new UsageError(
      `no evaluate cell of ${file} has scored run ${run.number}, so there is nothing to pin`,
    );
  }
  await writeFile(file, printNotebook(applyEdit(notebook, edit)));
  for (const each of runs) {
    if (each.isPinned && each.number !== run.number) await store.put({ ...each, isPinned: false });
  }
  await store.put({ ...run, isPinned: true });
  const cells = scoredBy(run, runs).map(({ cell }) => cell);
  process.stdout.write(`Run ${run.number} is pinned in ${cells.join(", ")}.\n`);
}

/** The latest first, one line each. */
function listOf(runs: readonly RunRecord[], file: string): string {
  if (runs.length === 0) return `No run of ${file} is recorded here: cairn run ${file}\n`;
  const trainings = runs.filter(({ type }) => type === "training");
  const varying = varyingParameters(trainings).slice(0, 3);
  const labels = dataLabels(runs);
  const lines = runs.toReversed().map((run) => {
    const models = evaluationsOf(run, runs).map(({ number }) => `scored by ${number}`);
    return [
      String(run.number).padStart(4),
      run.state.padEnd(11),
      run.cell.padEnd(14),
      formatDuration(run.ms ?? 0).padStart(7),
      Object.entries(run.metrics)
        .map(([name, value]) => `${name} ${short(value)}`)
        .join(", "),
      ...varying.flatMap((name) =>
        name in run.parameters ? [`${name} ${short(run.parameters[name])}`] : [],
      ),
      ...run.inputs.flatMap(({ name, hash }) => (labels.has(hash) ? [`${name} ${labels.get(hash)}`] : [])),
      ...models,
      ...(run.error === undefined ? [] : [run.error]),
    ].join("  ");
  });
  return `${lines.join("\n")}\n`;
}

function writeComparison(runs: readonly RunRecord[], pair: string, json: boolean): void {
  const numbers = pair.split(",");
  if (numbers.length !== 2) throw new UsageError(`--compare takes two numbers such as 3,5, got "${pair}"`);
  const [a, b] = numbers.map((number) => runOf(runs, number)) as [RunRecord, RunRecord];
  const { differs, same } = compareRuns(a, b);
  if (json) {
    process.stdout.write(`${JSON.stringify({ runs: [a.number, b.number], differs, same }, null, 2)}\n`);
    return;
  }
  const metrics = [...new Set([...Object.keys(a.metrics), ...Object.keys(b.metrics)])];
  const lines = [
    ...metrics.map((name) => line(name, a.metrics[name], b.metrics[name])),
    ...(differs.length === 0 ? ["nothing that is recorded differs"] : []),
    ...differs.map(({ name, values }) => line(name, ...values)),
  ];
  process.stdout.write(`${line("", a.number, b.number)}\n${lines.join("\n")}\n`);
}

function line(name: string, a: ParameterValue | undefined, b: ParameterValue | undefined): string {
  return `${name.padEnd(22)} ${short(a).padEnd(20)} ${short(b)}`;
}

function runOf(runs: readonly RunRecord[], text: string): RunRecord {
  const run = runs.find(({ number }) => String(number) === text.trim());
  if (run) return run;
  const numbers = runs.map(({ number }) => number);
  throw new UsageError(`there is no run "${text}"; there are: ${numbers.join(", ") || "none"}`);
}

function short(value: ParameterValue | undefined): string {
  if (value === undefined) return "-";
  return typeof value === "number" ? String(Number(value.toPrecision(4))) : String(value).slice(0, 20);
}
