// The current rows cut into windows: so many rows each, so many windows, or one for each value of a column.
import type { Column } from "#datasets/column.ts";
import { CairnError } from "#errors/cairn-error.ts";

export interface WindowSpec {
  /** The column by which rows are ordered: numbers, or texts such as 2026-03-02 that sort as they follow. @default the order of the rows */
  by?: string;
  /** Rows of one window; the last may have fewer. */
  rows?: number;
  /** How many windows, of equal size but for one row. */
  count?: number;
}

export interface RowWindow {
  label: string;
  rows: Uint32Array;
}

const MOST_WINDOWS = 200;

/** @param column what `by` names. @throws CairnError when rows have no place, or there would be too many windows */
export function cutWindows(rows: Uint32Array, spec: WindowSpec, column: Column | undefined): RowWindow[] {
  const ordered = column ? orderedBy(rows, column) : rows;
  if (ordered.length === 0) return [];
  const windows =
    spec.rows === undefined && spec.count === undefined && column
      ? windowsByValue(ordered, column)
      : windowsOfRows(ordered, spec, column);
  if (windows.length <= MOST_WINDOWS) return windows;
  throw new CairnError(
    `monitor: there would be ${windows.length} windows; at most ${MOST_WINDOWS} are drawn`,
    {
      code: "too-many-windows",
      path: ["windows"],
      hint: "Say how many there shall be: windows: { by: …, count: 12 }",
    },
  );
}

function windowsOfRows(ordered: Uint32Array, spec: WindowSpec, column: Column | undefined): RowWindow[] {
  const count = Math.min(
    ordered.length,
    spec.rows === undefined ? (spec.count ?? 1) : Math.ceil(ordered.length / spec.rows),
  );
  return Array.from({ length: count }, (_, i) => {
    const start = spec.rows === undefined ? Math.floor((i * ordered.length) / count) : i * spec.rows;
    const end = spec.rows === undefined ? Math.floor(((i + 1) * ordered.length) / count) : start + spec.rows;
    const rows = ordered.subarray(start, Math.min(end, ordered.length));
    const label = column
      ? spanLabel(textAt(column, rows[0]), textAt(column, rows[rows.length - 1]))
      : `rows ${start + 1} to ${start + rows.length}`;
    return { label, rows };
  });
}

function windowsByValue(ordered: Uint32Array, column: Column): RowWindow[] {
  const windows: RowWindow[] = [];
  let start = 0;
  for (let at = 1; at <= ordered.length; at++) {
    if (at < ordered.length && textAt(column, ordered[at]) === textAt(column, ordered[start])) continue;
    windows.push({ label: textAt(column, ordered[start]), rows: ordered.subarray(start, at) });
    start = at;
  }
  return windows;
}

/** Rows without a value have no place in time and are left out. */
function orderedBy(rows: Uint32Array, column: Column): Uint32Array {
  if (column.type === "picture") {
    throw new CairnError(`monitor: windows cannot be cut by the picture "${column.name}"`, {
      code: "wrong-column",
      path: ["windows", "by"],
    });
  }
  if (column.type === "number") {
    const { values } = column;
    return rows.filter((row) => Number.isFinite(values[row])).sort((a, b) => values[a] - values[b] || a - b);
  }
  const { values } = column;
  return rows
    .filter((row) => values[row] !== null)
    .sort((a, b) => (values[a] === values[b] ? a - b : values[a]! < values[b]! ? -1 : 1));
}

function textAt(column: Column, row: number): string {
  return column.type === "picture" ? "" : String(column.values[row]);
}

function spanLabel(first: string, last: string): string {
  return first === last ? first : `${first} to ${last}`;
}
