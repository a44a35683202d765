// The edits that a person can make, each as a value; apply it with applyEdit. Which cells come out is decided in
// replace-cells.ts by reading the new text, so a notebook after an edit is the one that its file would give.
import { CairnError } from "#errors/cairn-error.ts";
import { afterLineEnding } from "./block-lines.ts";
import type { Edit } from "./edit.ts";
import { FORMAT_VERSION, readFrontMatter, writeFrontMatter } from "./front-matter.ts";
import { mergeLines } from "./merge-lines.ts";
import type { Attribute, Cell, CellId, CodeCell, FrontMatter, Language, Notebook } from "./notebook.ts";
import { type ParseOptions, splitBody, toKindNames } from "./parse-notebook.ts";
import { printInfo } from "./parse-info.ts";
import { printNotebook } from "./print-notebook.ts";
import { type Piece, replaceCells } from "./replace-cells.ts";
import { blankTrimmedSpan, bodySpan, markdownSpan, proseCell, readFence } from "./split-cells.ts";

export { applyEdit, type Edit, invertEdit, isEmptyEdit } from "./edit.ts";

type Kinds = ParseOptions["kinds"];

export type CellSpec =
  | { readonly type: "prose"; readonly markdown: string }
  | {
      readonly type: "code";
      readonly language: Language;
      /** For `yaml` only. */
      readonly kind?: string;
      readonly name?: string;
      readonly attributes?: readonly Attribute[];
      readonly body: string;
    };

/** Changes only the lines that differ; the fence is lengthened where the body would end it. */
export function setBody(notebook: Notebook, id: CellId, body: string, kinds: Kinds = notebook.kinds): Edit {
  const { index, cell } = findCode(notebook, id);
  if (mergeLines(cell.body, body, notebook.lineEnding) === cell.body) return nothing(index);
  const raw = withBody(cell, body, notebook.lineEnding);
  return replaceCells(withKinds(notebook, kinds), index, index + 1, [{ ...toPiece(cell), raw }]);
}

/** Prose that gains a cell's fence, or a line `<!-- cell -->`, becomes several cells at once. */
export function setMarkdown(
  notebook: Notebook,
  id: CellId,
  markdown: string,
  kinds: Kinds = notebook.kinds,
): Edit {
  const { index, cell } = find(notebook, id);
  if (cell.type !== "prose") throw wrongType("setMarkdown", "prose", cell);
  const { start, end } = markdownSpan(cell.raw);
  const trimmed = withoutBlankEnds(markdown);
  if (mergeLines(cell.markdown, trimmed, notebook.lineEnding) === cell.markdown) return nothing(index);
  // the ending of the last line takes part, so that a line which is no longer the last keeps its own
  const ending = cell.raw.slice(end, end < cell.raw.length ? afterLineEnding(cell.raw, end) : end);
  const text = trimmed + (ending === "" ? "" : "\n");
  const merged = mergeLines(cell.markdown + ending, text, notebook.lineEnding);
  const raw = cell.raw.slice(0, start) + merged + cell.raw.slice(end + ending.length);
  // a plain Markdown file is one prose cell, whatever stands in it
  if (!notebook.hasCells) return { at: index, removed: [cell], inserted: [proseLike(cell, raw)] };
  return replaceCells(withKinds(notebook, kinds), index, index + 1, [{ ...toPiece(cell), raw }]);
}

/** Inserts a cell before the one at `index`. */
export function insertCell(
  notebook: Notebook,
  index: number,
  spec: CellSpec,
  kinds: Kinds = notebook.kinds,
): Edit {
  requireCells(notebook, "insertCell");
  const at = Math.min(Math.max(0, index), notebook.cells.length);
  return replaceCells(withKinds(notebook, kinds), at, at, [pieceOf(spec, notebook.lineEnding)]);
}

/** Inserts cells, in this order, before the one at `index`. */
export function insertCells(notebook: Notebook, index: number, specs: readonly CellSpec[]): Edit {
  requireCells(notebook, "insertCells");
  const at = Math.min(Math.max(0, index), notebook.cells.length);
  return replaceCells(
    notebook,
    at,
    at,
    specs.map((spec) => pieceOf(spec, notebook.lineEnding)),
  );
}

