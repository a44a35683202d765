// From columns to numbers a network can take, and back. Means, deviations and categories are those of the
// training rows alone: to use every row would tell the model something about the rows it is tested on.
import { CairnError } from "#errors/cairn-error.ts";
import { type CellValue, type Column, hasValue, valueAt } from "#datasets/column.ts";
import type { Dataset, Row, RowSelection } from "#datasets/dataset.ts";
import { isPicture, type PictureShape, pictureText } from "#datasets/picture.ts";
import type { InputValues } from "./input-values.ts";

export type FeatureEncoding =
  | { name: string; type: "number"; mean: number; deviation: number }
  | { name: string; type: "category"; categories: string[] }
  /** Pixels divided by 255; it is the only feature then. */
  | { name: string; type: "picture"; shape: PictureShape };

export type TargetEncoding =
  | { name: string; type: "classes"; classes: string[] }
  | { name: string; type: "number"; mean: number; deviation: number };

export interface Preprocessing {
  features: FeatureEncoding[];
  target: TargetEncoding;
}

/** N = rows, D = width of all features, C = classes (1 for a number). */
export interface EncodedRows {
  x: InputValues; // [N, D], or [N, height, width, channels]
  y: Float32Array; // [N, C] one-hot, or [N, 1] standardized
  rowCount: number;
  /** Rows left out because a feature or the target has no value. */
  leftOutCount: number;
  /** Index in the dataset of each row that is in. */
  rows: Uint32Array;
}

/** @param features default: every column but the target that is a number, a category or a picture. */
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
  const picture = names.find((name, i) => dataset.columnNamed(name, ["features", i]).type === "picture");
  if (picture !== undefined && names.length > 1) {
    throw new CairnError(`train: the picture "${picture}" cannot be learned together with other columns`, {
      code: "picture-with-others",
      path: ["features"],
      hint: `List it alone: features: [${picture}]`,
    });
  }
  return {
    features: names.map((name, i) => {
      const path = ["features", i];
      return fitFeature(dataset.columnNamed(name, path), rows, path);
    }),
    target: fitTarget(target, rows),
  };
}

/** What one row becomes: [D] numbers, or [height, width, channels] of a picture. */
export function inputShape({ features }: Pick<Preprocessing, "features">): number[] {
  const [first] = features;
  return first?.type === "picture" ? [...first.shape] : [featureNames({ features }).length];
}

/** How many numbers a row becomes. */
export function featureWidth(preprocessing: Pick<Preprocessing, "features">): number {
  return inputShape(preprocessing).reduce((product, side) => product * side, 1);
}

/** "bill_length_mm", and for a category one name for each value: "island = Biscoe". */
export function featureNames({ features }: Pick<Preprocessing, "features">): string[] {
  return features.flatMap((feature) =>
    feature.type === "category"
      ? feature.categories.map((value) => `${feature.name} = ${value}`)
      : [feature.name],
  );
}

/** The rows in which each feature and the target have a value. */
export function completeRows(
  dataset: Dataset,
  { features, target }: Preprocessing,
  selection: RowSelection,
): Pick<EncodedRows, "rows" | "leftOutCount"> {
  const columns = [...features, target].map(({ name }) => dataset.columnNamed(name));
  const all = dataset.rowIndices(selection);
  const rows = all.filter((row) => columns.every((column) => hasValue(column, row)));
  return { rows, leftOutCount: all.length - rows.length };
}

export function encodeDataset(
  dataset: Dataset,
  preprocessing: Preprocessing,
  selection: RowSelection,
): EncodedRows {
  const { features, target } = preprocessing;
  const columns = features.map((feature) => dataset.columnNamed(feature.name));
  const targetColumn = dataset.columnNamed(target.name);
  const { rows, leftOutCount } = completeRows(dataset, preprocessing, selection);
  const outputWidth = target.type === "classes" ? target.classes.length : 1;
  const y = new Float32Array(rows.length * outputWidth);
  const x = encodeColumns(columns, preprocessing, rows);
  rows.forEach((row, i) => encodeTarget(target, valueAt(targetColumn, row), y, i * outputWidth));
  return { x, y, rowCount: rows.length, leftOutCount, rows };
}

