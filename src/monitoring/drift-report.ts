// Compares current data with a reference, column by column, and says what drifted: the rules and the statistics are
// those of Evidently 0.7. It never throws for what it finds in the data; a drift is a finding.
import type { Column, ValueColumn } from "#datasets/column.ts";
import type { Dataset, RowSelection } from "#datasets/dataset.ts";
import { CairnError } from "#errors/cairn-error.ts";
import { nearestName } from "#errors/nearest-name.ts";
import { alertsOf } from "./alerts.ts";
import { driftTestNames, driftTests } from "./drift-tests.ts";
import type { ColumnFinding, DriftReport, DriftVerdict } from "./drift-types.ts";
import { pairSamples, sideValues } from "./column-samples.ts";
import { type ColumnPair, judgeColumn, type JudgeOptions, tested } from "./judge-column.ts";
import { tooFewRows } from "./least-rows.ts";
import { answerColumn, type ModelAnswers, qualityOf } from "./model-answers.ts";
import { cutWindows, type WindowSpec } from "./windows.ts";

export interface DriftOptions extends JudgeOptions {
  /** @default "all" for both */
  parts?: { reference?: RowSelection; current?: RowSelection };
  /** Names of columns. @default all that the reference has */
  columns?: readonly string[];
  windows?: WindowSpec;
  /** From this share of drifted columns on, the data as a whole has drifted. @default 0.5 */
  driftShare?: number;
}

/** One side, with the name that is printed for it. */
export interface ComparedDataset {
  name: string;
  data: Dataset;
}

const DRIFT_SHARE = 0.5;

/**
 * @param answers what a model answers on both sides, or why it cannot
 * @throws CairnError for a column, a part or a test that there is not
 */
export function makeDriftReport(
  reference: ComparedDataset,
  current: ComparedDataset,
  options: DriftOptions = {},
  answers?: ModelAnswers | { problem: string },
): DriftReport {
  const parts = { reference: options.parts?.reference ?? "all", current: options.parts?.current ?? "all" };
  const referenceRows = reference.data.rowIndices(parts.reference);
  const currentRows = current.data.rowIndices(parts.current);
  checkTests(reference.data, options);
  const chosen = options.columns
    ? options.columns.map((name, i) => reference.data.columnNamed(name, ["columns", i]))
    : reference.data.data().columns;
  const pairs = chosen.flatMap((column) =>
    column.type === "number" || column.type === "category"
      ? [pairOf(column, columnOf(current.data, column.name), referenceRows, currentRows)]
      : [],
  );
  const columns = pairs.map((pair) => judgeColumn(pair, options)).sort(worstFirst);
  const answered = answers && !("problem" in answers) ? answers : undefined;
  const predictions =
    answered && answerPair(answered, reference.data, current.data, referenceRows, currentRows);
  const prediction = predictions && judgeColumn(predictions, { ...options, tests: testForAll(options) });
  const quality = answered && qualityOf(answered, reference.data, current.data);
  const driftedCount = columns.filter(({ verdict }) => verdict === "drift").length;
  const judgedCount = driftedCount + columns.filter(({ verdict }) => verdict === "no drift").length;
  const driftedShare = judgedCount === 0 ? 0 : driftedCount / judgedCount;
  const driftShare = options.driftShare ?? DRIFT_SHARE;
  const by = options.windows?.by;
  // A name that no side has is a slip, and said as such; one that has vanished keeps nothing else from being judged.
  const lacksWindows = by !== undefined && !columnOf(current.data, by) && !!columnOf(reference.data, by);
  const report = {
    reference: { name: reference.name, part: parts.reference, rowCount: referenceRows.length },
    current: { name: current.name, part: parts.current, rowCount: currentRows.length },
    columns,
    untested: chosen.flatMap(({ name, type }) => (type === "text" || type === "picture" ? [name] : [])),
    newColumns: current.data.columnNames.filter((name) => !reference.data.columnNames.includes(name)),
    driftedCount,
    judgedCount,
    driftedShare,
    driftShare,
    isDrifted: judgedCount > 0 && driftedShare >= driftShare,
    ...(prediction && { prediction }),
    ...(quality && { quality }),
    ...(answers && "problem" in answers && { predictionProblem: answers.problem }),
    ...(options.windows &&
      !lacksWindows && {
        windows: overWindows(
          [...pairs, ...(predictions ? [predictions] : [])],
          [...columns, ...(prediction ? [prediction] : [])],
          currentRows,
          { spec: options.windows, data: current.data },
        ),
      }),
  };
  const alerts = alertsOf(report);
  if (lacksWindows)
    alerts.push({ head: "There are no windows:", text: `${current.name} has no column ${by} any more.` });
  return { ...report, alerts };
}

