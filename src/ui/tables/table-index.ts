// A table under a person's hands: which rows, in which order, without moving the rows themselves. Pure; a
// large table runs it in a worker of the page's own.
import type { TableColumn, TableValue } from "#cell-api/outputs.ts";
import { BLANK } from "#cell-api/table-columns.ts";
import type { ColumnProfile } from "#datasets/profile-types.ts";
import { profileColumn } from "#datasets/profile-dataset.ts";
import { keepsNumber, keepsWord, type RowFilter } from "./row-filter.ts";

export interface NamedColumn {
  name: string;
  data: TableColumn;
}

export interface TableQuery {
  sort?: { column: number; isDescending: boolean };
  /** By index of the column. */
  filters: readonly { column: number; filter: RowFilter }[];
}

export interface TableRows {
  /** Index in `rows` of the query's result. */
  from: number;
  rows: TableValue[][];
  /** Rank of each row in the table as it came, from 1. */
  numbers: number[];
}

/** More different words than this are text, fewer are kinds. */
const KIND_LIMIT = 50;

export class TableIndex {
  readonly #columns: readonly NamedColumn[];
  readonly #rowCount: number;
  /** Undefined: all rows, as they came. */
  #order: Uint32Array | undefined;

  constructor(columns: readonly NamedColumn[]) {
    this.#columns = columns;
    this.#rowCount = columns.length === 0 ? 0 : lengthOf(columns[0].data);
  }

  /** Returns how many rows are left. */
  select({ sort, filters }: TableQuery): number {
    let order = filters.length > 0 ? this.#filtered(filters) : undefined;
    if (sort) {
      order ??= Uint32Array.from({ length: this.#rowCount }, (_, row) => row);
      order = sorted(order, this.#columns[sort.column].data, sort.isDescending);
    }
    this.#order = order;
    return order?.length ?? this.#rowCount;
  }

  /** Rows `from` to `to` (excluded) of what was selected. */
  rows(from: number, to: number): TableRows {
    const count = this.#order?.length ?? this.#rowCount;
    const start = Math.max(0, Math.min(from, count));
    const indices = Array.from(
      { length: Math.max(0, Math.min(to, count) - start) },
      (_, i) => this.#order?.[start + i] ?? start + i,
    );
    return {
      from: start,
      rows: indices.map((row) => this.#columns.map(({ data }) => valueAt(data, row))),
      numbers: indices.map((row) => row + 1),
    };
  }

  /** Of the whole table, whatever is selected. */
  summaries(): ColumnProfile[] {
    return this.#columns.map(({ name, data }) => {
      if (data.type === "number") return profileColumn({ name, type: "number", values: data.values });
      const values = Array.from(data.codes, (code) => (code === BLANK ? null : data.words[code]));
      const isKind = data.words.length <= Math.min(KIND_LIMIT, values.length / 2);
      return profileColumn({ name, type: isKind ? "category" : "text", values });
    });
  }

  #filtered(filters: TableQuery["filters"]): Uint32Array {
    const tests = filters.map(({ column, filter }) => rowTest(this.#columns[column].data, filter));
    const kept = new Uint32Array(this.#rowCount);
    let count = 0;
    for (let row = 0; row < this.#rowCount; row++) {
      if (tests.every((test) => test(row))) kept[count++] = row;
    }
    return kept.slice(0, count);
  }
}

export function valueAt(data: TableColumn, row: number): TableValue {
  if (data.type === "number") return data.blanks?.[row] === 1 ? null : data.values[row];
  return data.codes[row] === BLANK ? null : data.words[data.codes[row]];
}

export function lengthOf(data: TableColumn): number {
  return data.type === "number" ? data.values.length : data.codes.length;
}

function rowTest(data: TableColumn, filter: RowFilter): (row: number) => boolean {
  if (data.type === "number") {
    const { values, blanks } = data;
    return (row) => keepsNumber(filter, values[row], blanks?.[row] === 1);
  }
  const keeps = data.words.map((word) => keepsWord(filter, word));
  const keepsBlank = keepsWord(filter, undefined);
  return (row) => (data.codes[row] === BLANK ? keepsBlank : keeps[data.codes[row]]);
}

/** Stable; rows without a value (and NaN) come last in both directions. */
function sorted(order: Uint32Array, data: TableColumn, isDescending: boolean): Uint32Array {
  const ranks = data.type === "number" ? data.values : wordRanks(data);
  const hasRank = (row: number) => !Number.isNaN(ranks[row]);
  const present = order.filter(hasRank);
  const absent = order.filter((row) => !hasRank(row));
  // Ties are broken by the row itself: `order` is ascending, and a typed array's sort promises nothing.
  present.sort(
    isDescending ? (a, b) => ranks[b] - ranks[a] || a - b : (a, b) => ranks[a] - ranks[b] || a - b,
  );
  const result = new Uint32Array(order.length);
  result.set(present);
  result.set(absent, present.length);
  return result;
}

const collator = new Intl.Collator("en", { numeric: true });

function wordRanks({ words, codes }: Extract<TableColumn, { type: "text" }>): Float64Array {
  const places = words.map((_, code) => code).sort((a, b) => collator.compare(words[a], words[b]));
  const rankOf = new Float64Array(words.length);
  places.forEach((code, rank) => (rankOf[code] = rank));
  return Float64Array.from(codes, (code) => (code === BLANK ? NaN : rankOf[code]));
}
