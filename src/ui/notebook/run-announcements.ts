// What a screen reader hears of a run: quarters of the work, then how it ended. Never each epoch.
import type { CellView } from "#session/session-view.ts";
import { countOf } from "#markup/format-number.ts";

/** Remembers what was said, so that each quarter is said once. */
export class RunAnnouncements {
  #wasRunning = false;
  /** The cell and quarter last spoken of. */
  #said = "";

  /** The sentence to be said now, if there is one. */
  next(cells: readonly CellView[], isRunning: boolean): string | undefined {
    const hasEnded = this.#wasRunning && !isRunning;
    this.#wasRunning = isRunning;
    if (hasEnded) {
      this.#said = "";
      return describeEnd(cells);
    }
    return isRunning ? this.#quarter(cells) : undefined;
  }

  #quarter(cells: readonly CellView[]): string | undefined {
    for (const cell of cells) {
      if (cell.type !== "code" || cell.status !== "running") continue;
      const training = cell.outputs.findLast((output) => output.type === "training")?.progress;
      if (!training) continue;
      const quarter = Math.floor((training.epoch / training.epochs) * 4) * 25;
      const key = `${cell.id} ${quarter}`;
      if (quarter === 0 || key === this.#said) return undefined;
      this.#said = key;
      return `${cell.name}: ${quarter}%, epoch ${training.epoch} of ${training.epochs}`;
    }
    return undefined;
  }
}

function describeEnd(cells: readonly CellView[]): string {
  const code = cells.filter((cell) => cell.type === "code" && cell.status !== "disabled");
  const failed = code.filter((cell) => cell.type === "code" && cell.status === "error");
  const settled = code.filter((cell) => cell.type === "code" && /^(?:done|cached)$/.test(cell.status));
  const names = failed.map((cell) => (cell.type === "code" ? cell.name : "")).join(", ");
  const failure = failed.length > 0 ? `, ${failed.length} failed: ${names}` : "";
  return `Run ended: ${settled.length} of ${countOf(code.length, "cell")} done${failure}`;
}
