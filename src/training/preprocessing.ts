// From columns to numbers a network can take, and back. Means, deviations and categories are those of the
// training rows alone: to use every row would tell the model something about the rows it is tested on.
import { CairnError } from "#errors/cairn-error.ts";
import type { Column, Dataset, Row, RowSelection } from "#datasets/dataset.ts";

export type FeatureEncoding =
  | { name: string; type: "number"; mean: number; deviation: number }
  | { name: string; type: "category"; categories: string[] };

export type TargetEncoding =
  | { name: string; type: "classes"; classes: string[] }
  | { name: string; type: "number"; mean: number; deviation: number };

export interface Preprocessing {
  features: FeatureEncoding[];
  target: TargetEncoding;
}

/** N = rows, D = width of all features, C = classes (1 for a number). */
export interface EncodedRows {
  x: Float32Array; // [N, D]
  y: Float32Array; // [N, C] one-hot, or [N, 1] standardized
  rowCount: number;
  /** Rows left out because a feature or the target has no value. */
  leftOutCount: number;
  /** Index in the dataset of each row that is in. */
  rows: Uint32Array;
}

/** @param features default: every column but the target that is a number or a category. */
export function fitPreprocessing(
  dataset: Dataset,
  targetName: string,
  features?: readonly string[],
): Preprocessing {
  const target = dataset.columnNamed(targetName, ["target"]);
  const names =
    features ??
    dataset.columnNames.filter((name) => name !== targetName && dataset.columnType(name) !== "text");
  if (names.length === 0) {
    throw new CairnError(
      `train: dataset "${dataset.source}" has no column to learn from besides "${targetName}"`,
      {
        code: "no-features",
        path: ["features"],
      },
    );
  }
  if (names.includes(targetName)) {
    throw new CairnError(`train: the target "${targetName}" is also listed as a feature`, {
      code: "target-is-feature",
      path: ["features", names.indexOf(targetName)],
      hint: `Take ${targetName} out of features: a model that is shown the answer learns nothing.`,
    });
  }
  const rows = trainingRows(dataset);
  return {
    features: names.map((name, i) => {
      const path = ["features", i];
      return fitFeature(dataset.columnNamed(name, path), rows, path);
    }),
    target: fitTarget(target, rows),
  };
}

/** How many numbers a row becomes. */
export function featureWidth(preprocessing: Preprocessing): number {
  return featureNames(preprocessing).length;
}

/** "bill_length_mm", and for a category one name for each value: "island = Biscoe". */
export function featureNames({ features }: Preprocessing): string[] {
  return features.flatMap((feature) =>
    feature.type === "number"
      ? [feature.name]
      : feature.categories.map((value) => `${feature.name} = ${value}`),
  );
}

export function encodeDataset(
  dataset: Dataset,
  preprocessing: Preprocessing,
  selection: RowSelection,
): EncodedRows {
  const { features, target } = preprocessing;
  const columns = features.map((feature) => dataset.columnNamed(feature.name));
  const targetColumn = dataset.columnNamed(target.name);
  const all = dataset.rowIndices(selection);
  const rows = all.filter((row) => [...columns, targetColumn].every((column) => hasValue(column, row)));
  const width = featureWidth(preprocessing);
  const x = new Float32Array(rows.length * width);
  const outputWidth = target.type === "classes" ? target.classes.length : 1;
  const y = new Float32Array(rows.length * outputWidth);
  rows.forEach((row, i) => {
    encodeFeatures(
      features,
      (name) => columns[features.findIndex((f) => f.name === name)].values[row],
      x,
      i * width,
    );
    encodeTarget(target, targetColumn.values[row], y, i * outputWidth);
  });
  return { x, y, rowCount: rows.length, leftOutCount: all.length - rows.length, rows };
}

/** Rows that are not in a dataset: what a person types into a form. @throws CairnError for a missing value. */
export function encodeRows(rows: readonly Row[], { features }: Preprocessing): Float32Array {
  const width = featureWidth({ features, target: { name: "", type: "number", mean: 0, deviation: 1 } });
  const x = new Float32Array(rows.length * width);
  rows.forEach((row, i) => {
    for (const { name, type } of features) {
      if (
        row[name] === undefined ||
        row[name] === null ||
        (type === "number" && typeof row[name] !== "number")
      ) {
        throw new CairnError(
          `predict: row ${i + 1} must have a ${type} "${name}", got ${JSON.stringify(row[name])}`,
          {
            code: "missing-feature",
            hint: `A row needs: ${features.map((feature) => feature.name).join(", ")}`,
          },
        );
      }
    }
    encodeFeatures(features, (name) => row[name], x, i * width);
  });
  return x;
}

function encodeFeatures(
  features: readonly FeatureEncoding[],
  valueOf: (name: string) => number | string | null,
  into: Float32Array,
  start: number,
): void {
  let at = start;
  for (const feature of features) {
    const value = valueOf(feature.name);
    if (feature.type === "number") into[at++] = (Number(value) - feature.mean) / feature.deviation;
    else for (const category of feature.categories) into[at++] = category === value ? 1 : 0;
  }
}

function encodeTarget(
  target: TargetEncoding,
  value: number | string | null,
  into: Float32Array,
  at: number,
): void {
  if (target.type === "number") into[at] = (Number(value) - target.mean) / target.deviation;
  else {
    const index = target.classes.indexOf(String(value));
    if (index >= 0) into[at + index] = 1;
  }
}

function trainingRows(dataset: Dataset): Uint32Array {
  return dataset.rowIndices(dataset.data().partOfRow ? "train" : "all");
}

function fitFeature(column: Column, rows: Uint32Array, path: readonly (string | number)[]): FeatureEncoding {
  if (column.type === "number") return { name: column.name, type: "number", ...moments(column.values, rows) };
  if (column.type === "text") {
    throw new CairnError(`train: "${column.name}" is free text and cannot be a feature of this model`, {
      code: "text-feature",
      path,
      hint: "List the columns to use: features: [a, b]",
    });
  }
  return { name: column.name, type: "category", categories: words(column.values, rows) };
}

function fitTarget(column: Column, rows: Uint32Array): TargetEncoding {
  if (column.type === "number") return { name: column.name, type: "number", ...moments(column.values, rows) };
  const classes = words(column.values, rows);
  if (classes.length < 2) {
    throw new CairnError(
      `train: the target "${column.name}" must have at least two classes among the training rows, got ${classes.length}`,
      {
        code: "one-class",
        path: ["target"],
        hint: "Choose another target, or a split with more training rows.",
      },
    );
  }
  return { name: column.name, type: "classes", classes };
}

/** Mean and standard deviation (of the population; 1 where all values are equal). */
function moments(values: Float64Array, rows: Uint32Array): { mean: number; deviation: number } {
  const present = Float64Array.from(rows, (row) => values[row]).filter((value) => !Number.isNaN(value));
  if (present.length === 0) return { mean: 0, deviation: 1 };
  const mean = present.reduce((sum, value) => sum + value, 0) / present.length;
  const variance = present.reduce((sum, value) => sum + (value - mean) ** 2, 0) / present.length;
  return { mean, deviation: variance > 0 ? Math.sqrt(variance) : 1 };
}

function words(values: readonly (string | null)[], rows: Uint32Array): string[] {
  const seen = new Set<string>();
  for (const row of rows) if (values[row] !== null) seen.add(values[row]);
  return [...seen].sort((a, b) => (a < b ? -1 : 1));
}

function hasValue(column: Column, row: number): boolean {
  return column.type === "number" ? !Number.isNaN(column.values[row]) : column.values[row] !== null;
}
