// Two texts of one notebook that went apart, as one: each cell as the side has it that changed it.
import { diff3Merge } from "node-diff3";
import { applyEdit } from "./edit.ts";
import type { Cell, Notebook } from "./notebook.ts";
import { parseNotebook, type ParseOptions } from "./parse-notebook.ts";
import { printNotebook } from "./print-notebook.ts";
import { type Piece, replaceCells } from "./replace-cells.ts";

export interface MergedText {
  /** Where both changed the same cells, ours are in it. */
  text: string;
  /** Places where both changed the same cells, each in its own way. */
  conflictCount: number;
}

/** @param base what both come from */
export function mergeNotebooks(
  { base, ours, theirs }: { base: string; ours: string; theirs: string },
  options: ParseOptions,
): MergedText {
  if (ours === theirs || theirs === base) return { text: ours, conflictCount: 0 };
  if (ours === base) return { text: theirs, conflictCount: 0 };
  const parse = (text: string) => parseNotebook(text, options);
  const notebooks = { base: parse(base), ours: parse(ours), theirs: parse(theirs) };
  const heads = mergeLists([notebooks.ours.head], [notebooks.base.head], [notebooks.theirs.head]);
  const cells = mergeLists(slicesOf(notebooks.ours), slicesOf(notebooks.base), slicesOf(notebooks.theirs));
  const empty = parse(heads.items.join(""));
  const merged = applyEdit(empty, replaceCells(empty, 0, 0, cells.items.map(pieceOf)));
  return { text: printNotebook(merged), conflictCount: heads.conflictCount + cells.conflictCount };
}

/** A cell as one item: prose and code may have the same text. The blank lines after it do not matter. */
function slicesOf({ cells, lineEnding }: Notebook): string[] {
  return cells.map(({ type, raw }) => `${type}\0${raw.trimEnd()}${lineEnding}`);
}

function pieceOf(slice: string): Piece {
  const at = slice.indexOf("\0");
  return { type: slice.slice(0, at) as Cell["type"], raw: slice.slice(at + 1) };
}

interface MergedList {
  items: string[];
  conflictCount: number;
}

function mergeLists(ours: string[], base: string[], theirs: string[]): MergedList {
  const merged: MergedList = { items: [], conflictCount: 0 };
  for (const { ok, conflict } of diff3Merge(ours, base, theirs, { excludeFalseConflicts: true })) {
    const region = conflict
      ? mergeRegion(conflict.a, conflict.o, conflict.b)
      : { items: ok ?? [], conflictCount: 0 };
    merged.items.push(...region.items);
    merged.conflictCount += region.conflictCount;
  }
  return merged;
}

/** Changes of neighbours lie in one region: where no cell came or went, each is looked at alone. */
function mergeRegion(ours: string[], base: string[], theirs: string[]): MergedList {
  if (ours.length !== base.length || theirs.length !== base.length) return { items: ours, conflictCount: 1 };
  const merged: MergedList = { items: [], conflictCount: 0 };
  for (const [at, before] of base.entries()) {
    const [mine, other] = [ours[at]!, theirs[at]!];
    merged.items.push(mine === before ? other : mine);
    if (mine !== before && other !== before && mine !== other) merged.conflictCount++;
  }
  return merged;
}
