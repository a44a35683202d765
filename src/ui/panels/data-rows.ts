// The datasets of a notebook: what each cell shows of one, and which cells read it.
import type { DatasetProfile } from "#datasets/profile-types.ts";
import type { CellId } from "#document/notebook.ts";
import type { CellView, CodeCellView } from "#session/session-view.ts";

export interface DataRow {
  cell: CodeCellView;
  /** Undefined before it has run. */
  profile: DatasetProfile | undefined;
  readers: { id: CellId; name: string }[];
}

export function dataRows(cells: readonly CellView[]): DataRow[] {
  return cells.flatMap((cell): DataRow[] => {
    if (cell.type !== "code") return [];
    const profile = cell.outputs.find((output) => output.type === "dataset")?.profile;
    if (!profile && cell.kind !== "dataset") return [];
    const readers = cells.flatMap((other) =>
      other.type === "code" && other.inputs.some((input) => input.cell === cell.id)
        ? [{ id: other.id, name: other.name }]
        : [],
    );
    return [{ cell, profile, readers }];
  });
}
