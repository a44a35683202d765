// What a model answers on both sides: as a column that is compared like any other, and scored where there are labels.
import type { ValueColumn } from "#datasets/column.ts";
import type { Dataset } from "#datasets/dataset.ts";
import { CairnError } from "#errors/cairn-error.ts";
import { scoreAllRows, type Score } from "#evaluation/report.ts";
import type { QualityMetric } from "./drift-types.ts";

/** N = rows that have all that the model needs, C = classes. */
export interface SideAnswers {
  /** Index in the dataset of each row. */
  rows: Uint32Array;
  /** [N, C] probabilities, or [N] numbers. */
  predicted: Float32Array;
}

export interface ModelAnswers {
  target: string;
  classes?: readonly string[];
  reference: SideAnswers;
  current: SideAnswers;
}

const ANSWERS = "predictions";

/** The answers as a column of the dataset; rows without one have no value. @throws CairnError when sizes disagree */
export function answerColumn({ classes }: ModelAnswers, side: SideAnswers, rowCount: number): ValueColumn {
  checkSizes(side, classes?.length ?? 1, rowCount);
  const { rows, predicted } = side;
  if (!classes) {
    const values = new Float64Array(rowCount).fill(NaN);
    rows.forEach((row, i) => (values[row] = predicted[i]));
    return { name: ANSWERS, type: "number", values };
  }
  const values = Array.from({ length: rowCount }, (): string | null => null);
  rows.forEach((row, i) => {
    const own = predicted.subarray(i * classes.length, (i + 1) * classes.length);
    values[row] = classes[own.indexOf(Math.max(...own))] ?? null;
  });
  return { name: ANSWERS, type: "category", values };
}

/** Undefined where no current row has a label. */
export function qualityOf(
  answers: ModelAnswers,
  reference: Dataset,
  current: Dataset,
): { target: string; rowCount: number; metrics: QualityMetric[] } | undefined {
  const now = scored(answers, answers.current, current);
  if (!now) return undefined;
  const before = scored(answers, answers.reference, reference);
  return {
    target: answers.target,
    rowCount: now.rowCount,
    metrics: now.metrics.map(({ name, value, better }) => {
      const known = before?.metrics.find((metric) => metric.name === name);
      return { name, ...(known && { reference: known.value }), current: value, better };
    }),
  };
}

/** What is true is read here, from the dataset, not taken from where the model answered. */
function scored(
  { target, classes }: ModelAnswers,
  { rows, predicted }: SideAnswers,
  dataset: Dataset,
): { rowCount: number; metrics: Score[] } | undefined {
  const column = dataset.data().columns.find(({ name }) => name === target);
  if (!column || column.type === "picture" || (column.type === "number") !== (classes === undefined))
    return undefined;
  const width = classes?.length ?? 1;
  const labelled: number[] = [];
  const actual: number[] = [];
  rows.forEach((row, i) => {
    const value = column.values[row];
    if (value === null || value === undefined || Number.isNaN(value)) return;
    labelled.push(i);
    actual.push(typeof value === "number" ? value : classes!.indexOf(value));
  });
  if (actual.length === 0) return undefined;
  const own = new Float32Array(actual.length * width);
  labelled.forEach((i, at) => own.set(predicted.subarray(i * width, (i + 1) * width), at * width));
  const answers = { target, ...(classes && { classes }), predicted: own, actual: Float64Array.from(actual) };
  return { metrics: scoreAllRows(answers), rowCount: actual.length };
}

function checkSizes({ rows, predicted }: SideAnswers, width: number, rowCount: number): void {
  const isRight = predicted.length === rows.length * width && rows.every((row) => row < rowCount);
  if (isRight) return;
  throw new CairnError(
    `monitor: ${rows.length} rows need ${rows.length * width} answers, got ${predicted.length}`,
    { code: "wrong-answers" },
  );
}
