// A table as columns: an array of a million rows leaves the sandbox as a few typed arrays, so that the page
// can sort and filter it without asking a cell that may be busy, or gone.
import { type Column, valueAt } from "#datasets/column.ts";
import { inspect } from "./inspect.ts";
import type { TableColumn, TableOutput, TableValue } from "./outputs.ts";

/** Rows that are kept in name.outputs.json. */
export const SAVED_ROWS = 200;
const COLUMN_LIMIT = 100;
/** Rows whose keys name the columns. */
const NAMING_ROWS = 1000;
/** Of the columns that leave; further rows are counted and not shown. */
const LIMIT_BYTES = 64 * 2 ** 20;
/** Stands in `codes` for no value. */
export const BLANK = 0xffffffff;

/** An array of plain objects becomes a table; anything else is none. */
export function tableOfRows(value: unknown): TableOutput | undefined {
  if (!Array.isArray(value) || value.length === 0) return undefined;
  const all = value as unknown[];
  if (!all.slice(0, NAMING_ROWS).every(isRow)) return undefined;
  const names = [
    ...new Set(all.slice(0, NAMING_ROWS).flatMap((row) => Object.keys(row as Record<string, unknown>))),
  ];
  if (names.length === 0) return undefined;
  const rows = all as Record<string, unknown>[];
  const shown = names.slice(0, COLUMN_LIMIT);
  const isNumber = shown.map((name) => rows.every((row) => isNumberOrBlank(valueOf(row, name))));
  return {
    type: "table",
    columns: shown.map((name, at) => ({ name, type: isNumber[at] ? "number" : "text" })),
    rows: rows.slice(0, SAVED_ROWS).map((row) => shown.map((name) => tableValue(valueOf(row, name)))),
    rowCount: rows.length,
    ...(names.length > shown.length && { columnCount: names.length }),
    ...(rows.length > SAVED_ROWS && { all: allColumns(rows, shown, isNumber) }),
  };
}

/** What is shown of a table that is in columns already. Pictures are not. */
export function tableOfColumns(all: readonly Column[], rowCount: number): TableOutput {
  const shown = all.filter((each) => each.type !== "picture").slice(0, COLUMN_LIMIT);
  const at = (each: Column, row: number) => {
    const value = valueAt(each, row);
    return typeof value === "string" || (typeof value === "number" && !Number.isNaN(value)) ? value : null;
  };
  const columnsOf = (rows: number) =>
    shown.map((each) => column(rows, each.type === "number", (row) => at(each, row)));
  return {
    type: "table",
    columns: shown.map(({ name, type }) => ({ name, type: type === "number" ? "number" : "text" })),
    rows: Array.from({ length: Math.min(rowCount, SAVED_ROWS) }, (_, row) =>
      shown.map((each) => at(each, row)),
    ),
    rowCount,
    ...(all.length > shown.length && { columnCount: all.length }),
    ...(rowCount > SAVED_ROWS && { all: withinLimit(columnsOf, rowCount) }),
  };
}

/** Columns of the rows that a saved output has. */
export function columnsOfRows({ columns, rows }: TableOutput): TableColumn[] {
  return columns.map(({ type }, at) =>
    column(rows.length, type === "number", (row) => rows[row][at] ?? null),
  );
}

function allColumns(
  rows: readonly Record<string, unknown>[],
  names: readonly string[],
  isNumber: readonly boolean[],
): TableColumn[] {
  return withinLimit(
    (rowCount) =>
      names.map((name, at) => column(rowCount, isNumber[at], (row) => tableValue(valueOf(rows[row], name)))),
    rows.length,
  );
}

/** Of as many rows as may leave. */
function withinLimit(columnsOf: (rowCount: number) => TableColumn[], rowCount: number): TableColumn[] {
  const columns = columnsOf(rowCount);
  const bytes = columns.reduce((sum, each) => sum + sizeBytes(each), 0);
  if (bytes <= LIMIT_BYTES || rowCount <= SAVED_ROWS) return columns;
  return withinLimit(columnsOf, Math.max(SAVED_ROWS, Math.floor((rowCount * LIMIT_BYTES) / bytes)));
}

function column(rowCount: number, isNumber: boolean, valueAt: (row: number) => TableValue): TableColumn {
  return isNumber ? numberColumn(rowCount, valueAt) : textColumn(rowCount, valueAt);
}

function numberColumn(rowCount: number, valueAt: (row: number) => TableValue): TableColumn {
  const values = new Float64Array(rowCount);
  let blanks: Uint8Array | undefined;
  for (let row = 0; row < rowCount; row++) {
    const value = valueAt(row);
    values[row] = typeof value === "number" ? value : NaN;
    if (value === null) (blanks ??= new Uint8Array(rowCount))[row] = 1;
  }
  return { type: "number", values, ...(blanks && { blanks }) };
}

function textColumn(rowCount: number, valueAt: (row: number) => TableValue): TableColumn {
  const codes = new Uint32Array(rowCount);
  const codeOf = new Map<string, number>();
  const words: string[] = [];
  for (let row = 0; row < rowCount; row++) {
    const value = valueAt(row);
    if (value === null) {
      codes[row] = BLANK;
      continue;
    }
    const word = String(value);
    let code = codeOf.get(word);
    if (code === undefined) {
      codeOf.set(word, (code = words.length));
      words.push(word);
    }
    codes[row] = code;
  }
  return { type: "text", words, codes };
}

export function sizeBytes(column: TableColumn): number {
  if (column.type === "number") return column.values.byteLength + (column.blanks?.byteLength ?? 0);
  return column.codes.byteLength + column.words.reduce((sum, word) => sum + word.length * 2, 0);
}

function isRow(value: unknown): value is Record<string, unknown> {
  if (value === null || typeof value !== "object" || Array.isArray(value)) return false;
  const prototype = Object.getPrototypeOf(value) as object | null;
  return prototype === null || prototype === Object.prototype;
}

/** A row of another shape below the first thousand shows as blanks. */
function valueOf(row: unknown, name: string): unknown {
  return isRow(row) && Object.hasOwn(row, name) ? row[name] : null;
}

function isNumberOrBlank(value: unknown): boolean {
  return value === null || value === undefined || typeof value === "number";
}

function tableValue(value: unknown): TableValue {
  if (value === undefined || value === null) return null;
  if (typeof value === "number" || typeof value === "string" || typeof value === "boolean") return value;
  return inspect(value, { depth: 1, items: 8, characters: 200 });
}
