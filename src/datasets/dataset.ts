// A table of named columns with a version, and the part (train, validation, test) each row belongs to.
// Columns are never handed out themselves: a cell that sorts what it was given changes a copy.
import { CairnError } from "#errors/cairn-error.ts";
import { nearestName } from "#errors/nearest-name.ts";
import type { ContentHash } from "#hashing/content-hash.ts";
import { type CellValue, type Column, valueAt } from "./column.ts";
import { type Picture, pictureAt } from "./picture.ts";

export type Part = "train" | "validation" | "test";
export type RowSelection = Part | "all";
export const parts: readonly Part[] = ["train", "validation", "test"];

export type { Column };

export type Row = Record<string, CellValue>;

export interface DatasetData {
  source: string;
  /** Of the whole table as imported, before rows were dropped: one file has one version, however it is used. */
  version: ContentHash;
  /** Of the table, what was dropped and how it was split: what a key takes for this value. */
  contentHash: ContentHash;
  columns: Column[];
  rowCount: number;
  /** Index into `parts` for each row, or NO_PART; absent without a split. */
  partOfRow?: Uint8Array;
}

export class Dataset {
  readonly source: string;
  readonly version: ContentHash;
  readonly contentHash: ContentHash;
  readonly rowCount: number;
  readonly columnNames: readonly string[];
  readonly #data: DatasetData;

  constructor(data: DatasetData) {
    this.#data = data;
    this.source = data.source;
    this.version = data.version;
    this.contentHash = data.contentHash;
    this.rowCount = data.rowCount;
    this.columnNames = Object.freeze(data.columns.map((column) => column.name));
    Object.freeze(this);
  }

  /** How many rows a part has. */
  count(selection: RowSelection = "all"): number {
    return this.rowIndices(selection).length;
  }

  /** The values of one column: a Float64Array (NaN: missing), an array of strings (null: missing) or of pictures. A copy. */
  column(name: string, selection: RowSelection = "all"): Float64Array | (string | null)[] | Picture[] {
    const column = this.columnNamed(name);
    const indices = this.rowIndices(selection);
    if (column.type === "number") return Float64Array.from(indices, (index) => column.values[index]);
    if (column.type === "picture") return Array.from(indices, (index) => pictureAt(column, index));
    return Array.from(indices, (index) => column.values[index]);
  }

  columnType(name: string): Column["type"] {
    return this.columnNamed(name).type;
  }

  /** Rows as objects; a missing number is null. At most `limit` of them. */
  rows(selection: RowSelection = "all", limit = Infinity): Row[] {
    const indices = this.rowIndices(selection);
    return Array.from(indices.subarray(0, Math.min(limit, indices.length)), (index) => this.#row(index));
  }

  /** Indices of the rows of a part, in the order of the file. */
  rowIndices(selection: RowSelection = "all"): Uint32Array {
    const { partOfRow, rowCount } = this.#data;
    const all = Uint32Array.from({ length: rowCount }, (_, index) => index);
    if (selection === "all") return all;
    if (!parts.includes(selection)) {
      throw new CairnError(
        `dataset: a part is "train", "validation", "test" or "all", got "${String(selection)}"`,
        {
          code: "unknown-part",
        },
      );
    }
    if (!partOfRow) {
      throw new CairnError(`dataset "${this.source}" has no split, so it has no part "${selection}"`, {
        code: "no-split",
        hint: "Add to its cell: split: { by: hash, train: 0.7, validation: 0.15, test: 0.15 }",
      });
    }
    const part = parts.indexOf(selection);
    return all.filter((index) => partOfRow[index] === part);
  }

  /** The stored form, for codecs. Not to be changed. */
  data(): DatasetData {
    return this.#data;
  }

  /** @throws CairnError naming the columns that there are; `path` says where a form asked for this one. */
  columnNamed(name: string, path?: readonly (string | number)[]): Column {
    const column = this.#data.columns.find((candidate) => candidate.name === name);
    if (column) return column;
    const near = nearestName(name, this.columnNames);
    throw new CairnError(
      `dataset "${this.source}" has no column "${name}"; it has: ${this.columnNames.join(", ")}`,
      {
        code: "no-column",
        ...(path && { path }),
        ...(near !== undefined && { hint: `Did you mean ${near}?` }),
      },
    );
  }

  #row(index: number): Row {
    const cells = this.#data.columns.map((column) => {
      const value = valueAt(column, index);
      return [column.name, typeof value === "number" && Number.isNaN(value) ? null : value] as const;
    });
    return Object.fromEntries(cells); // a column called __proto__ is a column too
  }
}
