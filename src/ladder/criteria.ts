// The criteria of the ladder, from 0 to 3 (decisions.md 12): each a pure judgement with the evidence that it rests on. What
// can be looked at here is "checked now"; what only the lock tells is "as recorded", and counts for the very code that
// it was recorded of.
import type { Json } from "#hashing/canonical-json.ts";
import { countOf } from "#markup/format-number.ts";
import { gatesOf, type Facts, type LadderCell } from "./facts.ts";

export type CriterionId =
  | "0.1"
  | "0.2"
  | "1.1"
  | "1.2"
  | "1.3"
  | "1.4"
  | "2.1"
  | "2.2"
  | "2.3"
  | "2.4"
  | "2.5"
  | "3.1"
  | "3.2"
  | "3.3";

export interface Judgement {
  id: CriterionId;
  level: 0 | 1 | 2 | 3;
  title: string;
  isMet: boolean;
  how?: "checked now" | "as recorded";
  /** The evidence in a sentence, or what is missing. */
  says: string;
  /** Names of cells, and numbers of runs, to look at. */
  cells: readonly string[];
  runs: readonly number[];
}

/** What is kept of a criterion in the lock. */
export interface Evidence {
  /** `Facts.codeHash` of the notebook that it was seen with. */
  code: string;
  says: string;
}

interface Found {
  isMet: boolean;
  says: string;
  cells?: readonly string[];
  runs?: readonly number[];
}

interface Criterion {
  id: CriterionId;
  title: string;
  judge: (facts: Facts) => Found;
  /** It rests on what a clone of the notebook has not: then the lock may tell of it. */
  isRecorded?: boolean;
}

const LEAST_RUNS = 3;

const criteria: readonly Criterion[] = [
  { id: "0.1", title: "A model was trained", judge: trained, isRecorded: true },
  { id: "0.2", title: "It was scored on rows it did not see", judge: scored, isRecorded: true },
  { id: "1.1", title: "Every dataset is pinned, and present", judge: pinnedData, isRecorded: true },
  { id: "1.2", title: "The seed is stated", judge: seed },
  { id: "1.3", title: "Expected results are locked", judge: locked, isRecorded: true },
  {
    id: "1.4",
    title: "A run from nothing gives what is locked",
    judge: () => unseen("Nobody has checked it for this code."),
    isRecorded: true,
  },
  { id: "2.1", title: "Runs are tracked", judge: tracked, isRecorded: true },
  { id: "2.2", title: "A run is pinned as the baseline", judge: baseline },
  { id: "2.3", title: "A gate holds others to it", judge: gated },
  { id: "2.4", title: "The gate was seen to refuse a worse model", judge: refused, isRecorded: true },
  {
    id: "2.5",
    title: "The model was exported, and the file checked",
    judge: () => unseen("No model of this code was exported."),
    isRecorded: true,
  },
  {
    id: "3.1",
    title: "The pipeline ran outside the page, with the locked result",
    judge: () => unseen("No exported pipeline of this code has run."),
    isRecorded: true,
  },
  {
    id: "3.2",
    title: "A monitor fired on changed data, and was quiet on unchanged",
    judge: monitored,
    isRecorded: true,
  },
  {
    id: "3.3",
    title: "Drift led to a new model, promoted or refused",
    judge: () => unseen("No drift has led to a retraining."),
    isRecorded: true,
  },
];

export function judge(facts: Facts): Judgement[] {
  return criteria.map(({ id, title, judge: look, isRecorded }) => {
    const found = look(facts);
    const recorded = isRecorded && !found.isMet ? evidenceFor(id, facts) : undefined;
    return {
      id,
      level: Number(id[0]) as Judgement["level"],
      title,
      isMet: found.isMet || recorded !== undefined,
      ...((found.isMet || recorded) && {
        how: found.isMet ? ("checked now" as const) : ("as recorded" as const),
      }),
      says: recorded?.says ?? found.says,
      cells: found.cells ?? [],
      runs: found.runs ?? [],
    };
  });
}

/** The highest level all of whose criteria, and those of the levels below, are met; -1 before the first. */
export function levelOf(judgements: readonly Judgement[]): number {
  const unmet = judgements.filter(({ isMet }) => !isMet).map(({ level }) => level);
  return Math.min(4, ...unmet) - 1;
}

