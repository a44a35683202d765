// Edits that take several cells at once: join, split, change what a cell is, put Markdown in. Each is a chain of the
// edits of edit-notebook.ts and comes out as one value, so that one undo takes all of it back.
import { CairnError } from "#errors/cairn-error.ts";
import { applyEdit, type Edit, editBetween } from "./edit.ts";
import { deleteCell, insertCell, setBody, setMarkdown } from "./edit-notebook.ts";
import { readFrontMatter } from "./front-matter.ts";
import type { Cell, CellId, CodeCell, Notebook } from "./notebook.ts";
import { printInfo } from "./parse-info.ts";
import { splitBody } from "./parse-notebook.ts";
import { type Piece, replaceCells } from "./replace-cells.ts";
import { readFence } from "./split-cells.ts";

/** Several edits as one, each made for the state that the one before it left. */
export function chainEdits(notebook: Notebook, makes: readonly ((notebook: Notebook) => Edit)[]): Edit {
  return editBetween(
    notebook,
    makes.reduce((state, make) => applyEdit(state, make(state)), notebook),
  );
}

/** New texts for several cells: bodies of code, Markdown of prose. */
export function setTexts(notebook: Notebook, texts: ReadonlyMap<CellId, string>): Edit {
  return chainEdits(
    notebook,
    [...texts].map(
      ([id, text]) =>
        (state) =>
          setText(state, id, text),
    ),
  );
}

/** Joins a cell with the one below it. @throws CairnError where the two are not of one kind */
export function mergeWithNext(notebook: Notebook, id: CellId): Edit {
  const { cell, next } = find(notebook, id);
  if (!next)
    throw new CairnError("merge: there must be a cell below, got the last one", { code: "no-such-cell" });
  if (wordFor(cell) !== wordFor(next) || isForm(cell)) {
    throw new CairnError(
      `merge: both cells must be prose, or code of one language; these are ${wordFor(cell)} and ${wordFor(next)}`,
      { code: "wrong-cell-type" },
    );
  }
  const texts = [textOf(cell), textOf(next)].filter((text) => text.trim() !== "");
  const joint = texts.join(cell.type === "prose" ? "\n\n" : "\n");
  return chainEdits(notebook, [(state) => setText(state, id, joint), (state) => deleteCell(state, next.id)]);
}

/**
 * Splits a cell before the character at `offset` of its text, whose lines end with \n; the first part keeps id and name.
 * @throws CairnError for a form, half of which is none
 */
export function splitCellAt(notebook: Notebook, id: CellId, offset: number): Edit {
  const { cell, index } = find(notebook, id);
  if (isForm(cell))
    throw new CairnError(`split: the cell must be prose or code, got ${wordFor(cell)}`, {
      code: "wrong-cell-type",
      hint: "Half of a form is no form.",
    });
  const text = textOf(cell);
  const before = text.slice(0, offset).replace(/[ \t]*[\r\n]+$/, "");
  const after = text.slice(offset).replace(/^[ \t]*[\r\n]+/, "");
  return chainEdits(notebook, [
    (state) => setText(state, id, before),
    (state) =>
      insertCell(
        state,
        index + 1,
        cell.type === "prose"
          ? { type: "prose", markdown: after }
          : { type: "code", language: cell.language, body: after },
      ),
  ]);
}

/** Makes prose a `ts` cell of the same text, or code prose. @throws CairnError for a form */
export function changeType(notebook: Notebook, id: CellId, type: Cell["type"]): Edit {
  const { cell, index } = find(notebook, id);
  if (cell.type === type) return { at: index, removed: [], inserted: [] };
  if (isForm(cell))
    throw new CairnError(`change: the cell must be code, got ${wordFor(cell)}`, {
      code: "wrong-cell-type",
      hint: "Copy it and paste it into prose to keep its text.",
    });
  const text = textOf(cell);
  return chainEdits(notebook, [
    (state) => deleteCell(state, id),
    (state) =>
      insertCell(
        state,
        index,
        type === "prose" ? { type: "prose", markdown: text } : { type: "code", language: "ts", body: text },
      ),
  ]);
}

/**
 * Puts Markdown before the cell at `index`: its fences of code become cells, its front matter is left out.
 * @param taken names that cells have already; a pasted cell with one of them gets a number behind its own
 */
export function pasteMarkdown(
  notebook: Notebook,
  index: number,
  text: string,
  taken: ReadonlySet<string>,
): Edit {
  const { cells } = splitBody(text.slice(readFrontMatter(text).end), true, notebook.kinds);
  const names = new Set(taken);
  const pieces = cells.map((cell): Piece => {
    if (cell.type === "prose" || cell.explicitName === undefined) return { type: cell.type, raw: cell.raw };
    const name = freeName(cell.explicitName, names);
    names.add(name);
    return { type: "code", raw: name === cell.explicitName ? cell.raw : renamed(cell, name) };
  });
  const at = Math.min(Math.max(0, index), notebook.cells.length);
  return replaceCells(notebook, at, at, pieces);
}

/** The Markdown of cells, as a file would hold it. */
export function copyMarkdown(cells: readonly Cell[]): string {
  const texts = cells.map((cell) => (cell.type === "prose" ? cell.markdown : cell.raw.trimEnd()));
  const parts = texts.map((text, index) => {
    const isBesideProse = cells[index]?.type === "prose" && cells[index - 1]?.type === "prose";
    return isBesideProse ? `<!-- cell -->\n${text}` : text;
  });
  return `${parts.join("\n\n")}\n`;
}

function find(notebook: Notebook, id: CellId): { index: number; cell: Cell; next: Cell | undefined } {
  const index = notebook.cells.findIndex((cell) => cell.id === id);
  const cell = notebook.cells[index];
  if (cell) return { index, cell, next: notebook.cells[index + 1] };
  throw new CairnError(`edit: the cell must be in the notebook, got ${JSON.stringify(id)}`, {
    code: "no-such-cell",
  });
}

function setText(notebook: Notebook, id: CellId, text: string): Edit {
  const { cell } = find(notebook, id);
  return cell.type === "prose" ? setMarkdown(notebook, id, text) : setBody(notebook, id, text);
}

/** As an editor counts it: each line ends with \n. The edits put the file's own endings back. */
function textOf(cell: Cell): string {
  return (cell.type === "prose" ? cell.markdown : cell.body).replace(/\r\n?/g, "\n");
}

function wordFor(cell: Cell): string {
  return cell.type === "prose" ? "prose" : cell.kind;
}

function isForm(cell: Cell): boolean {
  return cell.type === "code" && cell.language === "yaml";
}

function renamed(cell: CodeCell, name: string): string {
  const { indent, marker, info, end } = readFence(cell.raw);
  const gap = /^[ \t]*/.exec(info)?.[0] ?? "";
  return indent + marker + gap + printInfo({ ...cell, explicitName: name }) + cell.raw.slice(end);
}

/** The name itself, else with the first number that is free: model, model2, … */
function freeName(name: string, taken: ReadonlySet<string>): string {
  if (!taken.has(name)) return name;
  const stem = name.replace(/\d+$/, "");
  for (let n = 2; ; n++) if (!taken.has(`${stem}${n}`)) return `${stem}${n}`;
}
