// Makes the edit that puts new raw texts in the place of some cells. The texts are joined so that each stays a
// cell of its own, then read again with the cells beside them: the cells of an edit are always those that the
// printed file has, also where a text swallows its neighbour or holds several cells.
import type { Edit } from "./edit.ts";
import { lineEnd } from "./block-lines.ts";
import { htmlBlockRule } from "./html-blocks.ts";
import type { Cell, CellId, Notebook } from "./notebook.ts";
import { scanBlocks } from "./scan-fences.ts";
import { CELL_MARK, isBlank, isCellMark, markdownSpan, readFence, splitCells } from "./split-cells.ts";

/** A cell to be: its raw text, and the id it keeps. */
export interface Piece {
  readonly type: Cell["type"];
  readonly raw: string;
  readonly id?: CellId;
}

export function replaceCells(notebook: Notebook, from: number, to: number, pieces: readonly Piece[]): Edit {
  const { cells } = notebook;
  const left = cells.slice(Math.max(0, from - 1), from);
  const right = cells.slice(to, to + 1);
  const joined = joinPieces([...left, ...pieces, ...right], notebook);
  const near = splitPieces(joined, notebook.kinds);
  const next = right[0];
  const last = near.cells.at(-1);
  // the cell after the change came out as it was: so would all that follow it
  const isSettled = !next || (last?.type === next.type && last.raw === joined.at(-1)!.raw);
  const isWhole = isSettled || to + 1 >= cells.length;
  const parts = isWhole ? near : splitPieces([...joined, ...cells.slice(to + 1)], notebook.kinds);
  const first = from - left.length;
  const end = isWhole ? to + right.length : cells.length;
  return trimmed(notebook, first, end, parts);
}

function splitPieces(pieces: readonly Piece[], kinds: ReadonlySet<string>) {
  const { leading, cells } = splitCells(pieces.map((piece) => piece.raw).join(""), kinds);
  return { leading, cells: keepIds(leading.length, cells, pieces) };
}

/** Gives the cells the ids of the pieces they began in; an unchanged cell stays the same object. */
function keepIds(leading: number, cells: Cell[], pieces: readonly Piece[]): Cell[] {
  const kept: Cell[] = [];
  let index = 0;
  let pieceEnd = pieces[0]?.raw.length ?? 0;
  let isTaken = false;
  let start = leading;
  for (const cell of cells) {
    while (start >= pieceEnd && index + 1 < pieces.length) {
      index++;
      pieceEnd += pieces[index]!.raw.length;
      isTaken = false;
    }
    const piece = pieces[index];
    const id = isTaken ? undefined : piece?.id;
    isTaken = true;
    start += cell.raw.length;
    if (piece && id !== undefined && isSameCell(piece, cell)) kept.push(piece);
    else kept.push(id === undefined ? cell : withId(cell, id));
  }
  return kept;
}

function isSameCell(piece: Piece, cell: Cell): piece is Cell {
  return piece.type === cell.type && piece.raw === cell.raw && ("body" in piece || "markdown" in piece);
}

/** Sets the id of a cell that nobody has seen yet, so that what is remembered of the object stays true. */
function withId(cell: Cell, id: CellId): Cell {
  return Object.assign(cell, { id });
}

function trimmed(
  notebook: Notebook,
  first: number,
  end: number,
  parts: { leading: string; cells: Cell[] },
): Edit {
  const before = notebook.cells.slice(first, end);
  const after = parts.cells;
  let start = 0;
  while (start < before.length && start < after.length && before[start] === after[start]) start++;
  let same = 0;
  while (same < Math.min(before.length, after.length) - start && before.at(-1 - same) === after.at(-1 - same))
    same++;
  const edit = {
    at: first + start,
    removed: before.slice(start, before.length - same),
    inserted: after.slice(start, after.length - same),
  };
  const head = headFor(notebook, first, parts);
  return head === notebook.head ? edit : { ...edit, head: { before: notebook.head, after: head } };
}

/** The text before the first cell takes its blank lines, and ends with a line ending. */
function headFor(notebook: Notebook, first: number, parts: { leading: string; cells: Cell[] }): string {
  if (first > 0) return notebook.head;
  return (
    notebook.head +
    (parts.cells.length > 0 && needsLineEnding(notebook.head) ? notebook.lineEnding : "") +
    parts.leading
  );
}

function needsLineEnding(text: string): boolean {
  return text !== "" && text !== "\uFEFF" && !/[\r\n]$/.test(text);
}

/** Texts that stay apart when joined: blank lines between them, a mark between prose and prose, what is open closed. */
function joinPieces(pieces: readonly Piece[], notebook: Notebook): Piece[] {
  const ids = notebook.cells.map((cell) => cell.id);
  const joined: Piece[] = [];
  for (const [index, piece] of pieces.entries()) {
    const before = joined.at(-1);
    const after = pieces[index + 1];
    const wereNeighbours = isFollowedBy(ids, piece, after);
    const isMoved = before !== undefined && !isFollowedBy(ids, before, piece);
    let raw = piece.type === "prose" ? marked(piece, before, isMoved, notebook.lineEnding) : piece.raw;
    if (after) raw = ended(raw, notebook.lineEnding, wereNeighbours);
    joined.push(raw === piece.raw ? piece : { type: piece.type, raw, ...(piece.id ? { id: piece.id } : {}) });
  }
  return joined;
}

function isFollowedBy(ids: CellId[], piece: Piece, next: Piece | undefined): boolean {
  if (piece.id === undefined || next?.id === undefined) return false;
  const at = ids.indexOf(piece.id);
  return at >= 0 && ids[at + 1] === next.id;
}

/** Prose with the mark before it if it needs one; a mark that a move made needless goes. */
function marked(piece: Piece, before: Piece | undefined, isMoved: boolean, lineEnding: string): string {
  const firstEnd = lineEnd(piece.raw, 0);
  const hasMark = isCellMark(piece.raw.slice(0, firstEnd));
  const { start, end } = markdownSpan(piece.raw);
  const isEmpty = start === end;
  const needsMark = before?.type === "prose" || isEmpty;
  if (needsMark && !hasMark) return `${CELL_MARK}${lineEnding}${isEmpty ? "" : piece.raw}`;
  return !needsMark && hasMark && isMoved ? piece.raw.slice(start) : piece.raw;
}

/** A text that something can follow: its last block closed, a line ending, a blank line where the two are new neighbours. */
function ended(raw: string, lineEnding: string, wereNeighbours: boolean): string {
  const closed = raw + (/[\r\n]$/.test(raw) ? "" : lineEnding);
  const last = scanBlocks(closed).at(-1);
  const isOpen = last !== undefined && last.end === closed.length;
  const closer = isOpen ? closingLine(closed.slice(last.start), last.type, last.isClosed) : "";
  const text = closer === "" ? closed : closed + closer + lineEnding;
  const needsBlank = !wereNeighbours || (isOpen && last.type === "html");
  return needsBlank && !endsWithBlankLine(text) ? text + lineEnding : text;
}

function closingLine(block: string, type: "fence" | "html", isClosed: boolean): string {
  if (isClosed) return "";
  const { indent, marker, end } = readFence(block);
  if (type === "fence") return indent + marker;
  const firstLine = block.slice(0, end).trimStart();
  return htmlBlockRule(firstLine)?.closer?.(firstLine) ?? "";
}

function endsWithBlankLine(text: string): boolean {
  const lines = text.split(/\r\n|\r|\n/);
  return lines.length > 1 && isBlank(lines.at(-2) ?? "");
}
