// The datasets of a notebook: what each cell shows of one, and what comes of it.
import type { DatasetProfile } from "#datasets/profile-types.ts";
import type { CellId } from "#document/notebook.ts";
import type { CellView, CodeCellView } from "#session/session-view.ts";

export interface DataRow {
  cell: CodeCellView;
  /** Undefined before it has run. */
  profile: DatasetProfile | undefined;
  /** What comes of it, on to models and their scores. */
  lineage: LineageNode[];
}

export interface LineageNode {
  cell: CodeCellView;
  /** It stands there already, with all that comes of it. */
  isRepeated: boolean;
  readers: LineageNode[];
}

export function dataRows(cells: readonly CellView[]): DataRow[] {
  return cells.flatMap((cell): DataRow[] => {
    if (cell.type !== "code") return [];
    const profile = cell.outputs.find((output) => output.type === "dataset")?.profile;
    if (!profile && cell.kind !== "dataset") return [];
    return [{ cell, profile, lineage: lineageOf(cell.id, cells, new Set()) }];
  });
}

/** In the order of the page; a cell with two inputs stands in full below the first. */
function lineageOf(id: CellId, cells: readonly CellView[], seen: Set<CellId>): LineageNode[] {
  return cells.flatMap((cell): LineageNode[] => {
    if (cell.type !== "code" || !cell.inputs.some((input) => input.cell === id)) return [];
    const isRepeated = seen.has(cell.id);
    seen.add(cell.id);
    return [{ cell, isRepeated, readers: isRepeated ? [] : lineageOf(cell.id, cells, seen) }];
  });
}
