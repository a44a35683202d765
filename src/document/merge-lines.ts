// A new text in place of an old one, line by line: a line that stays keeps its own line ending, byte for byte.
// An editor gives its text with LF only; without this, one letter would rewrite every line of a CRLF file.
import { commonEnds, commonSubsequence } from "./common-subsequence.ts";

interface Line {
  content: string;
  /** "" for the last line of a text. */
  ending: string;
}

/**
 * @param lineEnding for lines that are new
 * @param before what stands before the text, so that a CR there and an LF here do not become one ending
 */
export function mergeLines(oldText: string, newText: string, lineEnding: string, before = ""): string {
  const old = splitLines(oldText);
  const after = splitLines(newText);
  const isSame = (i: number, j: number) => old[i]?.content === after[j]?.content;
  const { start, end } = commonEnds(old.length, after.length, isSame);
  const endings = new Map<number, string>();
  for (let i = 0; i < start; i++) endings.set(i, old[i]!.ending);
  for (let i = 1; i <= end; i++) endings.set(after.length - i, old[old.length - i]!.ending);
  const oldMiddle = old.slice(start, old.length - end);
  const newMiddle = after.slice(start, after.length - end);
  for (const [i, j] of pairLines(oldMiddle, newMiddle)) endings.set(start + j, oldMiddle[i]!.ending);
  let isAfterCr = before.endsWith("\r");
  let text = "";
  for (const [i, { content }] of after.entries()) {
    if (i === after.length - 1) return text + content;
    const ending = endings.get(i) || lineEnding;
    text += content + (isAfterCr && content === "" && ending === "\n" ? "\r\n" : ending);
    isAfterCr = ending === "\r";
  }
  return text;
}

function splitLines(text: string): Line[] {
  const parts = text.split(/(\r\n|\r|\n)/);
  const lines: Line[] = [];
  for (let i = 0; i < parts.length; i += 2)
    lines.push({ content: parts[i] ?? "", ending: parts[i + 1] ?? "" });
  return lines;
}

/** Which old line each new line is; as many lines on both sides, or too many to compare, are paired in order. */
function pairLines(before: Line[], after: Line[]): [number, number][] {
  const isSame = (i: number, j: number) => before[i]!.content === after[j]!.content;
  const pairs =
    before.length === after.length ? undefined : commonSubsequence(before.length, after.length, isSame);
  return pairs ?? after.slice(0, before.length).map((_, i) => [i, i]);
}