/** Each window of the current rows against the whole reference, by the test of the whole column. */
function overWindows(
  pairs: readonly ColumnPair[],
  findings: readonly ColumnFinding[],
  rows: Uint32Array,
  { spec, data }: { spec: WindowSpec; data: Dataset },
): NonNullable<DriftReport["windows"]> {
  const column = spec.by === undefined ? undefined : data.columnNamed(spec.by, ["windows", "by"]);
  const windows = cutWindows(rows, spec, column);
  return {
    windows: windows.map(({ label, rows }) => ({ label, rowCount: rows.length })),
    columns: findings.flatMap(({ name, test, threshold }) => {
      const pair = pairs.find((each) => each.name === name)!;
      const { current } = pair;
      if (test === undefined || threshold === undefined || !current) return [];
      const statistics = windows.map(({ rows }) => {
        const side = sideValues(current, rows);
        const samples = side && pairSamples(pair.reference, side);
        if (!samples || tooFewRows(test, threshold, samples)) return null;
        return tested(test, threshold, samples).statistic;
      });
      return [{ name, test, threshold, statistics }];
    }),
  };
}

function answerPair(
  answers: ModelAnswers,
  reference: Dataset,
  current: Dataset,
  referenceRows: Uint32Array,
  currentRows: Uint32Array,
): ColumnPair {
  return pairOf(
    answerColumn(answers, answers.reference, reference.rowCount),
    answerColumn(answers, answers.current, current.rowCount),
    referenceRows,
    currentRows,
  );
}

function pairOf(
  reference: ValueColumn,
  current: Column | undefined,
  referenceRows: Uint32Array,
  currentRows: Uint32Array,
): ColumnPair {
  return {
    name: reference.name,
    type: reference.type === "number" ? "number" : "category",
    reference: sideValues(reference, referenceRows)!,
    current,
    referenceRowCount: referenceRows.length,
    currentRows,
  };
}

const rank: readonly DriftVerdict[] = ["changed type", "missing", "drift", "too few rows", "no drift"];

/** By verdict; of two drifts the one that is further beyond its threshold, then by name. */
function worstFirst(a: ColumnFinding, b: ColumnFinding): number {
  const byVerdict = rank.indexOf(a.verdict) - rank.indexOf(b.verdict);
  return byVerdict || excess(b) - excess(a) || (a.name < b.name ? -1 : 1);
}

/** How many times the threshold: of a p-value turned round, so that more is worse. */
function excess({ test, statistic, threshold }: ColumnFinding): number {
  if (test === undefined || statistic === undefined || threshold === undefined) return 0;
  return driftTests[test].drifted === ">="
    ? statistic / threshold
    : Math.min(Number.MAX_VALUE, threshold / statistic);
}

function columnOf(data: Dataset, name: string): Column | undefined {
  return data.data().columns.find((column) => column.name === name);
}

/** Tests that were chosen by name belong to columns. */
function testForAll({ tests }: JudgeOptions): JudgeOptions["tests"] {
  return typeof tests === "string" ? tests : undefined;
}

function checkTests(reference: Dataset, { tests, thresholds }: JudgeOptions): void {
  const chosen = typeof tests === "string" ? [tests] : Object.values(tests ?? {});
  for (const test of [...chosen, ...Object.keys(thresholds ?? {})]) {
    if (Object.hasOwn(driftTests, test)) continue;
    throw new CairnError(`monitor: there is no test "${test}"; there are: ${driftTestNames.join(", ")}`, {
      code: "wrong-test",
      path: ["tests"],
    });
  }
  if (tests === undefined || typeof tests === "string") return;
  for (const name of Object.keys(tests)) {
    if (reference.columnNames.includes(name)) continue;
    const near = nearestName(name, reference.columnNames);
    throw new CairnError(`monitor: there is no column "${name}" to test`, {
      code: "no-column",
      path: ["tests", name],
      ...(near !== undefined && { hint: `Did you mean ${near}?` }),
    });
  }
}
