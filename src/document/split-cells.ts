// Cuts the text after the front matter into cells. Each cell keeps its raw slice; the slices partition the text.
// A text may be cut anywhere a cell begins and its parts split alone: edit-notebook.ts relies on it.
import type { Problem } from "#errors/cairn-error.ts";
import { afterLineEnding, lineEnd } from "./block-lines.ts";
import type { Cell, CellId, CodeCell, ProseCell } from "./notebook.ts";
import { parseInfo, type ParsedInfo } from "./parse-info.ts";
import { scanBlocks, type ScannedBlock } from "./scan-fences.ts";

/** The line that parts neighbouring prose cells; it belongs to the one that follows. */
export const CELL_MARK = "<!-- cell -->";

export interface SplitText {
  /** Blank lines before the first cell: they belong to whatever stands before. */
  readonly leading: string;
  readonly cells: Cell[];
}

let idCount = 0;

export function newCellId(): CellId {
  return `cell:${++idCount}` as CellId;
}

/** Problems of a cell, their places counted from the beginning of its raw slice. */
const problemsOfCells = new WeakMap<Cell, readonly Problem[]>();

export function problemsWithin(cell: Cell): readonly Problem[] {
  return problemsOfCells.get(cell) ?? [];
}

export function splitCells(text: string, kinds: ReadonlySet<string>): SplitText {
  const leading = text.slice(0, afterBlankLines(text, 0));
  const cells: Cell[] = [];
  let pending = leading.length; // where text begins that no cell has yet
  const takeProse = (end: number) => {
    if (pending < end)
      cells.push(proseCell(text.slice(pending, end), unclosedFenceIn(blocks, pending, end, text)));
    pending = end;
  };
  const blocks = scanBlocks(text);
  for (const block of blocks) {
    if (block.type === "html") {
      if (isCellMark(text.slice(block.start, block.end))) takeProse(block.start);
      continue;
    }
    const info = parseInfo(infoOf(text, block), kinds);
    if (!info.cell) continue;
    takeProse(block.start);
    pending = afterBlankLines(text, block.end);
    cells.push(codeCell(text.slice(block.start, pending), block, text, info));
  }
  takeProse(text.length);
  return { leading, cells };
}

/** The opening of a fence: its indentation, its marker, and the offset of its info string. */
export function readFence(raw: string): { indent: string; marker: string; info: string; end: number } {
  const end = lineEnd(raw, 0);
  const [, indent = "", marker = "", info = ""] = /^([ \t]*)(`+|~+)(.*)$/s.exec(raw.slice(0, end)) ?? [];
  return { indent, marker, info, end };
}

export function isCellMark(line: string): boolean {
  return line.startsWith(CELL_MARK) && isBlank(line.slice(CELL_MARK.length));
}

export function isBlank(text: string): boolean {
  return /^[ \t\r\n]*$/.test(text);
}

/** Offset after the blank lines at `from`; the last line counts as one even without an ending. */
export function afterBlankLines(text: string, from: number): number {
  let at = from;
  while (at < text.length) {
    let end = at;
    while (text[end] === " " || text[end] === "\t") end++;
    if (end < text.length && text[end] !== "\n" && text[end] !== "\r") return at;
    at = end < text.length ? afterLineEnding(text, end) : end;
  }
  return at;
}

export function proseCell(raw: string, problems: readonly Problem[] = []): ProseCell {
  const cell: ProseCell = { type: "prose", id: newCellId(), raw, markdown: markdownOf(raw) };
  if (problems.length > 0) problemsOfCells.set(cell, problems);
  return cell;
}

/** Offsets in a prose cell's raw text between which its Markdown lies. */
export function markdownSpan(raw: string): { start: number; end: number } {
  const firstEnd = lineEnd(raw, 0);
  const isMarked = isCellMark(raw.slice(0, firstEnd));
  return blankTrimmedSpan(raw, isMarked ? afterLineEnding(raw, firstEnd) : 0);
}

/** Offsets of a text without the blank lines at both ends. */
export function blankTrimmedSpan(raw: string, from = 0): { start: number; end: number } {
  const start = afterBlankLines(raw, from);
  let end = raw.length;
  // the line ending before them goes too; trailing spaces of the last line stay
  for (;;) {
    let lineStart = end;
    while (lineStart > start && (raw[lineStart - 1] === " " || raw[lineStart - 1] === "\t")) lineStart--;
    const before = raw[lineStart - 1];
    if (lineStart <= start || (before !== "\n" && before !== "\r")) break;
    end = before === "\n" && raw[lineStart - 2] === "\r" ? lineStart - 2 : lineStart - 1;
  }
  return { start, end: Math.max(start, end) };
}

function markdownOf(raw: string): string {
  const { start, end } = markdownSpan(raw);
  return raw.slice(start, end);
}

function infoOf(text: string, block: ScannedBlock): string {
  return readFence(text.slice(block.start, lineEnd(text, block.start))).info;
}

function codeCell(raw: string, block: ScannedBlock, text: string, info: ParsedInfo): CodeCell {
  const fence = text.slice(block.start, block.end);
  const { start, end } = bodySpan(fence, block.isClosed);
  const cell: CodeCell = {
    type: "code",
    id: newCellId(),
    raw,
    ...info.cell!,
    body: fence.slice(start, end),
    fenceLine: 1,
  };
  const opening = readFence(fence);
  const infoColumn = opening.indent.length + opening.marker.length + 1;
  const problems: Problem[] = info.problems.map(({ offset, ...problem }) => ({
    ...problem,
    at: { line: 1, column: infoColumn + offset },
  }));
  if (!block.isClosed) problems.push(unclosedFence(1, opening.marker));
  problemsOfCells.set(cell, problems);
  return cell;
}

/** Offsets in a fence's text between which its body lies: its lines, without the last line ending. */
export function bodySpan(fence: string, isClosed: boolean): { start: number; end: number } {
  const firstEnd = lineEnd(fence, 0);
  const start = firstEnd < fence.length ? afterLineEnding(fence, firstEnd) : firstEnd;
  const lastLine = isClosed ? startOfLastLine(fence) : fence.length;
  return { start, end: Math.max(start, beforeLineEnding(fence, lastLine)) };
}

function startOfLastLine(text: string): number {
  let at = beforeLineEnding(text, text.length);
  while (at > 0 && text[at - 1] !== "\n" && text[at - 1] !== "\r") at--;
  return at;
}

function beforeLineEnding(text: string, end: number): number {
  if (text[end - 1] === "\n") return text[end - 2] === "\r" ? end - 2 : end - 1;
  return text[end - 1] === "\r" ? end - 1 : end;
}

function unclosedFenceIn(blocks: ScannedBlock[], start: number, end: number, text: string): Problem[] {
  const last = blocks.at(-1);
  if (!last || last.type !== "fence" || last.isClosed || last.start < start || end !== text.length) return [];
  const line = countLines(text.slice(start, last.start));
  return [unclosedFence(line + 1, readFence(text.slice(last.start)).marker)];
}

function unclosedFence(line: number, marker: string): Problem {
  return {
    code: "unclosed-fence",
    message: `code block: must end with a line ${marker}, got the end of the file`,
    at: { line, column: 1 },
    hint: `Write ${marker} on a line of its own where the block ends.`,
  };
}

/** The number of line endings in a text. */
export function countLines(text: string): number {
  let count = 0;
  for (let at = lineEnd(text, 0); at < text.length; at = lineEnd(text, afterLineEnding(text, at))) count++;
  return count;
}
