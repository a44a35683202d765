// What a person has asked of one table: the order, the filters, the rows in view. Its component draws it.
import type { TableColumn, TableOutput, TableValue } from "#cell-api/outputs.ts";
import { columnsOfRows } from "#cell-api/table-columns.ts";
import type { ColumnProfile } from "#datasets/profile-types.ts";
import { columnFormat } from "#markup/format-number.ts";
import { parseFilter } from "./row-filter.ts";
import { lengthOf, TableIndex, type NamedColumn, type TableQuery, type TableRows } from "./table-index.ts";
import { openTable, tableBeside, type TableSource } from "./table-source.ts";

/** Rows whose figures say how many decimals a column has, and whose texts say how wide it is. */
const SAMPLE_ROWS = 200;
const FIRST_ROWS = 40;
/** Of a long table on paper, as in the `.html` of a notebook. */
const PAPER_ROWS = 200;
const TYPING_MS = 120;

export class TableState {
  columns = $state.raw<readonly NamedColumn[]>([]);
  /** Rows that can be looked at; fewer than `rowCount` of the table where only its first were kept. */
  heldCount = $state(0);
  /** Width of each column in characters. */
  widths = $state.raw<readonly number[]>([]);
  shownCount = $state(0);
  sort = $state.raw<TableQuery["sort"]>();
  /** What is typed over each column. */
  typed = $state<string[]>([]);
  /** Why a filter is not understood, by column. */
  mistakes = $state.raw<readonly (string | undefined)[]>([]);
  block = $state.raw<TableRows>({ from: 0, rows: [], numbers: [] });
  /** The first rows of the selection, kept at hand: a browser that prints waits for nothing. */
  paper = $state.raw<TableRows>({ from: 0, rows: [], numbers: [] });
  summaries = $state.raw<readonly ColumnProfile[]>();
  isBusy = $state(false);
  #table: TableOutput | undefined;
  #formats: readonly ((value: number) => string)[] = [];
  /** Raised when other rows stand in the order: a block that was asked for before is of no use. */
  #version = 0;
  #source: TableSource = tableBeside([]);
  #typing: ReturnType<typeof setTimeout> | undefined;
  #isClosed = false;

  constructor(table: TableOutput) {
    this.take(table);
  }

  /** Another run's table in its place: order and filters stay where it has the same columns. */
  take(table: TableOutput): void {
    if (table === this.#table) return;
    const before = this.columns;
    this.#table = table;
    const first = named(table, columnsOfRows(table));
    this.columns = table.all ? named(table, table.all) : first;
    this.heldCount = this.columns.length === 0 ? 0 : lengthOf(this.columns[0].data);
    const sample = table.rows.slice(0, SAMPLE_ROWS);
    this.#formats = table.columns.map((_, at) => columnFormat(sample.map((row) => row[at])));
    this.widths = table.columns.map(({ name }, at) => {
      const lengths = sample.map((row) => this.say(row[at] ?? null, at).length);
      return Math.max(6, Math.min(40, Math.max(name.length + 2, ...lengths)));
    });
    if (!hasSameColumns(before, this.columns)) {
      this.sort = undefined;
      this.typed = table.columns.map(() => "");
      this.summaries = undefined;
    }
    this.#source.close();
    // The first rows are there in the first frame; a large table then goes to its worker.
    this.#source = tableBeside(first);
    this.shownCount = this.heldCount;
    const index = new TableIndex(first);
    this.block = index.rows(0, FIRST_ROWS);
    this.paper = index.rows(0, PAPER_ROWS);
    void this.#open(table);
  }

  async #open(table: TableOutput): Promise<void> {
    const source = await openTable(this.columns);
    if (this.#isClosed || table !== this.#table) return source.close();
    this.#source = source;
    await this.#select();
    const summaries = await source.summaries();
    if (table === this.#table) this.summaries = summaries;
  }

  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#typing);
    this.#source.close();
  }

  say(value: TableValue, at: number): string {
    if (value === null) return "";
    return typeof value === "number"
      ? Number.isNaN(value)
        ? "NaN"
        : this.#formats[at](value)
      : String(value);
  }

  /** Ascending, descending, as it came: what the head of a column does when it is pressed. */
  sortBy(column: number): void {
    const { sort } = this;
    if (sort?.column !== column) this.sort = { column, isDescending: false };
    else this.sort = sort.isDescending ? undefined : { column, isDescending: true };
    void this.#select();
  }

  type(column: number, text: string): void {
    this.typed[column] = text;
    clearTimeout(this.#typing);
    this.#typing = setTimeout(() => void this.#select(), TYPING_MS);
  }

  clear(): void {
    this.sort = undefined;
    this.typed = this.typed.map(() => "");
    void this.#select();
  }

  /** Asks for rows; what is shown stays until they are there. */
  async show(from: number, to: number): Promise<void> {
    const version = this.#version;
    const block = await this.#source.rows(from, to);
    if (version === this.#version) this.block = block;
  }

  /** Rows of the selection, for files and the clipboard. */
  get source(): TableSource {
    return this.#source;
  }

  async #select(): Promise<void> {
    const { filters, mistakes } = this.#readFilters();
    this.mistakes = mistakes;
    const version = ++this.#version;
    this.isBusy = true;
    const count = await this.#source.select({ ...(this.sort && { sort: this.sort }), filters });
    if (version !== this.#version) return;
    const { from, rows } = this.block;
    const block = await this.#source.rows(
      Math.min(from, count),
      Math.min(from, count) + Math.max(FIRST_ROWS, rows.length),
    );
    const paper = await this.#source.rows(0, Math.min(count, PAPER_ROWS));
    if (version !== this.#version) return;
    this.shownCount = count;
    this.block = block;
    this.paper = paper;
    this.isBusy = false;
  }

  #readFilters(): { filters: TableQuery["filters"]; mistakes: (string | undefined)[] } {
    const mistakes: (string | undefined)[] = [];
    const filters = this.typed.flatMap((text, column) => {
      try {
        const filter = parseFilter(text, this.columns[column].data.type);
        return filter ? [{ column, filter }] : [];
      } catch (error) {
        mistakes[column] = error instanceof Error ? error.message : String(error);
        return [];
      }
    });
    return { filters, mistakes };
  }
}

function named({ columns }: TableOutput, data: readonly TableColumn[]): NamedColumn[] {
  return columns.map(({ name }, at) => ({ name, data: data[at] }));
}

function hasSameColumns(before: readonly NamedColumn[], after: readonly NamedColumn[]): boolean {
  return (
    before.length === after.length &&
    before.every(({ name, data }, at) => name === after[at].name && data.type === after[at].data.type)
  );
}