/**
 * What of this is worth keeping in a new lock: all that was checked now and that a clone could not look at. That a run gave
 * what was locked (1.4) was seen of the lock before.
 */
export function evidenceOf(facts: Facts): Record<string, Json> {
  const kept = Object.entries(facts.lock?.evidence ?? {}).filter(
    ([id]) => id !== "1.3" && id !== "1.4" && evidenceFor(id, facts) !== undefined,
  );
  const seen = judge(facts)
    .filter(({ id, how }) => how === "checked now" && criteria.find((each) => each.id === id)?.isRecorded)
    .map(({ id, says }): [string, Json] => [id, { code: facts.codeHash, says }]);
  return Object.fromEntries([...kept, ...seen]);
}

function evidenceFor(id: string, { lock, codeHash }: Facts): Evidence | undefined {
  const entry = lock?.evidence[id];
  if (entry === null || typeof entry !== "object" || Array.isArray(entry)) return undefined;
  const { code, says } = entry as { code?: Json; says?: Json };
  return code === codeHash && typeof says === "string" ? { code, says } : undefined;
}

function unseen(says: string): Found {
  return { isMet: false, says };
}

const named = (cells: readonly LadderCell[]) => cells.map(({ name }) => name);
const ofKind = ({ cells }: Facts, kind: string) => cells.filter((cell) => cell.kind === kind);

function trained({ cells, runs }: Facts): Found {
  const trainings = runs.filter(({ type, state }) => type === "training" && state === "done");
  const here = cells.filter(
    ({ isComputed, outputs }) => isComputed && outputs.some(({ type }) => type === "training"),
  );
  if (here.length > 0)
    return { isMet: true, says: `${named(here).join(", ")} trained here.`, cells: named(here) };
  const last = trainings.at(-1);
  return last
    ? { isMet: true, says: `Run ${last.number} trained ${last.cell}.`, runs: [last.number] }
    : unseen("No model has been trained.");
}

function scored(facts: Facts): Found {
  for (const cell of facts.cells) {
    for (const output of cell.outputs) {
      if (!cell.isComputed || output.type !== "report") continue;
      const { split, rowCount } = output.report;
      if (split === "test" || split === "validation")
        return {
          isMet: true,
          says: `${cell.name} scored it on ${rowCount} ${split} rows.`,
          cells: [cell.name],
        };
    }
  }
  const run = facts.runs.findLast(
    ({ type, parameters: { split } }) =>
      type === "evaluation" && (split === "test" || split === "validation"),
  );
  if (run) {
    const { split, rows } = run.parameters;
    return { isMet: true, says: `Run ${run.number} scored it on ${rows} ${split} rows.`, runs: [run.number] };
  }
  return unseen("No model was scored on rows that were held back from its training.");
}

/** Datasets that are read from somewhere: what another cell makes is as versioned as that cell. */
export function readDatasets(facts: Facts): LadderCell[] {
  const names = new Set(named(facts.cells));
  return ofKind(facts, "dataset").filter(({ form }) => !names.has(String(form?.["from"])));
}

/** The version of a dataset's rows, once they were read here. */
export function versionOf({ outputs, isComputed }: LadderCell): string | undefined {
  const profile = outputs.find((output) => output.type === "dataset");
  return isComputed && profile?.type === "dataset" ? profile.profile.version : undefined;
}

function pinnedData(facts: Facts): Found {
  const datasets = readDatasets(facts);
  if (datasets.length === 0) return unseen("There is no dataset.");
  const loose = datasets.filter(({ form }) => typeof form?.["version"] !== "string");
  if (loose.length > 0) return { ...unseen(`Not pinned: ${named(loose).join(", ")}.`), cells: named(loose) };
  const absent = datasets.filter((cell) => versionOf(cell) !== cell.form?.["version"]);
  if (absent.length > 0)
    return { ...unseen(`Not read here yet: ${named(absent).join(", ")}.`), cells: named(absent) };
  return {
    isMet: true,
    says: `${named(datasets).join(", ")}: the rows have the pinned hash.`,
    cells: named(datasets),
  };
}

