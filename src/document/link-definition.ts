// Where a link reference definition (`[label]: destination "title"`) ends. What it defines is of no
// interest here: only that it swallows lines which would otherwise be a paragraph.
import { isBlankCode } from "./block-lines.ts";

const MAX_LABEL_LENGTH = 999;
const MAX_PARENTHESES = 32;

/** The lines of one block, as the definition walks over them. */
export interface DefinitionLines {
  readonly text: string;
  /** Offset where the content of a line begins if it continues the paragraph, else -1. */
  continuation(line: number): number;
  /** Offset just after the first character of the line's ending. */
  endOf(line: number): number;
}

interface Cursor {
  at: number;
  max: number;
  /** The line after the one the cursor is in. */
  nextLine: number;
}

/** The line after the definition that begins at `at` in `line`, or undefined if there is none. */
export function linkDefinitionEnd(lines: DefinitionLines, line: number, at: number): number | undefined {
  if (lines.text[at] !== "[") return undefined;
  const cursor: Cursor = { at: at + 1, max: lines.endOf(line), nextLine: line + 1 };
  if (!passLabel(lines, cursor)) return undefined;
  passBlanks(lines, cursor);
  const destinationEnd = endOfDestination(lines.text, cursor.at, cursor.max);
  if (destinationEnd === undefined) return undefined;
  const afterDestination = { ...cursor, at: destinationEnd };
  const afterTitle = passTitle(lines, { ...afterDestination });
  if (afterTitle !== undefined) {
    if (isRestBlank(lines.text, afterTitle.cursor)) return afterTitle.cursor.nextLine;
    if (afterTitle.isEmpty) return undefined; // as markdown-it: only a title with text is given up again
  }
  return isRestBlank(lines.text, afterDestination) ? afterDestination.nextLine : undefined;
}

function nextLine(lines: DefinitionLines, cursor: Cursor): boolean {
  const begin = lines.continuation(cursor.nextLine);
  if (begin < 0) return false;
  cursor.at = begin;
  cursor.max = lines.endOf(cursor.nextLine++);
  return true;
}

function passLabel(lines: DefinitionLines, cursor: Cursor): boolean {
  const { text } = lines;
  let label = "";
  let from = cursor.at;
  while (cursor.at < cursor.max) {
    if (label.length + cursor.at - from > MAX_LABEL_LENGTH * 2) return false;
    let code = text.charCodeAt(cursor.at);
    if (code === 91) return false;
    if (code === 93) {
      label += text.slice(from, cursor.at);
      if (text[cursor.at + 1] !== ":" || label.trim() === "") return false;
      if (label.length > MAX_LABEL_LENGTH && Array.from(label).length > MAX_LABEL_LENGTH) return false;
      cursor.at += 2;
      return true;
    }
    if (code === 92) code = text.charCodeAt(++cursor.at);
    if (isLineEnding(code) && cursor.at < cursor.max) {
      const rest = text.slice(from, cursor.max);
      if (!nextLine(lines, cursor)) return false;
      label += rest;
      from = cursor.at;
      continue;
    }
    cursor.at++;
  }
  return false;
}

/** Skips spaces, tabs and line endings, as far as the block goes. */
function passBlanks(lines: DefinitionLines, cursor: Cursor): void {
  while (cursor.at < cursor.max) {
    const code = lines.text.charCodeAt(cursor.at);
    if (isLineEnding(code)) {
      if (!nextLine(lines, cursor)) return;
    } else if (isBlankCode(code)) cursor.at++;
    else return;
  }
}

function endOfDestination(text: string, from: number, max: number): number | undefined {
  if (text[from] === "<" && from < max) return endOfBracketedDestination(text, from, max);
  let depth = 0;
  let at = from;
  while (at < max) {
    const code = text.charCodeAt(at);
    // NUL counts as the U+FFFD that markdown-it puts in its place
    if ((code <= 32 && code !== 0) || code === 127) break;
    if (code === 92 && at + 1 < max) {
      at += text.charCodeAt(at + 1) === 32 ? 1 : 2;
      continue;
    }
    if (code === 40 && ++depth > MAX_PARENTHESES) return undefined;
    if (code === 41 && depth-- === 0) break;
    at++;
  }
  if (at === from || depth > 0) return undefined;
  return isAllowedLink(text.slice(from, at)) ? at : undefined;
}

function endOfBracketedDestination(text: string, from: number, max: number): number | undefined {
  for (let at = from + 1; at < max; at++) {
    const code = text.charCodeAt(at);
    if (isLineEnding(code) || code === 60) return undefined;
    if (code === 62) return isAllowedLink(text.slice(from + 1, at)) ? at + 1 : undefined;
    if (code === 92 && at + 1 < max) at++;
  }
  return undefined;
}

/**
 * markdown-it refuses links that would run code, and a refused link makes no definition. One corner is
 * left out: a scheme hidden in character references (`&#106;avascript:`), because it needs their table.
 */
function isAllowedLink(destination: string): boolean {
  const link = destination
    .replace(/\\([!-/:-@[-`{-~])/g, "$1")
    .trim()
    .toLowerCase();
  return !/^(vbscript|javascript|file|data):/.test(link) || /^data:image\/(gif|png|jpeg|webp);/.test(link);
}

function passTitle(lines: DefinitionLines, cursor: Cursor): { cursor: Cursor; isEmpty: boolean } | undefined {
  const { text } = lines;
  const before = cursor.at;
  passBlanks(lines, cursor);
  const open = text[cursor.at];
  if (cursor.at === before || cursor.at >= cursor.max) return undefined;
  if (open !== '"' && open !== "'" && open !== "(") return undefined;
  const close = open === "(" ? ")" : open;
  let isEmpty = true;
  cursor.at++;
  for (;;) {
    while (cursor.at < cursor.max) {
      const character = text[cursor.at];
      if (character === close) {
        cursor.at++;
        return { cursor, isEmpty };
      }
      if (character === "(" && close === ")") return undefined;
      isEmpty = false;
      cursor.at += character === "\\" && cursor.at + 1 < cursor.max ? 2 : 1;
    }
    if (!nextLine(lines, cursor)) return undefined;
  }
}

function isRestBlank(text: string, { at, max }: Cursor): boolean {
  let end = at;
  while (end < max && isBlankCode(text.charCodeAt(end))) end++;
  return end >= max || isLineEnding(text.charCodeAt(end));
}

function isLineEnding(code: number): boolean {
  return code === 10 || code === 13;
}
