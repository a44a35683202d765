// Versions of a table as they are kept, and what set two of them apart: plain data.
import type { ContentHash } from "#hashing/content-hash.ts";
import type { Column } from "./column.ts";
import type { ColumnChanges, RowChanges } from "./compare-tables.ts";

/** A table as it was imported, before rows were left out, under the hash of its content. */
export interface StoredTable {
  version: ContentHash;
  columns: Column[];
  rowCount: number;
}

export interface TableChange {
  from: ContentHash;
  to: ContentHash;
  rowCounts: [before: number, after: number];
  rows: RowChanges;
  columns: ColumnChanges;
  /** Of columns whose values are not the same: shares in the same bins before and after, at most 24 columns. */
  distributions: { name: string; bins: { labels: string[]; reference: number[]; current: number[] } }[];
}
