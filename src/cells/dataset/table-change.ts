// What a dataset cell shows of a new version: what became of its rows and columns, and how each column lies now.
import { type Column } from "#datasets/column.ts";
import { compareColumns, compareRows } from "#datasets/compare-tables.ts";
import type { StoredTable, TableChange } from "#datasets/table-change-types.ts";
import { tableVersion } from "#datasets/table-version.ts";
import { CairnError } from "#errors/cairn-error.ts";
import { pairSamples, sideValues } from "#monitoring/column-samples.ts";
import { pairedBins } from "#monitoring/paired-bins.ts";

/** Columns whose distribution is drawn; a table of thousands is told in words. */
const MOST_COLUMNS = 24;

/** @param key the column that names a row, where the cell says one */
export function changeOf(before: StoredTable, after: StoredTable, key?: string): TableChange {
  const columns = compareColumns(before, after);
  const all = ({ rowCount }: StoredTable) => Uint32Array.from({ length: rowCount }, (_, row) => row);
  const [old, now] = [all(before), all(after)];
  const rows = compareRows(before, after, key);
  const drawn = after.columns.flatMap((column): TableChange["distributions"] => {
    const was = before.columns.find(({ name }) => name === column.name);
    // How names of rows lie says nothing.
    const isName = column.type === "text" || column.name === rows.matchedBy;
    if (!was || isName || isEqual(was, column)) return [];
    const [reference, current] = [sideValues(was, old), sideValues(column, now)];
    const samples = reference && current && pairSamples(reference, current);
    return samples ? [{ name: column.name, bins: pairedBins(samples) }] : [];
  });
  return {
    from: before.version,
    to: after.version,
    rowCounts: [before.rowCount, after.rowCount],
    rows,
    columns,
    distributions: drawn.slice(0, MOST_COLUMNS),
  };
}

/** @throws CairnError when what was kept is no longer what it was: a version is its bytes */
export function checkStored(table: StoredTable): StoredTable {
  const found = tableVersion(table);
  if (found === table.version) return table;
  throw new CairnError(
    `dataset: the kept rows of version ${table.version} are damaged: their hash is ${found} now`,
    {
      code: "damaged-version",
      path: ["version"],
      hint: "Bring back the file that was pinned and run the cell: its rows are kept again.",
    },
  );
}

function isEqual(a: Column, b: Column): boolean {
  if (a.type === "picture" || b.type === "picture") return false;
  return (
    a.values.length === b.values.length && a.values.every((value, row) => Object.is(value, b.values[row]))
  );
}
