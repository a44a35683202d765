// What a version would change in the text of now, line by line, with some lines around each change.
// node-diff3, which merges, is no help here: of 10,000 lines, many of them alike, it takes a minute.
import { diffLines } from "diff";

export type ChangedLine = { type: "same" | "goes" | "comes"; text: string } | { type: "gap"; count: number };

export interface LineChanges {
  lines: ChangedLine[];
  goes: number;
  comes: number;
}

/** Unchanged lines that are shown before and after a change. */
const AROUND = 3;

export function lineChanges(now: string, then: string): LineChanges {
  const all = diffLines(unified(now), unified(then)).flatMap(({ added, removed, value }) => {
    const type = added ? ("comes" as const) : removed ? ("goes" as const) : ("same" as const);
    return value
      .replace(/\n$/, "")
      .split("\n")
      .map((text) => ({ type, text }));
  });
  const lines: ChangedLine[] = [];
  let gap = 0;
  for (const [at, line] of all.entries()) {
    const isNear = all.slice(Math.max(0, at - AROUND), at + AROUND + 1).some(({ type }) => type !== "same");
    if (!isNear) gap++;
    if (isNear && gap > 0) {
      lines.push({ type: "gap", count: gap });
      gap = 0;
    }
    if (isNear) lines.push(line);
  }
  if (gap > 0) lines.push({ type: "gap", count: gap });
  const count = (wanted: string) => all.filter(({ type }) => type === wanted).length;
  return { lines, goes: count("goes"), comes: count("comes") };
}

function unified(text: string): string {
  return text.replace(/\r\n?/g, "\n");
}