export function deleteCell(notebook: Notebook, id: CellId): Edit {
  const { index } = find(notebook, id);
  return replaceCells(notebook, index, index + 1, []);
}

/** Moves a cell; `toIndex` is its index afterwards. */
export function moveCell(notebook: Notebook, id: CellId, toIndex: number): Edit {
  const { index, cell } = find(notebook, id);
  const to = Math.min(Math.max(0, toIndex), notebook.cells.length - 1);
  if (to === index) return nothing(index);
  const first = Math.min(index, to);
  const last = Math.max(index, to);
  const moved = notebook.cells.slice(first, last + 1).filter((other) => other !== cell);
  moved.splice(to - first, 0, cell);
  return replaceCells(notebook, first, last + 1, moved);
}

/** A name of undefined takes the name out of the file. */
export function renameCell(notebook: Notebook, id: CellId, name: string | undefined): Edit {
  return setInfo(notebook, id, (cell) => ({ ...cell, explicitName: name }));
}

/** True writes the bare word, undefined removes the attribute; the order of the others stays. */
export function setAttribute(
  notebook: Notebook,
  id: CellId,
  name: string,
  value: string | true | undefined,
): Edit {
  return setInfo(notebook, id, (cell) => {
    const isThere = cell.attributes.some((attribute) => attribute.name === name);
    const kept = cell.attributes.filter((attribute) => attribute.name !== name || value !== undefined);
    if (value === undefined) return { ...cell, attributes: kept };
    if (!isThere) return { ...cell, attributes: [...kept, { name, value }] };
    return {
      ...cell,
      attributes: kept.map((attribute) => (attribute.name === name ? { name, value } : attribute)),
    };
  });
}

/** Another language or kind for the same body. */
export function setCode(
  notebook: Notebook,
  id: CellId,
  code: { language: Language; kind?: string },
  kinds: Kinds = notebook.kinds,
): Edit {
  return setInfo(withKinds(notebook, kinds), id, (cell) => ({
    ...cell,
    language: code.language,
    kind: code.kind ?? code.language,
  }));
}

/** Front matter with `cairn:`, so that the code blocks of a plain Markdown file become cells. */
export function makeCodeCells(notebook: Notebook, kinds: Kinds = notebook.kinds): Edit {
  if (notebook.hasCells) return nothing(0);
  const text = printNotebook(notebook);
  const { end } = readFrontMatter(text);
  const head = writeFrontMatter(text.slice(0, end), { cairn: FORMAT_VERSION }, notebook.lineEnding);
  const closed = end < text.length && !/[\r\n]$/.test(head) ? head + notebook.lineEnding : head;
  const { leading, cells } = splitBody(text.slice(end), true, toKindNames(kinds));
  return {
    at: 0,
    removed: notebook.cells,
    inserted: cells,
    head: { before: notebook.head, after: closed + leading },
  };
}

export function setFrontMatter(
  notebook: Notebook,
  values: Partial<Pick<FrontMatter, "title" | "seed">>,
): Edit {
  requireCells(notebook, "setFrontMatter");
  const after = writeFrontMatter(notebook.head, values, notebook.lineEnding);
  return after === notebook.head ? nothing(0) : { ...nothing(0), head: { before: notebook.head, after } };
}

function setInfo(
  notebook: Notebook,
  id: CellId,
  change: (cell: CodeCell) => Parameters<typeof printInfo>[0],
): Edit {
  const { index, cell } = findCode(notebook, id);
  const { indent, marker, info, end } = readFence(cell.raw);
  const gap = /^[ \t]*/.exec(info)?.[0] ?? "";
  const raw = indent + marker + gap + printInfo(change(cell)) + cell.raw.slice(end);
  return raw === cell.raw
    ? nothing(index)
    : replaceCells(notebook, index, index + 1, [{ ...toPiece(cell), raw }]);
}