function seed({ isSeedStated, notebook }: Facts): Found {
  return isSeedStated
    ? { isMet: true, says: `seed: ${notebook.frontMatter.seed}` }
    : unseen("The front matter has no seed: a run is repeatable by chance only.");
}

function locked(facts: Facts): Found {
  const { lock } = facts;
  if (!lock) return unseen("There is no lock: what a run should give is written nowhere.");
  // Whoever locks it writes down of which code.
  if (lock.evidence["1.3"] !== undefined && !evidenceFor("1.3", facts))
    return unseen("The lock is of other code: something was changed since.");
  const reports = named(ofKind(facts, "evaluate")).filter((name) => !(name in lock.results));
  const datasets = named(readDatasets(facts)).filter((name) => !(name in lock.datasets));
  const missing = [...datasets, ...reports];
  if (missing.length > 0) return { ...unseen(`The lock lacks ${missing.join(", ")}.`), cells: missing };
  const count = Object.values(lock.results).reduce((sum, metrics) => sum + Object.keys(metrics).length, 0);
  return count > 0
    ? { isMet: true, says: `${countOf(count, "result")} ${count === 1 ? "is" : "are"} locked.` }
    : unseen("The lock holds no results.");
}

function tracked({ runs }: Facts): Found {
  const trainings = runs.filter(
    ({ type, state, inputs }) => type === "training" && state === "done" && inputs.length > 0,
  );
  const numbers = trainings.map(({ number }) => number);
  return trainings.length >= LEAST_RUNS
    ? {
        isMet: true,
        says: `${trainings.length} trainings are on record, with parameters, data and keys.`,
        runs: numbers,
      }
    : { ...unseen(`${trainings.length} of ${LEAST_RUNS} trainings are on record.`), runs: numbers };
}

/** Evaluate cells that hold the metrics of a pinned run. */
export function pinnedCells(facts: Facts): LadderCell[] {
  return ofKind(facts, "evaluate").filter(({ form }) => form?.["pinned"] !== undefined);
}

function baseline(facts: Facts): Found {
  const [cell] = pinnedCells(facts);
  if (!cell) return unseen("No run is pinned: there is nothing to be better than.");
  const { run } = cell.form!["pinned"] as { run?: number };
  return { isMet: true, says: `Run ${run ?? "?"} is pinned in ${cell.name}.`, cells: [cell.name] };
}

function gated(facts: Facts): Found {
  for (const cell of pinnedCells(facts)) {
    const gate = gatesOf(cell).find(([, rule]) => /\bpinned\b/.test(rule));
    if (gate) return { isMet: true, says: `${cell.name}: ${gate.join(" ")}`, cells: [cell.name] };
  }
  return unseen("No gate compares with the pinned run.");
}

function refused(facts: Facts): Found {
  const gates = new Set(pinnedCells(facts).map(({ name }) => name));
  const run = facts.runs.findLast(
    ({ type, state, cell, text, error = "" }) =>
      type === "evaluation" && state === "failed" && gates.has(cell) && /pinned/.test(error + text),
  );
  return run
    ? { isMet: true, says: `Run ${run.number}: ${run.error ?? "its gate failed"}.`, runs: [run.number] }
    : unseen("The gate has not refused anything yet: nobody knows that it can.");
}

function monitored(facts: Facts): Found {
  const reports = facts.cells.flatMap((cell) =>
    cell.isComputed
      ? cell.outputs.flatMap((output) => (output.type === "drift" ? [{ cell, report: output.report }] : []))
      : [],
  );
  const fired = reports.find(({ report }) => report.alerts.length > 0);
  const quiet = reports.find(({ report }) => report.alerts.length === 0 && report.judgedCount > 0);
  if (fired && quiet) {
    const cells = [fired.cell.name, quiet.cell.name];
    return { isMet: true, says: `${cells[0]} fired, and ${cells[1]} was quiet.`, cells };
  }
  const missing = fired
    ? "None was quiet on unchanged data."
    : quiet
      ? "None has fired on changed data."
      : "No monitor has run.";
  return { ...unseen(missing), cells: reports.map(({ cell }) => cell.name) };
}
