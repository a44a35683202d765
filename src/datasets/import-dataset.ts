// From the bytes of a file and what the cell asks for to a Dataset and its profile.
import { CairnError } from "#errors/cairn-error.ts";
import { hashBytes, hashJson } from "#hashing/content-hash.ts";
import { Dataset, type Column } from "./dataset.ts";
import { canonicalCsv, parseCsv } from "./parse-csv.ts";
import { profileDataset } from "./profile-dataset.ts";
import type { DatasetProfile } from "./profile-types.ts";
import { splitRows, type SplitSpec } from "./split-rows.ts";

export interface ImportOptions {
  /** As the cell says it: `sample:penguins`, `./birds.csv`. */
  source: string;
  credit?: string;
  split?: SplitSpec;
  /** What becomes of rows that lack a value. @default "keep" */
  missing?: "keep" | "drop";
  /** The version the cell pins; other bytes are an error. */
  pinned?: string;
}

/** @throws CairnError for bytes that are no table, a bad split, or another version than the pinned one. */
export function importDataset(
  bytes: Uint8Array,
  options: ImportOptions,
): { dataset: Dataset; profile: DatasetProfile } {
  const { source, credit, split, missing = "keep", pinned } = options;
  const table = parseCsv(bytes, source);
  const version = hashBytes(canonicalCsv(table));
  if (pinned !== undefined && pinned !== version) {
    throw new CairnError(
      `dataset "${source}" is another version than the one pinned: got ${version}, pinned ${pinned}`,
      {
        code: "other-version",
        path: ["version"],
        hint: "Write the new hash after `version:` to take these rows, or bring back the file that was pinned.",
      },
    );
  }
  const complete = missing === "drop" ? completeRows(table.columns, table.rowCount) : undefined;
  const columns = complete ? table.columns.map((column) => pickRows(column, complete)) : table.columns;
  const rowCount = complete ? complete.length : table.rowCount;
  if (rowCount === 0) {
    throw new CairnError(
      `dataset "${source}": every one of its ${table.rowCount} rows lacks a value, so none is left`,
      {
        code: "no-rows",
        path: ["missing"],
        hint: "Use missing: keep, or leave out the column that is empty.",
      },
    );
  }
  const partOfRow = split && splitRows(columns, rowCount, split);
  const dataset = new Dataset({
    source,
    version,
    contentHash: hashJson([version, missing, split ?? null]),
    columns,
    rowCount,
    ...(partOfRow && { partOfRow }),
  });
  const warnings = [...table.warnings, ...emptyParts(dataset)];
  const profile = profileDataset(dataset, {
    sizeBytes: bytes.length,
    ...(credit !== undefined && { credit }),
    droppedRowCount: table.rowCount - rowCount,
    warnings,
  });
  return { dataset, profile };
}

function completeRows(columns: readonly Column[], rowCount: number): Uint32Array {
  const all = Uint32Array.from({ length: rowCount }, (_, row) => row);
  return all.filter((row) =>
    columns.every((column) =>
      column.type === "number" ? !Number.isNaN(column.values[row]) : column.values[row] !== null,
    ),
  );
}

function pickRows(column: Column, rows: Uint32Array): Column {
  if (column.type === "number")
    return { ...column, values: Float64Array.from(rows, (row) => column.values[row]) };
  return { ...column, values: Array.from(rows, (row) => column.values[row]) };
}

function emptyParts(dataset: Dataset): string[] {
  if (!dataset.data().partOfRow) return [];
  return (["train", "validation", "test"] as const)
    .filter((part) => dataset.count(part) === 0)
    .map((part) => `No row fell into the ${part} part.`);
}