function withBody(cell: CodeCell, body: string, lineEnding: string): string {
  const { indent, marker, end } = readFence(cell.raw);
  const closing = closingFence(cell);
  const fence = longerFence(marker, body);
  const opening =
    indent +
    fence +
    cell.raw.slice(indent.length + marker.length, end) +
    (cell.raw.slice(end, afterLineEnding(cell.raw, end)) || lineEnding);
  const { start } = bodySpan(trimmedFence(cell), closing !== undefined);
  const oldLines = cell.raw.slice(start, closing?.start ?? cell.raw.length);
  const lines = body === "" ? "" : mergeLines(oldLines, `${body}\n`, lineEnding, opening);
  if (!closing) return opening + lines + indent + fence + lineEnding;
  const closingText = fence === marker ? closing.text : closing.text.replace(/`+|~+/, fence);
  return opening + lines + closingText + cell.raw.slice(closing.start + closing.text.length);
}

/** The cell's raw text without the blank lines after its fence. */
function trimmedFence(cell: CodeCell): string {
  const closing = closingFence(cell);
  return closing ? cell.raw.slice(0, closing.start + closing.text.length) : cell.raw;
}

function closingFence(cell: CodeCell): { text: string; start: number } | undefined {
  const { marker, end } = readFence(cell.raw);
  const trimmed = cell.raw.replace(/[ \t\r\n]+$/, "");
  const start = Math.max(trimmed.lastIndexOf("\n"), trimmed.lastIndexOf("\r")) + 1;
  const text = trimmed.slice(start);
  const isCloser = start > end && isClosing(text, marker);
  return isCloser ? { text, start } : undefined;
}

function isClosing(line: string, marker: string): boolean {
  const text = line.replace(/^ {0,3}/, "").trimEnd();
  return text.length >= marker.length && text === marker.charAt(0).repeat(text.length);
}

/** The marker, long enough that no line of the body closes it. */
function longerFence(marker: string, body: string): string {
  let length = marker.length;
  for (const line of body.split(/\r\n|\r|\n/)) {
    const text = line.trim();
    if (text !== "" && text === marker.charAt(0).repeat(text.length))
      length = Math.max(length, text.length + 1);
  }
  return marker.charAt(0).repeat(length);
}

function withoutBlankEnds(markdown: string): string {
  const { start, end } = blankTrimmedSpan(markdown);
  return markdown.slice(start, end);
}

function pieceOf(spec: CellSpec, lineEnding: string): Piece {
  if (spec.type === "prose")
    return { type: "prose", raw: mergeLines("", withoutBlankEnds(spec.markdown), lineEnding) + lineEnding };
  const { language, kind = language, name, attributes = [], body } = spec;
  const explicitName = name === undefined ? {} : { explicitName: name };
  const info = printInfo({ language, kind, ...explicitName, attributes });
  const fence = longerFence("```", body);
  const lines = body === "" ? "" : mergeLines("", body, lineEnding) + lineEnding;
  return { type: "code", raw: `${fence}${info}${lineEnding}${lines}${fence}${lineEnding}` };
}

function proseLike(cell: Cell, raw: string): Cell {
  return Object.assign(proseCell(raw), { id: cell.id });
}

function toPiece({ type, id, raw }: Cell): Piece {
  return { type, id, raw };
}

function nothing(at: number): Edit {
  return { at, removed: [], inserted: [] };
}

function withKinds(notebook: Notebook, kinds: Kinds): Notebook {
  return kinds === notebook.kinds ? notebook : { ...notebook, kinds: toKindNames(kinds) };
}

function requireCells(notebook: Notebook, operation: string): void {
  if (notebook.hasCells) return;
  throw new CairnError(`${operation}: the file must have cells, got a plain Markdown file`, {
    code: "no-cells",
    hint: "Make the code blocks cells first.",
  });
}

function find(notebook: Notebook, id: CellId): { index: number; cell: Cell } {
  const index = notebook.cells.findIndex((cell) => cell.id === id);
  const cell = notebook.cells[index];
  if (cell) return { index, cell };
  throw new CairnError(`edit: the cell must be in the notebook, got ${JSON.stringify(id)}`, {
    code: "no-such-cell",
  });
}

function findCode(notebook: Notebook, id: CellId): { index: number; cell: CodeCell } {
  const { index, cell } = find(notebook, id);
  if (cell.type === "code") return { index, cell };
  throw wrongType("edit", "code", cell);
}

function wrongType(operation: string, expected: string, cell: Cell): CairnError {
  return new CairnError(`${operation}: the cell must be ${expected}, got ${cell.type}`, {
    code: "wrong-cell-type",
  });
}
