// The arcs beside the outline: from each cell to the cells that read it, in the units of rows.

export interface Anchor {
  id: string;
  /** Ids of the cells it reads from. */
  inputs: readonly string[];
}

export interface Arc {
  /** An SVG path; a row is 30 high and its middle is the anchor. */
  path: string;
  isHot: boolean;
}

export const rowHeight = 30;
/** Where the anchors stand, from the left of the drawing. */
export const anchorX = 6;
const reach = 46;

/** @param hotId the cell whose arcs take the accent */
export function drawArcs(rows: readonly Anchor[], hotId: string | undefined): Arc[] {
  const places = new Map(rows.map(({ id }, index) => [id, (index + 0.5) * rowHeight]));
  const arcs: Arc[] = [];
  for (const row of rows) {
    for (const input of new Set(row.inputs)) {
      const from = places.get(input);
      const to = places.get(row.id);
      if (from === undefined || to === undefined || from === to) continue;
      const bend = Math.min(reach, anchorX + 4 + Math.abs(to - from) * 0.14);
      const isHot = input === hotId || row.id === hotId;
      arcs.push({
        path: `M${anchorX} ${from}C${bend} ${from + 4} ${bend} ${to - 4} ${anchorX} ${to}`,
        isHot,
      });
    }
  }
  // Hot arcs are drawn last, over the others.
  return arcs.sort((a, b) => Number(a.isHot) - Number(b.isHot));
}
