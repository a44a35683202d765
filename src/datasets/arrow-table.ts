// Tables to Arrow and back: the form in which DuckDB takes and gives them. Arrow's own builders are not used: they
// make code at run time.
import {
  type DataType,
  Field,
  Float64,
  makeData,
  RecordBatch,
  Schema,
  Struct,
  Table,
  tableToIPC,
  Type,
  Utf8,
} from "apache-arrow";
import type { ValueColumn } from "./column.ts";
import type { ParsedTable } from "./parse-csv.ts";
import { columnOf } from "./records.ts";

/** Of one result: more belong in a file. */
const VALUE_LIMIT = 20_000_000;

/** As an Arrow stream. Pictures are left out: a query has no use for them. */
export function arrowBytes({ columns, rowCount }: ParsedTable): Uint8Array {
  const shown = columns.filter((column) => column.type !== "picture");
  const children = shown.map(dataOf);
  const fields = shown.map(({ name }, at) => new Field(name, children[at]!.type, true));
  const data = makeData({ type: new Struct(fields), length: rowCount, nullCount: 0, children });
  return tableToIPC(new Table([new RecordBatch(new Schema(fields), data)]), "stream");
}

function dataOf(column: ValueColumn) {
  const length = column.values.length;
  const nullBitmap = new Uint8Array(Math.ceil(length / 64) * 8);
  let nullCount = 0;
  const note = (row: number, isThere: boolean) => {
    if (isThere) nullBitmap[row >> 3]! |= 1 << (row & 7);
    else nullCount++;
  };
  if (column.type === "number") {
    column.values.forEach((value, row) => note(row, !Number.isNaN(value)));
    return makeData({ type: new Float64(), length, nullCount, nullBitmap, data: column.values });
  }
  column.values.forEach((value, row) => note(row, value !== null));
  return makeData({ type: new Utf8(), length, nullCount, nullBitmap, ...textBytes(column.values) });
}

function textBytes(values: readonly (string | null)[]): { valueOffsets: Int32Array; data: Uint8Array } {
  const encoder = new TextEncoder();
  const valueOffsets = new Int32Array(values.length + 1);
  let data = new Uint8Array(values.length * 8 + 64);
  let end = 0;
  values.forEach((value, row) => {
    if (value !== null) {
      const most = value.length * 3;
      if (end + most > data.length) {
        const larger = new Uint8Array((end + most) * 2);
        larger.set(data.subarray(0, end));
        data = larger;
      }
      end += encoder.encodeInto(value, data.subarray(end)).written;
    }
    valueOffsets[row + 1] = end;
  });
  return { valueOffsets, data: data.subarray(0, end) };
}

/** What is needed of an Arrow table, whichever copy of the library made it. */
export interface ArrowTable {
  numRows: number;
  schema: { fields: readonly { name: string; type: Pick<DataType, "typeId"> }[] };
  getChildAt(index: number): { get(row: number): unknown } | null;
}

/** Numbers stay numbers; dates, times and truths become words, lists and structs their JSON. @throws RangeError when it is too large */
export function tableOfArrow(table: ArrowTable): ParsedTable {
  const { numRows: rowCount, schema } = table;
  if (rowCount * schema.fields.length > VALUE_LIMIT)
    throw new RangeError(
      `a result has at most ${VALUE_LIMIT.toLocaleString("en")} values, got ${rowCount.toLocaleString("en")} rows of ${schema.fields.length}\nSum rows up (GROUP BY), name the columns that you need, or add LIMIT.`,
    );
  const warnings: string[] = [];
  const names = new Set<string>();
  const columns = schema.fields.map(({ name, type }, at) => {
    const vector = table.getChildAt(at)!;
    const cells = Array.from({ length: rowCount }, (_, row) => plain(vector.get(row), type.typeId));
    return columnOf(freeName(name, names), cells, "sql", warnings);
  });
  return { columns, rowCount, warnings };
}

/** Two columns of one name are a and a_2. */
function freeName(name: string, taken: Set<string>): string {
  let free = name;
  for (let count = 2; taken.has(free); count++) free = `${name}_${count}`;
  taken.add(free);
  return free;
}

function plain(value: unknown, typeId: Type): unknown {
  if (value === null || value === undefined) return null;
  // Arrow gives both as milliseconds, whatever their own unit.
  if (typeId === Type.Date) return isoTime(Number(value)).slice(0, 10);
  if (typeId === Type.Timestamp) return isoTime(Number(value));
  if (typeof value === "bigint") return Number(value);
  if (typeof value !== "object") return value;
  return JSON.stringify(value, (_, part: unknown) => (typeof part === "bigint" ? Number(part) : part));
}

/** As DuckDB writes it: "2020-01-02 03:04:05". @param ms since 1970 */
function isoTime(ms: number): string {
  return Number.isFinite(ms) && Math.abs(ms) <= 8.64e15
    ? new Date(ms)
        .toISOString()
        .replace("T", " ")
        .replace(/(?:\.000)?Z$/, "")
    : String(ms);
}
