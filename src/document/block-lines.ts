// A text cut into lines, with the indentation of each: what the block rules of Markdown look at.
// The names and the arithmetic of tabs are markdown-it's, because scan-fences.ts must agree with it.

const TAB = 9;
const LF = 10;
const CR = 13;
const SPACE = 32;

export function isBlankCode(code: number): boolean {
  return code === SPACE || code === TAB;
}

export interface BlockLines {
  readonly text: string;
  /** Where each line begins; block quotes move it past their marker while they are read. */
  readonly begin: Int32Array;
  /** Where each line ends, before its line ending. */
  readonly end: Int32Array;
  /** Characters of white space after `begin`. */
  readonly shift: Int32Array;
  /** Columns of that white space, tabs expanded; -1 for a lazy line of a block quote. */
  readonly indent: Int32Array;
  /** Columns before `begin`, so that tabs inside a block quote stay aligned. */
  readonly base: Int32Array;
  readonly count: number;
}

/** Lines end with LF, CRLF or a lone CR; U+2028 and its kin are ordinary characters. */
export function splitBlockLines(text: string): BlockLines {
  const starts = countLineStarts(text) + 1;
  const lines = {
    text,
    begin: new Int32Array(starts),
    end: new Int32Array(starts),
    shift: new Int32Array(starts),
    indent: new Int32Array(starts),
    base: new Int32Array(starts),
    count: 0,
  };
  let at = 0;
  while (at < text.length) {
    const start = at;
    let indent = 0;
    for (let code = text.charCodeAt(at); isBlankCode(code); code = text.charCodeAt(++at)) {
      indent += code === TAB ? 4 - (indent % 4) : 1;
    }
    const shift = at - start;
    // markdown-it has no line for white space at the very end of the text
    if (at >= text.length) break;
    at = lineEnd(text, at);
    const line = lines.count++;
    lines.begin[line] = start;
    lines.end[line] = at;
    lines.shift[line] = shift;
    lines.indent[line] = indent;
    at = afterLineEnding(text, at);
  }
  lines.begin[lines.count] = text.length;
  lines.end[lines.count] = text.length;
  return lines;
}

/** Offset of the line ending at or after `from`, or the length of the text. */
export function lineEnd(text: string, from: number): number {
  let at = from;
  while (at < text.length) {
    const code = text.charCodeAt(at);
    if (code === LF || code === CR) return at;
    at++;
  }
  return at;
}

export function afterLineEnding(text: string, at: number): number {
  if (text.charCodeAt(at) === CR && text.charCodeAt(at + 1) === LF) return at + 2;
  return Math.min(at + 1, text.length);
}

function countLineStarts(text: string): number {
  let count = 1;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === LF || (code === CR && text.charCodeAt(at + 1) !== LF)) count++;
  }
  return count;
}
