// One column of a table: numbers, words or pictures, and what can be asked of any of them.
import { unitHashOfBytes } from "./unit-hash.ts";
import { pictureAt, type Picture, type PictureShape } from "./picture.ts";

/** NaN and null mean: no value. Every row of a picture column has a picture, all of one shape. */
export type Column = ValueColumn | PictureColumn;

export type ValueColumn =
  | { name: string; type: "number"; values: Float64Array }
  | { name: string; type: "category" | "text"; values: readonly (string | null)[] };

export interface PictureColumn {
  name: string;
  type: "picture";
  shape: PictureShape;
  /** Row after row, each [height, width, channels], 0 to 255. */
  pixels: Uint8Array;
}

export type CellValue = number | string | null | Picture;

/** What stands in a row: NaN and null where there is no value; a picture is a copy. */
export function valueAt(column: Column, row: number): CellValue {
  return column.type === "picture" ? pictureAt(column, row) : (column.values[row] ?? null);
}

/** A class as it stands in the row; "null" where there is none. */
export function wordAt(column: Column, row: number): string {
  return column.type === "picture" ? "picture" : String(column.values[row]);
}

export function hasValue(column: Column, row: number): boolean {
  if (column.type === "picture") return true;
  return column.type === "number" ? !Number.isNaN(column.values[row]) : column.values[row] !== null;
}

/** A text that is equal for equal values: what a split by hash hashes. */
export function textAt(column: Column, row: number): string {
  if (column.type !== "picture") return String(column.values[row]);
  const size = column.pixels.length === 0 ? 0 : column.shape.reduce((product, side) => product * side, 1);
  return String(unitHashOfBytes(column.pixels.subarray(row * size, (row + 1) * size)));
}

/** The column with these rows alone, in this order. */
export function pickRows(column: Column, rows: Uint32Array): Column {
  if (column.type === "number")
    return { ...column, values: Float64Array.from(rows, (row) => column.values[row]) };
  if (column.type !== "picture") return { ...column, values: Array.from(rows, (row) => column.values[row]) };
  const size = column.shape.reduce((product, side) => product * side, 1);
  const pixels = new Uint8Array(rows.length * size);
  rows.forEach((row, i) => pixels.set(column.pixels.subarray(row * size, (row + 1) * size), i * size));
  return { ...column, pixels };
}
