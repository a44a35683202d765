// What a report is made of: what a model answers for rows of a dataset, what the simplest forecast would answer, and how
// the rows are parted. The model may be a network of TensorFlow.js or an ONNX file.
import type { Dataset, RowSelection } from "#datasets/dataset.ts";
import { CairnError } from "#errors/cairn-error.ts";
import type { Preprocessing } from "#training/preprocessing.ts";
import type { Predictions } from "#training/trained-model.ts";
import type { Baseline } from "./score-rows.ts";
import { sliceRows, type Slicing } from "./slices.ts";

/** Whatever answers for rows. */
export interface Predictor {
  readonly preprocessing: Preprocessing;
  /** Answers for a part of a dataset beside what was true. */
  predictDataset(dataset: Dataset, selection: RowSelection): Promise<Predictions>;
}

export interface PredictionsInput {
  model: Predictor;
  data: Dataset;
  /** @default "test" where the dataset is split, else "all" */
  split?: RowSelection;
  /** A column that the model is compared with, in place of the commonest class or the mean. */
  baseline?: string;
  /** Columns by whose values the rows are parted and scored apart; a list of columns crosses them. */
  slices?: readonly (string | readonly string[])[];
}

/** What the engine needs to make a report: predictions, and what the training rows would have answered. */
export async function predictionsFor(input: PredictionsInput): Promise<{
  predictions: Predictions;
  baseline: Baseline;
  slices: Slicing[];
  split: RowSelection;
}> {
  const { model, data, split, baseline, slices = [] } = input;
  const part = split ?? (data.data().partOfRow ? "test" : "all");
  const predictions = await model.predictDataset(data, part);
  return {
    predictions,
    baseline: {
      ...baselineOf(model, data),
      ...(baseline !== undefined && { column: columnBaseline(baseline, model, data, predictions.rows) }),
    },
    slices: slices.map((names, at) => {
      const columns = [names].flat().map((name) => data.columnNamed(name, ["slices", at]));
      return sliceRows(columns, predictions.rows);
    }),
    split: part,
  };
}

/** @throws CairnError when the column is of another type than the target, or lacks a value */
function columnBaseline(
  name: string,
  { preprocessing: { target } }: Predictor,
  data: Dataset,
  rows: Uint32Array,
): NonNullable<Baseline["column"]> {
  const column = data.columnNamed(name, ["baseline"]);
  const isNumber = target.type === "number";
  if ((column.type === "number") !== isNumber || column.type === "picture") {
    const wanted = isNumber ? "numbers" : "words";
    throw new CairnError(`baseline: "${name}" must hold ${wanted}, as the target "${target.name}" does`, {
      code: "bad-baseline",
      path: ["baseline"],
    });
  }
  const answers = Float64Array.from(rows, (row) => {
    if (column.type === "number") return column.values[row];
    return isNumber ? NaN : target.classes.indexOf(column.values[row] ?? "");
  });
  const blank = answers.findIndex((answer) => Number.isNaN(answer));
  if (blank === -1) return { name, answers };
  throw new CairnError(`baseline: "${name}" has no value in row ${rows[blank] + 1}`, {
    code: "bad-baseline",
    path: ["baseline"],
    hint: "Leave rows without a value out: missing: drop",
  });
}

function baselineOf(model: Predictor, data: Dataset): Baseline {
  const { target } = model.preprocessing;
  if (target.type === "number") return { mean: target.mean };
  const known: unknown[] = [...data.column(target.name, data.data().partOfRow ? "train" : "all")];
  const counts = target.classes.map((name) => known.filter((value) => value === name).length);
  const total = counts.reduce((sum, count) => sum + count, 0);
  return { classShares: counts.map((count) => (total === 0 ? 0 : count / total)) };
}
