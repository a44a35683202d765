// Rows that have something in common, scored apart: one number over all hides the group that it is wrong about.
import type { Column } from "#datasets/column.ts";
import { CairnError } from "#errors/cairn-error.ts";
import { LEAST_ROWS, bootstrapIntervals, quantile, shareInterval } from "./intervals.ts";
import type { ReportMetric, ScoredSlices, SliceScore } from "./report-types.ts";
import type { Scorer } from "./score-rows.ts";

/** One way to part the rows: by a column, or by several at once. */
export interface Slicing {
  columns: string[];
  labels: string[];
  /** [N] index into `labels` for each scored row. */
  codes: Uint32Array;
}

/** A column of numbers with more distinct values than this is parted into four groups of about as many rows. */
const MOST_VALUES = 8;
/** Kept with the notebook; the worst come first. */
const MOST_SLICES = 50;

/**
 * @param columns the column, or those that are crossed
 * @param rows index in the columns of each scored row
 * @throws CairnError for a column of pictures
 */
export function sliceRows(columns: readonly Column[], rows: Uint32Array): Slicing {
  const each = columns.map((column) => labelsOf(column, rows));
  const labels: string[] = [];
  const known = new Map<string, number>();
  const codes = Uint32Array.from(rows, (_, at) => {
    const label = each.map((values) => values[at]).join(", ");
    const code = known.get(label) ?? labels.push(label) - 1;
    known.set(label, code);
    return code;
  });
  return { columns: columns.map(({ name }) => name), labels, codes };
}

/** Each slice by the report's first metric, the worst first; those of fewer than 10 rows are only counted. */
export function scoreSlices(
  slicings: readonly Slicing[],
  scorer: Scorer,
  metric: Pick<ReportMetric, "name" | "better">,
): ScoredSlices {
  const scores: SliceScore[] = [];
  let smallCount = 0;
  for (const { columns, labels, codes } of slicings) {
    const members = labels.map((): number[] => []);
    for (let row = 0; row < codes.length; row++) members[codes[row]]?.push(row);
    for (const [code, label] of labels.entries()) {
      const rows = Uint32Array.from(members[code]);
      if (rows.length < LEAST_ROWS) {
        smallCount++;
        continue;
      }
      const value = scorer.ofModel(rows)[0];
      const isShare = metric.name === "accuracy";
      const interval = isShare
        ? shareInterval(value, rows.length)
        : bootstrapIntervals(rows, (drawn) => scorer.ofModel(drawn).slice(0, 1))?.[0];
      scores.push({ columns, label, rowCount: rows.length, value, ...(interval && { interval }) });
    }
  }
  const sign = metric.better === "higher" ? 1 : -1;
  // Of equally bad ones the larger is the graver.
  scores.sort((a, b) => sign * (a.value - b.value) || b.rowCount - a.rowCount);
  return {
    metric: metric.name,
    leastRowCount: LEAST_ROWS,
    smallCount,
    count: scores.length,
    scores: scores.slice(0, MOST_SLICES),
  };
}

function labelsOf(column: Column, rows: Uint32Array): string[] {
  const { name } = column;
  if (column.type === "picture") {
    throw new CairnError(`evaluate: "${name}" holds pictures, so rows cannot be parted by it`, {
      code: "bad-slice",
      path: ["slices"],
      hint: "Name a column of words or numbers.",
    });
  }
  if (column.type !== "number") return Array.from(rows, (row) => column.values[row] ?? `no ${name}`);
  const values = Float64Array.from(rows, (row) => column.values[row]);
  const sorted = values.filter((value) => !Number.isNaN(value)).sort();
  if (new Set(sorted).size <= MOST_VALUES)
    return Array.from(values, (value) => (Number.isNaN(value) ? `no ${name}` : `${name} ${value}`));
  const [first, second, third] = [0.25, 0.5, 0.75].map((part) => rounded(quantile(sorted, part)));
  return Array.from(values, (value) => {
    if (Number.isNaN(value)) return `no ${name}`;
    if (value <= first) return `${name} ≤ ${first}`;
    if (value <= second) return `${name} ${first} to ${second}`;
    return value <= third ? `${name} ${second} to ${third}` : `${name} > ${third}`;
  });
}

/** What is shown is also what parts. */
function rounded(value: number): number {
  return Number(value.toPrecision(4));
}
