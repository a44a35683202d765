// Counts and bins of each column: what a dataset cell shows before anyone trains on it.
import type { CellValue, Column, PictureColumn } from "./column.ts";
import type { Dataset } from "./dataset.ts";
import { isPicture, pictureAt, pictureText, toBase64 } from "./picture.ts";
import type { ColumnProfile, DatasetProfile } from "./profile-types.ts";

const NUMBER_BINS = 16;
const CATEGORY_BINS = 12;
const HEAD_ROWS = 10;
const FIRST_PICTURES = 24;
/** Of the first pictures of a column: they are kept with the outputs. */
const PICTURE_BYTES = 400_000;

export interface ProfileFacts {
  sizeBytes: number;
  credit?: string;
  droppedRowCount: number;
  warnings: string[];
}

export function profileDataset(dataset: Dataset, facts: ProfileFacts): DatasetProfile {
  const { columns, partOfRow, rowCount } = dataset.data();
  const split = partOfRow && {
    train: dataset.count("train"),
    validation: dataset.count("validation"),
    test: dataset.count("test"),
  };
  return {
    source: dataset.source,
    version: dataset.version,
    rowCount,
    ...facts,
    ...(split && { split }),
    columns: columns.map((column) => profileColumn(column)),
    // By column, because an object puts names like 2020 before all others.
    head: dataset.rows("all", HEAD_ROWS).map((row) => columns.map(({ name }) => textOf(row[name]))),
  };
}

function textOf(value: CellValue): string {
  return isPicture(value) ? pictureText(value) : String(value ?? "");
}

export function profileColumn(column: Column): ColumnProfile {
  if (column.type === "picture") return profilePictures(column);
  return column.type === "number" ? profileNumbers(column.name, column.values) : profileWords(column);
}

function profilePictures({ name, shape, pixels }: PictureColumn): ColumnProfile {
  const [height, width, channels] = shape;
  const size = height * width * channels;
  const count = pixels.length / size;
  const firstCount = Math.min(count, FIRST_PICTURES, Math.floor(PICTURE_BYTES / size));
  const first = Array.from({ length: firstCount }, (_, row) =>
    toBase64(pictureAt({ shape, pixels }, row).pixels),
  );
  const pictures = { width, height, channels, first };
  return { name, type: "picture", missingCount: 0, distinctCount: count, bins: [], pictures };
}

function profileNumbers(name: string, all: Float64Array): ColumnProfile {
  const values = all.filter((value) => !Number.isNaN(value));
  const missingCount = all.length - values.length;
  const distinctCount = new Set(values).size;
  if (values.length === 0) return { name, type: "number", missingCount, distinctCount, bins: [] };
  let min = Infinity;
  let max = -Infinity;
  let sum = 0;
  for (const value of values) {
    if (value < min) min = value;
    if (value > max) max = value;
    sum += value;
  }
  const binCount = min === max ? 1 : NUMBER_BINS;
  const width = (max - min) / binCount || 1;
  const bins = Array.from({ length: binCount }, (_, i) => ({
    label: `${Number((min + i * width).toPrecision(6))} to ${Number((min + (i + 1) * width).toPrecision(6))}`,
    count: 0,
  }));
  for (const value of values) bins[Math.min(binCount - 1, Math.floor((value - min) / width))].count++;
  return { name, type: "number", missingCount, distinctCount, bins, min, max, mean: sum / values.length };
}

function profileWords(column: Extract<Column, { type: "category" | "text" }>): ColumnProfile {
  const counts = new Map<string, number>();
  let missingCount = 0;
  for (const value of column.values) {
    if (value === null) missingCount++;
    else counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  const bins = [...counts].map(([label, count]) => ({ label, count })).sort((a, b) => b.count - a.count);
  return {
    name: column.name,
    type: column.type,
    missingCount,
    distinctCount: counts.size,
    bins: column.type === "category" ? bins.slice(0, CATEGORY_BINS) : [],
  };
}
