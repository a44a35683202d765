// What a dataset cell shows of its rows: plain data, made by profile-dataset.ts, drawn by src/ui.
import type { ContentHash } from "#hashing/content-hash.ts";

export interface DatasetProfile {
  /** As the cell says it: `sample:penguins`, `./birds.csv`. */
  source: string;
  sizeBytes: number;
  /** Where the bytes come from and under which licence, for samples. */
  credit?: string;
  rowCount: number;
  /** Rows left out by `missing: drop`. */
  droppedRowCount: number;
  version: ContentHash;
  /** Rows of each part; absent when the cell asks for no split. */
  split?: { train: number; validation: number; test: number };
  columns: ColumnProfile[];
  /** First rows, as text, at most 10. */
  head: string[][];
  /** What was odd in the file and what was done about it, one sentence each. */
  warnings: string[];
}

export interface ColumnProfile {
  name: string;
  type: "number" | "category" | "text" | "picture";
  missingCount: number;
  distinctCount: number;
  /** Numbers: equal bins from `min` to `max`. Categories: one bin each, the commonest first, at most 12. */
  bins: { label: string; count: number }[];
  min?: number;
  max?: number;
  mean?: number;
  /** Of a picture column: its shape and the first pictures, at most 24. */
  pictures?: { width: number; height: number; channels: number; first: string[] };
}
