// Which rows a scrolled grid shows. A browser draws no element taller than some 33 million pixels (Firefox: 17),
// so beyond a limit the scroll bar is a scale: it moves through the rows faster than the pixels it passes.

const HEIGHT_LIMIT = 8_000_000;
/** Rows drawn above and below what is seen, so that a scroll shows rows before the next frame draws more. */
const OVERSCAN = 12;

export interface RowWindow {
  /** Rows to draw, `to` excluded. */
  from: number;
  to: number;
  /** Pixels above and below them. */
  before: number;
  after: number;
  /** Pixels of rows that one pixel of the scroll bar stands for: 1, or more for a table beyond the limit. */
  scale: number;
}

/** @param view pixels from the top of the rows, and the height in which they are seen */
export function rowWindow(
  rowCount: number,
  rowHeight: number,
  { top, height }: { top: number; height: number },
): RowWindow {
  const total = rowCount * rowHeight;
  const spread = Math.min(total, HEIGHT_LIMIT);
  const scale = total > spread ? (total - height) / (spread - height) : 1;
  const scrolled = Math.max(0, Math.min(top, spread - height));
  const virtualTop = scrolled * scale;
  const first = Math.floor(virtualTop / rowHeight);
  const from = Math.max(0, first - OVERSCAN);
  const to = Math.min(rowCount, first + Math.ceil(height / rowHeight) + 1 + OVERSCAN);
  const before = Math.max(0, scrolled - (virtualTop - from * rowHeight));
  return { from, to, before, after: Math.max(0, spread - before - (to - from) * rowHeight), scale };
}