function encodeColumns(
  columns: readonly Column[],
  preprocessing: Preprocessing,
  rows: Uint32Array,
): InputValues {
  const width = featureWidth(preprocessing);
  const [first] = columns;
  const { features } = preprocessing;
  if (first?.type === "picture") {
    const feature = features[0];
    if (feature.type !== "picture" || String(feature.shape) !== String(first.shape)) {
      throw new CairnError(
        `the pictures "${first.name}" are [${first.shape.join(", ")}], the model was trained on [${inputShape(preprocessing).join(", ")}]`,
        { code: "shape", hint: "Use pictures of the size that it was trained on." },
      );
    }
    const pixels = new Uint8Array(rows.length * width);
    rows.forEach((row, i) => pixels.set(first.pixels.subarray(row * width, (row + 1) * width), i * width));
    return pixels;
  }
  const x = new Float32Array(rows.length * width);
  const columnOf = new Map(columns.map((column) => [column.name, column]));
  rows.forEach((row, i) => {
    encodeFeatures(features, (name) => valueAt(columnOf.get(name)!, row), x, i * width);
  });
  return x;
}

/** Rows that are not in a dataset: what a person types into a form. @throws CairnError for a missing value. */
export function encodeRows(rows: readonly Row[], { features }: Preprocessing): InputValues {
  const width = featureWidth({ features });
  if (features[0]?.type === "picture") return encodePictures(rows, features[0], width);
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

function encodePictures(
  rows: readonly Row[],
  { name, shape }: { name: string; shape: PictureShape },
  width: number,
): Uint8Array {
  const pixels = new Uint8Array(rows.length * width);
  const [height, across, channels] = shape;
  const wanted = pictureText({ width: across, height, channels });
  rows.forEach((row, i) => {
    const picture = row[name];
    const isOne = isPicture(picture);
    if (isOne && String([picture.height, picture.width, picture.channels]) === String(shape))
      return pixels.set(picture.pixels, i * width);
    const got = isOne ? pictureText(picture) : picture === null ? "null" : typeof picture;
    throw new CairnError(`predict: row ${i + 1} must have a picture "${name}" of ${wanted}, got ${got}`, {
      code: "missing-feature",
      hint: `A picture is { width, height, channels, pixels }; a control of type drawing gives one.`,
    });
  });
  return pixels;
}

function encodeFeatures(
  features: readonly FeatureEncoding[],
  valueOf: (name: string) => CellValue,
  into: Float32Array,
  start: number,
): void {
  let at = start;
  for (const feature of features) {
    const value = valueOf(feature.name);
    if (feature.type === "number") into[at++] = (Number(value) - feature.mean) / feature.deviation;
    else if (feature.type === "category")
      for (const category of feature.categories) into[at++] = category === value ? 1 : 0;
  }
}

function encodeTarget(target: TargetEncoding, value: CellValue, into: Float32Array, at: number): void {
  if (target.type === "number") into[at] = (Number(value) - target.mean) / target.deviation;
  else {
    const index = target.classes.indexOf(typeof value === "string" ? value : "");
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
  if (column.type === "picture") return { name: column.name, type: "picture", shape: column.shape };
  return { name: column.name, type: "category", categories: words(column.values, rows) };
}

function fitTarget(column: Column, rows: Uint32Array): TargetEncoding {
  if (column.type === "number") return { name: column.name, type: "number", ...moments(column.values, rows) };
  if (column.type === "picture") {
    throw new CairnError(`train: the target "${column.name}" is a picture`, {
      code: "picture-target",
      path: ["target"],
      hint: "Choose a column of numbers or of classes.",
    });
  }
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
