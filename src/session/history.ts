// One undo stack for the whole notebook: a list of edits with their inverses. Typing in one cell is one
// step as long as it pauses for less than half a second.
import { invertEdit, type Edit } from "#document/edit-notebook.ts";
import type { CellId } from "#document/notebook.ts";

export interface Step {
  edit: Edit;
  /** The cell to scroll to when the step is undone or redone. */
  cell?: CellId;
}

const COALESCE_MS = 500;

export class History {
  #done: Step[] = [];
  #undone: Step[] = [];
  #lastMs = -Infinity;
  #lastTag: string | undefined;

  get canUndo(): boolean {
    return this.#done.length > 0;
  }

  get canRedo(): boolean {
    return this.#undone.length > 0;
  }

  /** @param tag equal tags in quick succession are one step: "body:<cell>" */
  push(step: Step, nowMs: number, tag?: string): void {
    const last = this.#done.at(-1);
    const isSame = tag !== undefined && tag === this.#lastTag && nowMs - this.#lastMs < COALESCE_MS;
    const joined = last && isSame ? joinEdits(last.edit, step.edit) : undefined;
    if (joined) this.#done[this.#done.length - 1] = { ...step, edit: joined };
    else this.#done.push(step);
    this.#undone = [];
    this.#lastMs = nowMs;
    this.#lastTag = tag;
  }

  undo(): Step | undefined {
    const step = this.#done.pop();
    if (!step) return undefined;
    this.#undone.push(step);
    this.#lastTag = undefined;
    return { ...step, edit: invertEdit(step.edit) };
  }

  redo(): Step | undefined {
    const step = this.#undone.pop();
    if (!step) return undefined;
    this.#done.push(step);
    this.#lastTag = undefined;
    return step;
  }
}

/** Two edits of the same cells in one place as one edit; undefined when the second goes beyond the first. */
function joinEdits(first: Edit, second: Edit): Edit | undefined {
  const fits =
    first.at === second.at &&
    first.inserted.length === second.removed.length &&
    first.inserted.every((cell, i) => cell === second.removed[i]) &&
    first.head === undefined &&
    second.head === undefined;
  return fits ? { ...first, inserted: second.inserted } : undefined;
}
