// The rows of the panel of variables: what each name holds, as far as the session knows without asking the worker.
import type { NameInfo } from "#session/describe-names.ts";
import type { CellView } from "#session/session-view.ts";

export interface VariableRow extends NameInfo {
  /** The value is not that of the text as it is now, or there is none. */
  state: "current" | "stale" | "none";
}

export function variableRows(names: readonly NameInfo[], cells: readonly CellView[]): VariableRow[] {
  const byId = new Map(cells.map((cell) => [cell.id, cell]));
  return names.map((name) => {
    const cell = byId.get(name.cell);
    const status = cell?.type === "code" ? cell.status : "idle";
    const state =
      status === "stale" ? "stale" : status === "idle" || status === "disabled" ? "none" : "current";
    return { ...name, state };
  });
}

/** What the values of all cells hold of tensors, since they ran here. */
export function tensorTotals(cells: readonly CellView[]): { count: number; bytes: number } {
  const total = { count: 0, bytes: 0 };
  for (const cell of cells) {
    if (cell.type !== "code" || !cell.memory) continue;
    total.count += cell.memory.tensorCount;
    total.bytes += cell.memory.tensorBytes;
  }
  return total;
}
