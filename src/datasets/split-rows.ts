// Which part each row belongs to. By hash, from the row's own text: adding, removing or sorting rows never moves
// another row between parts, and equal rows are never on both sides of the fence. Or by time.
import { CairnError } from "#errors/cairn-error.ts";
import { nearestName } from "#errors/nearest-name.ts";
import { type Column, textAt } from "./column.ts";
import { unitHash } from "./unit-hash.ts";

export type SplitSpec = HashSplit | TimeSplit;

/** From 0 to 1; they sum to 1. */
interface Shares {
  train: number;
  validation: number;
  test: number;
}

export interface HashSplit extends Shares {
  by: "hash";
  /** Column whose value decides instead of the whole row: rows of one patient stay together. */
  key?: string;
}

/** The earliest rows train, the latest test: a model that is to foretell is shown nothing of what comes after. */
export interface TimeSplit extends Shares {
  by: "time";
  /** Dates (2015-07-01, with or without a time of day) or numbers that grow with time. */
  column: string;
  /** Rows before each boundary that belong to no part: as many as the target looks ahead. @default 0 */
  gap?: number;
}

/** What stands in place of an index into `parts` for a row in none of them. */
export const NO_PART = 255;

/** Index into `parts` for each row, or NO_PART. @throws CairnError for wrong fractions, columns or times */
export function splitRows(columns: readonly Column[], rowCount: number, split: SplitSpec): Uint8Array {
  if (!sumsToOne(split)) {
    throw new CairnError(`split: must have ${sumRule(split)}`, {
      code: "bad-split",
      path: ["split"],
      hint: "For instance: train: 0.7, validation: 0.15, test: 0.15",
    });
  }
  return split.by === "time" ? splitByTime(columns, rowCount, split) : splitByHash(columns, rowCount, split);
}

function splitByHash(columns: readonly Column[], rowCount: number, split: HashSplit): Uint8Array {
  const { train, validation, key } = split;
  const deciding = key === undefined ? columns : [columnNamed(columns, key, "key")];
  return Uint8Array.from({ length: rowCount }, (_, row) => {
    const fraction = unitHash(deciding.map((column) => textAt(column, row)).join("\u001F"));
    return fraction < train ? 0 : fraction < train + validation ? 1 : 2;
  });
}

/** Rows of one moment are never on both sides of a boundary. */
function splitByTime(columns: readonly Column[], rowCount: number, split: TimeSplit): Uint8Array {
  const times = timesOf(columnNamed(columns, split.column, "column"), rowCount);
  const order = Uint32Array.from({ length: rowCount }, (_, row) => row).sort(
    (a, b) => times[a] - times[b] || a - b,
  );
  const boundary = (share: number) => {
    let at = Math.min(rowCount, Math.round(rowCount * share));
    while (at > 0 && at < rowCount && times[order[at]] === times[order[at - 1]]) at++;
    return at;
  };
  const first = boundary(split.train);
  const second = Math.max(first, boundary(split.train + split.validation));
  const partOfRow = new Uint8Array(rowCount);
  order.forEach((row, at) => {
    partOfRow[row] = at < first ? 0 : at < second ? 1 : 2;
  });
  for (const end of new Set([first, second])) {
    if (end === rowCount) continue; // nothing comes after
    for (const row of order.subarray(Math.max(0, end - (split.gap ?? 0)), end)) partOfRow[row] = NO_PART;
  }
  return partOfRow;
}

function timesOf(column: Column, rowCount: number): Float64Array {
  return Float64Array.from({ length: rowCount }, (_, row) => {
    const value = column.type === "picture" ? null : column.values[row];
    const time = typeof value === "string" ? timeOf(value) : (value ?? NaN);
    if (!Number.isNaN(time)) return time;
    const got = value === null || typeof value === "number" ? "none" : `"${String(value).slice(0, 40)}"`;
    throw new CairnError(
      `split: "${column.name}" must have a time in every row, got ${got} in row ${row + 1}`,
      {
        code: "bad-time",
        path: ["split", "column"],
        hint: "A time is a number, or a date such as 2015-07-01 or 2015-07-01T13:30.",
      },
    );
  });
}

/** Milliseconds since 1970, the same on every machine: a date without a zone is taken as UTC. */
function timeOf(text: string): number {
  const match = /^(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:[T ](.+))?$/.exec(text.trim());
  if (!match) return NaN;
  const [, year, month, day, time] = match;
  const date = `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
  if (time === undefined) return Date.parse(`${date}T00:00Z`);
  return Date.parse(`${date}T${time}${/(Z|[+-]\d\d:?\d\d)$/.test(time) ? "" : "Z"}`);
}

function columnNamed(columns: readonly Column[], name: string, key: string): Column {
  const found = columns.find((column) => column.name === name);
  if (found) return found;
  const names = columns.map((column) => column.name);
  const near = nearestName(name, names);
  throw new CairnError(`split: there is no column "${name}"; the table has: ${names.join(", ")}`, {
    code: "no-column",
    path: ["split", key],
    ...(near !== undefined && { hint: `Did you mean ${near}?` }),
  });
}

export function sumsToOne({ train, validation, test }: Shares): boolean {
  return Math.abs(train + validation + test - 1) <= 1e-9 && Math.min(train, validation, test) >= 0;
}

/** The rule and what was found instead. */
export function sumRule({ train, validation, test }: Shares): string {
  const sum = Number((train + validation + test).toPrecision(12));
  return `fractions that sum to 1, got train ${train} + validation ${validation} + test ${test} = ${sum}`;
}
