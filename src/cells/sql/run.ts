// A query as a cell: the values that it reads as tables, its result as a dataset that other cells take.
import type { Encoded } from "#cell-api/codec.ts";
import type { TableOutput } from "#cell-api/outputs.ts";
import { tableOfColumns } from "#cell-api/table-columns.ts";
import { tableOfCell } from "#cells/dataset/rows-of-cell.ts";
import type { ParsedTable } from "#datasets/parse-csv.ts";
import type { SqlDatabase, SqlQuery } from "#datasets/sql-database.ts";
import { sqlError } from "#datasets/sql-error.ts";
import { tableVersion } from "#datasets/table-version.ts";

export interface SqlTask {
  /** Name of the cell. */
  cell: string;
  /** With the values of its scalars in it. */
  text: string;
  /** Copies of the cells' values that it reads as tables: datasets and lists of rows. */
  tables: Readonly<Record<string, Encoded>>;
  /** Of random(), from -1 to 1. */
  seed: number;
}

/** @throws CairnError for a value that is no table, and what DuckDB says of the query */
export function runSql(
  { cell, text, tables, seed }: SqlTask,
  database: SqlDatabase,
): { encoded: Encoded; output: TableOutput } {
  const given = Object.entries(tables).map(([name, value]) => [name, tableOfCell(value, name)] as const);
  const { columns, rowCount } = query(database, { text, tables: Object.fromEntries(given), seed });
  const version = tableVersion({ columns, rowCount });
  return {
    encoded: {
      $: "dataset",
      data: { source: cell, version, contentHash: version, columns, rowCount },
    },
    output: tableOfColumns(columns, rowCount),
  };
}

function query(database: SqlDatabase, asked: SqlQuery): ParsedTable {
  try {
    return database.query(asked);
  } catch (error) {
    throw sqlError(error, asked.text);
  }
}
