// Another text for a whole notebook, as one edit: cells that stay keep their ids, and with them what is known of them.
// An older version, what another tab saved, and a file that changed on disk all come in this way.
import { commonEnds, commonSubsequence } from "./common-subsequence.ts";
import { type Edit, editBetween } from "./edit.ts";
import type { Cell, Notebook } from "./notebook.ts";
import { parseNotebook } from "./parse-notebook.ts";

export function replaceText(notebook: Notebook, text: string): Edit {
  const { kinds, file } = notebook;
  const next = parseNotebook(text, { kinds, ...(file !== undefined && { file }) });
  return editBetween(notebook, { head: next.head, cells: keepCells(notebook.cells, next.cells) });
}

/** The new cells: an unchanged one is the old object, a changed one has the id of the one it was. */
function keepCells(before: readonly Cell[], after: readonly Cell[]): Cell[] {
  const kept = [...after];
  const isTaken = new Set<Cell>();
  const pair = (i: number, j: number) => {
    const [old, fresh] = [before[i]!, kept[j]!];
    isTaken.add(old);
    kept[j] = old.type === fresh.type && old.raw === fresh.raw ? old : Object.assign(fresh, { id: old.id });
  };
  const anchors: [number, number][] = sameCells(before, after);
  for (const [i, j] of anchors) pair(i, j);
  // between two cells that stayed: by name first, then in order
  let [i, j] = [0, 0];
  for (const [nextI, nextJ] of [...anchors, [before.length, after.length] as [number, number]]) {
    const old = before.slice(i, nextI);
    const isFresh = (at: number) => at >= j && at < nextJ;
    for (const [at, cell] of after.entries()) {
      if (!isFresh(at)) continue;
      const found = old.findIndex((each) => !isTaken.has(each) && isNamesake(each, cell));
      if (found >= 0) pair(i + found, at);
    }
    for (const [at, cell] of after.entries()) {
      if (!isFresh(at) || isTaken.has(kept[at]!) || old.some((each) => each.id === kept[at]!.id)) continue;
      const found = old.findIndex((each) => !isTaken.has(each) && isAlike(each, cell));
      if (found >= 0) pair(i + found, at);
    }
    [i, j] = [nextI + 1, nextJ + 1];
  }
  return kept;
}

function isNamesake(one: Cell, other: Cell): boolean {
  return (
    one.type === "code" &&
    other.type === "code" &&
    one.explicitName !== undefined &&
    one.explicitName === other.explicitName
  );
}

function isAlike(one: Cell, other: Cell): boolean {
  if (one.type === "prose" || other.type === "prose") return one.type === other.type;
  return one.kind === other.kind && (one.explicitName === undefined || other.explicitName === undefined);
}

/** Pairs of equal cells in both orders: what both ends share, and the longest common subsequence of what lies between. */
function sameCells(before: readonly Cell[], after: readonly Cell[]): [number, number][] {
  const isSame = (i: number, j: number) =>
    before[i]!.type === after[j]!.type && before[i]!.raw === after[j]!.raw;
  const { start, end } = commonEnds(before.length, after.length, isSame);
  const pairs: [number, number][] = [];
  for (let at = 0; at < start; at++) pairs.push([at, at]);
  const between = commonSubsequence(before.length - end - start, after.length - end - start, (i, j) =>
    isSame(start + i, start + j),
  );
  for (const [i, j] of between ?? []) pairs.push([start + i, start + j]);
  for (let at = end; at > 0; at--) pairs.push([before.length - at, after.length - at]);
  return pairs;
}
