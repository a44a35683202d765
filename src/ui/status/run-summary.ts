// The run in one line, for the strip in the top bar: "3 of 9", "1 failed".
import type { CellId } from "#document/notebook.ts";
import type { CellStatus, CellView } from "#session/session-view.ts";

export interface RunSummary {
  statuses: { id: CellId; name: string; status: CellStatus }[];
  /** Cells that have the result of now. */
  settledCount: number;
  /** Code cells that are not off. */
  cellCount: number;
  failed: { id: CellId; name: string }[];
  staleCount: number;
}

export function summarizeRun(cells: readonly CellView[]): RunSummary {
  const statuses: RunSummary["statuses"] = [];
  for (const cell of cells) {
    if (cell.type === "code") statuses.push({ id: cell.id, name: cell.name, status: cell.status });
  }
  return {
    statuses,
    settledCount: statuses.filter(({ status }) => status === "done" || status === "cached").length,
    cellCount: statuses.filter(({ status }) => status !== "disabled").length,
    failed: statuses.filter(({ status }) => status === "error"),
    staleCount: statuses.filter(({ status }) => status === "stale").length,
  };
}

/** "Done, Running, Not run": what the strip shows, for those who do not see it. */
export function countStatuses(statuses: readonly CellStatus[], words: Record<CellStatus, string>): string {
  const counts = new Map<string, number>();
  for (const status of statuses) counts.set(words[status], (counts.get(words[status]) ?? 0) + 1);
  return [...counts].map(([word, count]) => `${count} ${word.toLowerCase()}`).join(", ");
}
