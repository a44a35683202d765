// The rows of the outline: a cell with code, or a heading of prose.
import type { CellView } from "#session/session-view.ts";
import { findHeadings } from "#markup/headings.ts";

export interface OutlineRow {
  key: string;
  cell: CellView;
  text: string;
  /** Among the headings of its cell. */
  index: number;
}

const known = new WeakMap<CellView, OutlineRow[]>();

/** The same view gives the same rows, so that a change of one cell draws one row. */
export function outlineRows(cells: readonly CellView[]): OutlineRow[] {
  return cells.flatMap((cell) => {
    let rows = known.get(cell);
    if (!rows) known.set(cell, (rows = rowsOf(cell)));
    return rows;
  });
}

function rowsOf(cell: CellView): OutlineRow[] {
  if (cell.type === "code") return [{ key: cell.id, cell, text: cell.name, index: 0 }];
  const headings = findHeadings(cell.markdown).filter(({ level }) => level <= 3);
  return headings.map(({ text }, index) => ({ key: `${cell.id}/${index}`, cell, text, index }));
}
