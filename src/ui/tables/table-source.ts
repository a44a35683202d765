// Where a grid gets its rows: from an index beside it, or for a large table from one in a worker, where
// sorting a million rows keeps no frame waiting.
import type { ColumnProfile } from "#datasets/profile-types.ts";
import { lengthOf, TableIndex, type NamedColumn, type TableQuery, type TableRows } from "./table-index.ts";

export interface TableSource {
  /** Returns how many rows are left. */
  select(query: TableQuery): Promise<number>;
  rows(from: number, to: number): Promise<TableRows>;
  summaries(): Promise<ColumnProfile[]>;
  close(): void;
}

const ROWS_BESIDE = 5000;

export async function openTable(columns: readonly NamedColumn[]): Promise<TableSource> {
  if (columns.length === 0 || lengthOf(columns[0].data) <= ROWS_BESIDE) return tableBeside(columns);
  const { tableInWorker } = await import("./table-in-worker.ts");
  return tableInWorker(columns);
}

export function tableBeside(columns: readonly NamedColumn[]): TableSource {
  const index = new TableIndex(columns);
  return {
    select: (query) => Promise.resolve(index.select(query)),
    rows: (from, to) => Promise.resolve(index.rows(from, to)),
    summaries: () => Promise.resolve(index.summaries()),
    close: () => undefined,
  };
}
