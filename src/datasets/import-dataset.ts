// From a table and what the cell asks for to a Dataset and its profile.
import { CairnError } from "#errors/cairn-error.ts";
import { hashJson } from "#hashing/content-hash.ts";
import { type Column, hasValue, pickRows } from "./column.ts";
import { Dataset } from "./dataset.ts";
import { type ParsedTable, parseCsv } from "./parse-csv.ts";
import { profileDataset } from "./profile-dataset.ts";
import type { DatasetProfile } from "./profile-types.ts";
import { splitRows, type SplitSpec } from "./split-rows.ts";
import type { StoredTable } from "./table-change-types.ts";
import { tableVersion } from "./table-version.ts";

export interface ImportOptions {
  /** As the cell says it: `sample:penguins`, `./birds.csv`. */
  source: string;
  credit?: string;
  split?: SplitSpec;
  /** What becomes of rows that lack a value. @default "keep" */
  missing?: "keep" | "drop";
}

export interface ImportedDataset {
  dataset: Dataset;
  profile: DatasetProfile;
  /** As it was imported, before rows were left out. */
  table: StoredTable;
}

/** Of a CSV file. @throws as makeDataset, and CairnError for bytes that are no table. */
export function importDataset(bytes: Uint8Array, options: ImportOptions): ImportedDataset {
  return makeDataset(parseCsv(bytes, options.source), bytes.length, options);
}

/** @throws CairnError for a bad split, or when no row is left */
export function makeDataset(table: ParsedTable, sizeBytes: number, options: ImportOptions): ImportedDataset {
  const { source, credit, split, missing = "keep" } = options;
  const version = tableVersion(table);
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
    sizeBytes,
    ...(credit !== undefined && { credit }),
    droppedRowCount: table.rowCount - rowCount,
    warnings,
  });
  return { dataset, profile, table: { version, columns: table.columns, rowCount: table.rowCount } };
}

function completeRows(columns: readonly Column[], rowCount: number): Uint32Array {
  const all = Uint32Array.from({ length: rowCount }, (_, row) => row);
  return all.filter((row) => columns.every((column) => hasValue(column, row)));
}

function emptyParts(dataset: Dataset): string[] {
  if (!dataset.data().partOfRow) return [];
  return (["train", "validation", "test"] as const)
    .filter((part) => dataset.count(part) === 0)
    .map((part) => `No row fell into the ${part} part.`);
}
