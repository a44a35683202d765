// Reads a notebook from its text. Never throws: what is wrong is listed, and every byte is kept.
import type { Problem } from "#errors/cairn-error.ts";
import { readFrontMatter } from "./front-matter.ts";
import type { Cell, KindName, Notebook } from "./notebook.ts";
import { countLines, problemsWithin, proseCell, splitCells } from "./split-cells.ts";

export interface ParseOptions {
  /** The kinds that make a `yaml` fence a cell. */
  readonly kinds: ReadonlyMap<string, KindName> | ReadonlySet<string>;
  /** The file's name, for the places of problems. */
  readonly file?: string;
}

export function parseNotebook(text: string, { kinds, file }: ParseOptions): Notebook {
  const { end, hasCells } = readFrontMatter(text);
  const kindNames = toKindNames(kinds);
  const { leading, cells } = splitBody(text.slice(end), hasCells, kindNames);
  const lineEnding = commonerLineEnding(text);
  return withProblems({ head: text.slice(0, end) + leading, cells, lineEnding, kinds: kindNames, file });
}

export function toKindNames(kinds: ParseOptions["kinds"]): ReadonlySet<string> {
  return kinds instanceof Set ? kinds : new Set(kinds.keys());
}

/** What follows the front matter, as cells; a plain Markdown file is one prose cell. */
export function splitBody(text: string, hasCells: boolean, kinds: ReadonlySet<string>) {
  if (hasCells) return splitCells(text, kinds);
  const isEmpty = /^[ \t\r\n]*$/.test(text);
  return { leading: isEmpty ? text : "", cells: isEmpty ? [] : [proseCell(text)] };
}

/** A notebook from its head and cells: front matter and problems follow from them. */
export function withProblems(parts: {
  head: string;
  cells: readonly Cell[];
  lineEnding: Notebook["lineEnding"];
  kinds: ReadonlySet<string>;
  file: string | undefined;
}): Notebook {
  const { file, ...rest } = parts;
  const { hasCells, frontMatter, problems } = readFrontMatter(parts.head, file);
  const place = file === undefined ? {} : { file };
  const all: Problem[] = [...problems];
  if (!hasCells && /^---[ \t]*[\r\n]+cairn:/.test(parts.cells[0]?.raw ?? ""))
    all.push(unclosedFrontMatter(place));
  let line = countLines(parts.head);
  for (const cell of parts.cells) {
    for (const problem of problemsWithin(cell)) {
      all.push({ ...problem, at: { ...place, line: line + problem.at.line, column: problem.at.column } });
    }
    line += lineCount(cell);
  }
  return { ...rest, ...place, hasCells, frontMatter, problems: all };
}

function unclosedFrontMatter(place: { file?: string }): Problem {
  return {
    code: "bad-front-matter",
    message: "front matter: must end with a line ---, got the end of the file",
    at: { ...place, line: 1, column: 1 },
    hint: "Write --- on a line of its own after the last key; until then the file has no cells.",
  };
}

const lineCounts = new WeakMap<Cell, number>();

function lineCount(cell: Cell): number {
  let count = lineCounts.get(cell);
  if (count === undefined) lineCounts.set(cell, (count = countLines(cell.raw)));
  return count;
}

function commonerLineEnding(text: string): Notebook["lineEnding"] {
  let lf = 0;
  let crlf = 0;
  let cr = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 10) lf++;
    else if (code === 13) {
      if (text.charCodeAt(at + 1) === 10) {
        crlf++;
        at++;
      } else cr++;
    }
  }
  if (lf >= crlf && lf >= cr) return "\n";
  return crlf >= cr ? "\r\n" : "\r";
}
