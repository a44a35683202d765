// What became of the rows of a table from one version to the next.
import type { Column } from "./column.ts";
import { textAt } from "./column.ts";

export interface RowChanges {
  added: number;
  removed: number;
  changed: number;
  /** The column by which rows were told apart; absent where their whole content did. */
  matchedBy?: string;
  /** The same rows, in another order. */
  isReordered: boolean;
}

export interface ColumnChanges {
  added: string[];
  removed: string[];
  retyped: { name: string; from: Column["type"]; to: Column["type"] }[];
}

interface Table {
  columns: readonly Column[];
  rowCount: number;
}

/** @param key the column that names a row; without it one is taken whose values are all distinct on both sides */
export function compareRows(before: Table, after: Table, key?: string): RowChanges {
  const matchedBy = key ?? commonKey(before, after);
  if (matchedBy !== undefined) {
    const found = byKey(before, after, matchedBy);
    if (found) return found;
  }
  return byContent(before, after);
}

export function compareColumns(before: Table, after: Table): ColumnChanges {
  const [old, now] = [before, after].map(
    ({ columns }) => new Map(columns.map((column) => [column.name, column])),
  ) as [Map<string, Column>, Map<string, Column>];
  return {
    added: [...now.keys()].filter((name) => !old.has(name)),
    removed: [...old.keys()].filter((name) => !now.has(name)),
    retyped: [...now].flatMap(([name, { type }]) => {
      const from = old.get(name)?.type;
      return from === undefined || from === type ? [] : [{ name, from, to: type }];
    }),
  };
}

/** The first column that names every row of both: a name or a number that no other row has. */
function commonKey(before: Table, after: Table): string | undefined {
  const names = before.columns.filter((column) => isKey(column, before.rowCount)).map(({ name }) => name);
  return names.find((name) => {
    const column = after.columns.find((each) => each.name === name);
    return column !== undefined && isKey(column, after.rowCount);
  });
}

/** Measures are distinct by chance: only words and whole numbers name a row. */
function isKey(column: Column, rowCount: number): boolean {
  if (column.type === "picture" || rowCount === 0) return false;
  if (column.type === "number" && !column.values.every((value) => Number.isInteger(value))) return false;
  if (column.type !== "number" && column.values.includes(null)) return false;
  return new Set<unknown>(column.values as ArrayLike<unknown> & Iterable<unknown>).size === rowCount;
}

function byKey(before: Table, after: Table, key: string): RowChanges | undefined {
  const [old, now] = [before, after].map((table) => {
    const column = table.columns.find(({ name }) => name === key);
    if (!column) return undefined;
    const names = Array.from({ length: table.rowCount }, (_, row) => textAt(column, row));
    return new Set(names).size === table.rowCount ? names : undefined;
  }) as [string[] | undefined, string[] | undefined];
  if (!old || !now) return undefined;
  const oldTexts = rowTexts(before, commonNames(before, after));
  const nowTexts = rowTexts(after, commonNames(before, after));
  const rowOf = new Map(old.map((name, row) => [name, row]));
  let added = 0;
  let changed = 0;
  let isReordered = false;
  let last = -1;
  for (const [row, name] of now.entries()) {
    const was = rowOf.get(name);
    if (was === undefined) {
      added++;
      continue;
    }
    if (was < last) isReordered = true;
    last = was;
    if (oldTexts[was] !== nowTexts[row]) changed++;
  }
  const removed = old.length - (now.length - added);
  return { added, removed, changed, matchedBy: key, isReordered };
}

/**
 * Rows of equal content are the same row, each as often as it stands there. Between two rows that stayed, one that
 * went and one that came are one row that changed, if they agree in at least half of the columns.
 */
function byContent(before: Table, after: Table): RowChanges {
  const names = commonNames(before, after);
  const old = rowTexts(before, names);
  const now = rowTexts(after, names);
  // Of rows that are equal to others, those at both ends that stand where they stood are the ones that stayed.
  let start = 0;
  while (start < Math.min(old.length, now.length) && old[start] === now[start]) start++;
  let end = 0;
  while (end < Math.min(old.length, now.length) - start && old.at(-1 - end) === now.at(-1 - end)) end++;
  const counts = new Map<string, number>();
  for (const text of old.slice(start, old.length - end)) counts.set(text, (counts.get(text) ?? 0) + 1);
  const stayed = now.map((text, row) => {
    if (row < start || row >= now.length - end) return true;
    const count = counts.get(text) ?? 0;
    if (count > 0) counts.set(text, count - 1);
    return count > 0;
  });
  // What is left of the counts went; of equal rows the last ones.
  const went = new Array<boolean>(old.length).fill(false);
  for (let row = old.length - end - 1; row >= start; row--) {
    const count = counts.get(old[row]) ?? 0;
    if (count === 0) continue;
    counts.set(old[row], count - 1);
    went[row] = true;
  }
  const gone = groupsBetween(went);
  const come = groupsBetween(stayed.map((value) => !value));
  let changed = 0;
  for (const [place, rows] of gone) {
    const others = come.get(place) ?? [];
    for (let i = 0; i < Math.min(rows.length, others.length); i++) {
      if (agreement(before, rows[i], after, others[i], names) >= 0.5) changed++;
    }
  }
  const removed = went.filter(Boolean).length - changed;
  const added = stayed.filter((value) => !value).length - changed;
  const isReordered = removed + added + changed === 0 && old.some((text, row) => text !== now[row]);
  return { added, removed, changed, isReordered };
}

/** Rows that are marked, by how many unmarked ones stand before them. */
function groupsBetween(marked: readonly boolean[]): Map<number, number[]> {
  const groups = new Map<number, number[]>();
  let before = 0;
  for (const [row, isMarked] of marked.entries()) {
    if (!isMarked) before++;
    else groups.set(before, [...(groups.get(before) ?? []), row]);
  }
  return groups;
}

function agreement(before: Table, old: number, after: Table, now: number, names: readonly string[]): number {
  const columnOf = ({ columns }: Table, name: string) => columns.find((column) => column.name === name)!;
  const equal = names.filter(
    (name) => textAt(columnOf(before, name), old) === textAt(columnOf(after, name), now),
  );
  return names.length === 0 ? 0 : equal.length / names.length;
}

/** A column that came or went changes no row. */
function commonNames(before: Table, after: Table): string[] {
  const now = new Set(after.columns.map(({ name }) => name));
  return before.columns.map(({ name }) => name).filter((name) => now.has(name));
}

function rowTexts({ columns, rowCount }: Table, names: readonly string[]): string[] {
  const shown = names.map((name) => columns.find((column) => column.name === name)!);
  return Array.from({ length: rowCount }, (_, row) =>
    JSON.stringify(shown.map((column) => textAt(column, row))),
  );
}
