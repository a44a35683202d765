// The runs of a notebook as rows of a table: what is worth a column is what sets them apart.
import { formatDuration } from "#markup/format-duration.ts";
import { formatNumber } from "#markup/format-number.ts";
import { modelPlot } from "#markup/plot-model.ts";
import { dataLabels, evaluationsOf, varyingParameters } from "#tracking/compare-runs.ts";
import type { ParameterValue, RunCurve, RunRecord } from "#tracking/run-record.ts";

export interface RunRow {
  run: RunRecord;
  /** A path on a ground of 1000 by 1000. */
  spark: string | undefined;
  /** What is sorted by, column by column. */
  values: (ParameterValue | undefined)[];
  texts: string[];
}

export interface RunTable {
  /** What the small curves show: "Validation loss". */
  sparkName: string;
  columns: { name: string; isNumber: boolean }[];
  rows: RunRow[];
}

export interface RunOrder {
  /** Index into the columns. */
  column: number;
  isDescending: boolean;
}

/** So that the table fits beside the notebook. */
const MOST_PARAMETERS = 2;

/** Trainings, and evaluations of models that no recorded training made; the latest first unless asked otherwise. */
export function runTable(runs: readonly RunRecord[], order?: RunOrder): RunTable {
  const trainings = runs.filter(({ type }) => type === "training");
  const models = new Set(trainings.flatMap(({ artifacts }) => Object.values(artifacts)));
  const shown = runs.filter(
    ({ type, inputs }) => type === "training" || !inputs.some(({ hash }) => models.has(hash)),
  );
  const scoreName = commonest(trainings.flatMap((run) => scoreNamesOf(run, runs).slice(0, 1)));
  const parameters = varyingParameters(trainings).slice(0, MOST_PARAMETERS);
  const labels = dataLabels(runs);
  const columns = [
    { name: "Run", isNumber: true },
    ...(scoreName === undefined ? [] : [{ name: scoreName, isNumber: true }]),
    ...parameters.map((name) => ({
      name,
      isNumber: trainings.every((run) => typeof (run.parameters[name] ?? 0) === "number"),
    })),
    { name: "Data", isNumber: false },
    { name: "Time", isNumber: true },
  ];
  const rows = shown.map((run): RunRow => {
    const score = scoreName === undefined ? [] : [scoresOf(run, runs)[scoreName]];
    const data = run.inputs.flatMap(({ hash }) => labels.get(hash) ?? []).join(", ");
    const values = [run.number, ...score, ...parameters.map((name) => run.parameters[name]), data, run.ms];
    return {
      run,
      spark: sparkOf(run),
      values,
      texts: values.map((value, at) => textOf(value, columns[at].name)),
    };
  });
  const { column, isDescending } = order ?? { column: 0, isDescending: true };
  rows.sort(
    (a, b) => compare(a.values[column], b.values[column], isDescending) || b.run.number - a.run.number,
  );
  return { sparkName: lossOf(trainings)?.name ?? "loss", columns, rows };
}

/** Its own metrics and those of its evaluations: "report.accuracy". */
export function scoresOf(run: RunRecord, runs: readonly RunRecord[]): Record<string, number> {
  const evaluations = run.type === "training" ? evaluationsOf(run, runs) : [];
  const evaluated = evaluations.flatMap(({ cell, metrics }) =>
    Object.entries(metrics).map(([name, value]) => [`${cell}.${name}`, value] as const),
  );
  return { ...run.metrics, ...Object.fromEntries(evaluated) };
}

/** The curve by which trainings are told apart: the loss on rows that were not trained on, else the loss. */
export function lossCurve(run: RunRecord): RunCurve | undefined {
  return run.curves.find(({ name }) => name === "validation loss") ?? run.curves[0];
}

/** Numbers short enough for a column. */
export function textOf(value: ParameterValue | undefined, column = ""): string {
  if (value === undefined || value === null) return "";
  if (typeof value !== "number") return String(value);
  return column === "Time" ? formatDuration(value) : formatNumber(Number(value.toPrecision(4)));
}

/** What it was scored by, the most telling first: an evaluation, a metric of validation. */
function scoreNamesOf(run: RunRecord, runs: readonly RunRecord[]): string[] {
  const names = Object.keys(scoresOf(run, runs));
  const rank = (name: string) =>
    name.includes(".") ? 0 : name.startsWith("validation ") && name !== "validation loss" ? 1 : 2;
  return names.sort((a, b) => rank(a) - rank(b));
}

function lossOf(trainings: readonly RunRecord[]): RunCurve | undefined {
  return trainings.map(lossCurve).find((curve) => curve !== undefined);
}

function sparkOf(run: RunRecord): string | undefined {
  const curve = lossCurve(run);
  if (!curve || curve.points.length < 2) return undefined;
  const isLogY = curve.points.every(([, value]) => value > 0);
  const series = [{ name: curve.name, mark: "line" as const, points: curve.points, tone: 1 }];
  return modelPlot({ series, isLogY }).paths[0]?.path;
}

function commonest(names: readonly string[]): string | undefined {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0];
}

/** What is missing comes last either way. */
function compare(
  a: ParameterValue | undefined,
  b: ParameterValue | undefined,
  isDescending: boolean,
): number {
  if (a === undefined || b === undefined) return Number(a === undefined) - Number(b === undefined);
  const sign = isDescending ? -1 : 1;
  if (typeof a === "number" && typeof b === "number") return sign * (a - b);
  return sign * String(a).localeCompare(String(b), "en", { numeric: true });
}
