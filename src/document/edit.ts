// An edit is a value: which cells at one place give way to which others, and what becomes of the front matter.
// Applying it makes a new notebook, in which every other cell is the same object; its inverse is an edit too.
import { CairnError } from "#errors/cairn-error.ts";
import { commonEnds } from "./common-subsequence.ts";
import type { Cell, Notebook } from "./notebook.ts";
import { withProblems } from "./parse-notebook.ts";

export interface Edit {
  /** Index of the first cell that changes. */
  readonly at: number;
  readonly removed: readonly Cell[];
  readonly inserted: readonly Cell[];
  /** The raw text before the first cell, where it changes. */
  readonly head?: { readonly before: string; readonly after: string };
}

/** @throws CairnError if the edit was made for another state of the notebook. */
export function applyEdit(notebook: Notebook, edit: Edit): Notebook {
  const cells = notebook.cells.slice(edit.at, edit.at + edit.removed.length);
  const fits = edit.removed.every(
    (cell, index) => cell.id === cells[index]?.id && cell.raw === cells[index]?.raw,
  );
  if (!fits || (edit.head && edit.head.before !== notebook.head)) {
    throw new CairnError(
      "applyEdit: the edit must be made for this state of the notebook, got one for another",
      {
        code: "edit-for-another-state",
        hint: "Make the edit again from the notebook as it is now.",
      },
    );
  }
  return withProblems({
    head: edit.head?.after ?? notebook.head,
    cells: notebook.cells.toSpliced(edit.at, edit.removed.length, ...edit.inserted),
    lineEnding: notebook.lineEnding,
    kinds: notebook.kinds,
    file: notebook.file,
  });
}

/** The smallest edit that makes one state the other; cells that stay must be the same objects. */
export function editBetween(before: Notebook, after: Pick<Notebook, "head" | "cells">): Edit {
  const { start, end } = commonEnds(
    before.cells.length,
    after.cells.length,
    (i, j) => before.cells[i] === after.cells[j],
  );
  return {
    at: start,
    removed: before.cells.slice(start, before.cells.length - end),
    inserted: after.cells.slice(start, after.cells.length - end),
    ...(before.head !== after.head && { head: { before: before.head, after: after.head } }),
  };
}

export function invertEdit(edit: Edit): Edit {
  const head = edit.head && { before: edit.head.after, after: edit.head.before };
  return { at: edit.at, removed: edit.inserted, inserted: edit.removed, ...(head ? { head } : {}) };
}

export function isEmptyEdit(edit: Edit): boolean {
  return edit.removed.length === 0 && edit.inserted.length === 0 && edit.head === undefined;
}
