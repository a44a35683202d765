// Tables of Markdown (GitHub's), as far as the lines they take.
import { isBlankCode } from "./block-lines.ts";
import type { BlockReader } from "./block-rules.ts";

/** markdown-it stops a table that makes it invent more cells than this. */
const MAX_INVENTED_CELLS = 65_536;

export function isTableStart(reader: BlockReader, line: number, endLine: number): boolean {
  return tableColumns(reader, line, endLine) !== undefined;
}

/** The line after the table that begins in `line`, or undefined if none does. */
export function passTable(reader: BlockReader, line: number, endLine: number): number | undefined {
  const columns = tableColumns(reader, line, endLine);
  if (columns === undefined) return undefined;
  let invented = 0;
  let next = line + 2;
  for (; next < endLine; next++) {
    if (reader.lines.indent[next]! < reader.indent || reader.interruptsTable(next, endLine)) break;
    const text = reader.content(next).trim();
    if (text === "" || reader.isIndented(next)) break;
    invented += columns - splitRow(text);
    if (invented > MAX_INVENTED_CELLS) break;
  }
  return next;
}

function tableColumns(reader: BlockReader, line: number, endLine: number): number | undefined {
  const delimiter = line + 1;
  if (line + 2 > endLine || reader.lines.indent[delimiter]! < reader.indent) return undefined;
  if (reader.isIndented(delimiter) || !isDelimiterRow(reader, delimiter)) return undefined;
  const columns = reader.content(delimiter).split("|");
  let count = 0;
  for (const [index, column] of columns.entries()) {
    const text = column.trim();
    if (text === "" && (index === 0 || index === columns.length - 1)) continue;
    if (!/^:?-+:?$/.test(text)) return undefined;
    count++;
  }
  const header = reader.content(line).trim();
  if (!header.includes("|") || reader.isIndented(line)) return undefined;
  const headerCount = splitRow(header);
  return headerCount > 0 && headerCount === count ? count : undefined;
}

function isDelimiterRow(reader: BlockReader, line: number): boolean {
  const { text, end } = reader.lines;
  const start = reader.contentStart(line);
  if (start + 1 >= end[line]!) return false;
  const isMark = (code: number) => code === 124 || code === 45 || code === 58;
  const first = text.charCodeAt(start);
  if (!isMark(first) || (first === 45 && isBlankCode(text.charCodeAt(start + 1)))) return false;
  for (let at = start + 1; at < end[line]!; at++) {
    const code = text.charCodeAt(at);
    if (!isMark(code) && !isBlankCode(code)) return false;
  }
  return true;
}

/** The number of cells in a row: bars part them unless escaped, and those at the ends part nothing. */
function splitRow(text: string): number {
  let count = 1;
  let isEscaped = false;
  let lastBar = -1;
  let firstBar = -1;
  for (let at = 0; at < text.length; at++) {
    if (text[at] === "|" && !isEscaped) {
      if (firstBar < 0) firstBar = at;
      lastBar = at;
      count++;
    }
    isEscaped = text[at] === "\\";
  }
  if (firstBar === 0) count--;
  if (count > 0 && lastBar === text.length - 1 && lastBar >= 0) count--;
  return count;
}
