// What commands do with cells beyond what buttons do: the clipboard, joining and splitting, prose and code.
// What cannot be done is said at the foot of the window, and changes nothing.
import {
  chainEdits,
  changeType,
  copyMarkdown,
  mergeWithNext,
  pasteMarkdown,
  setTexts,
  splitCellAt,
} from "#document/edit-cells.ts";
import type { Edit } from "#document/edit.ts";
import type { CellId, Notebook } from "#document/notebook.ts";
import type { CellView } from "#session/session-view.ts";
import { setHeadingLevel } from "#markup/headings.ts";
import type { CommandContext } from "#ui/commands/command.ts";
import type { NotebookState } from "#ui/state/notebook-state.svelte.ts";

export function indexBelow(notebook: NotebookState, cell: CellView | undefined): number {
  const index = notebook.cells.findIndex(({ id }) => id === cell?.id);
  return index === -1 ? notebook.cells.length : index + 1;
}

/** @param index from the end where it is negative */
export function goTo(notebook: NotebookState, index: number): void {
  const cell = notebook.cells.at(index);
  if (cell) notebook.focus(cell.id);
}

/** The cells that are meant: all that are selected where this is one of them. */
export function meant(notebook: NotebookState, cell: CellView): readonly CellView[] {
  const { selected } = notebook;
  return selected.some(({ id }) => id === cell.id) ? selected : [cell];
}

const idsOf = (cells: readonly CellView[]) => cells.map(({ id }) => id);

export function remove(notebook: NotebookState, cell: CellView): void {
  notebook.deleteAll(idsOf(meant(notebook, cell)));
}

export function move(notebook: NotebookState, cell: CellView, step: -1 | 1): void {
  const cells = meant(notebook, cell);
  if (cells.length === 1) notebook.move(cell.id, step);
  else notebook.moveAll(idsOf(cells), step);
}

/** @returns whether several were run */
export function runSelected(notebook: NotebookState, cell: CellView): boolean {
  const cells = meant(notebook, cell);
  if (cells.length < 2) return false;
  notebook.run(...idsOf(cells));
  return true;
}

export function runAndInsert(notebook: NotebookState, cell: CellView): void {
  notebook.run(cell.id);
  notebook.insert(indexBelow(notebook, cell), { kind: "ts" });
}

/** With the one below it, or all that are selected. */
export function mergeBelow(notebook: NotebookState, cell: CellView): void {
  const [{ id }, ...others] = meant(notebook, cell);
  const joins = Array.from(
    { length: Math.max(1, others.length) },
    () => (document: Notebook) => mergeWithNext(document, id),
  );
  if (edit(notebook, (document) => chainEdits(document, joins), id)) notebook.focus(id);
}

export function splitAtCursor(notebook: NotebookState, { id }: CellView, { editor }: CommandContext): void {
  const offset = editor?.selection.from;
  if (offset === undefined) return;
  const [second] = edit(notebook, (document) => splitCellAt(document, id, offset), id) ?? [];
  if (second !== undefined) notebook.edit(second, "start");
}

export function makeType(notebook: NotebookState, { id }: CellView, type: "prose" | "code"): void {
  const [made] = edit(notebook, (document) => changeType(document, id, type), id) ?? [];
  if (made !== undefined) notebook.focus(made);
}

export function makeHeading(notebook: NotebookState, cell: CellView, level: number): void {
  if (cell.type === "prose") notebook.session.setMarkdown(cell.id, setHeadingLevel(cell.markdown, level));
}

/** Lays out the text of these cells as one step; one that cannot be read is named and left as it is. */
export async function format(notebook: NotebookState, cells: readonly CellView[]): Promise<void> {
  const formatter = await import("#ui/editor/format-text.ts").catch(() => undefined);
  if (!formatter) return notebook.say("The formatter could not be loaded. Try again when you are online.");
  const { canFormat, formatText } = formatter;
  const texts = new Map<CellId, string>();
  const refused: string[] = [];
  for (const cell of cells) {
    if (cell.type !== "code" || !canFormat(cell.language) || cell.body.trim() === "") continue;
    try {
      texts.set(cell.id, await formatText(cell.body, cell.language));
    } catch (error) {
      refused.push(`${cell.name} cannot be read: ${sentence(error)}`);
    }
  }
  // What was typed meanwhile is not undone by a layout of what stood there before.
  const unchanged = new Map([...texts].filter(([id]) => cells.includes(notebook.cellOf(id) as CellView)));
  edit(notebook, (document) => setTexts(document, unchanged), cells[0]?.id);
  if (refused.length > 0) notebook.say(refused.join(" "));
}

// The clipboard

/** What was copied last in this tab, for where the browser does not let a page read the clipboard. */
let copied: string | undefined;

export function cellMarkdown(notebook: NotebookState, cell: CellView): string {
  const ids = new Set(idsOf(meant(notebook, cell)));
  copied = copyMarkdown(notebook.session.notebook.cells.filter(({ id }) => ids.has(id)));
  return copied;
}

export function copy(notebook: NotebookState, cell: CellView): void {
  const text = cellMarkdown(notebook, cell);
  // Where the browser refuses, it can still be pasted in this tab.
  navigator.clipboard?.writeText(text).catch(() => undefined);
  notebook.say(`${wordsFor(meant(notebook, cell))} copied as Markdown.`);
}

export function cut(notebook: NotebookState, cell: CellView): void {
  copy(notebook, cell);
  const words = wordsFor(meant(notebook, cell));
  remove(notebook, cell);
  notebook.say(`${words} cut.`);
}

export function wordsFor(cells: readonly CellView[]): string {
  return cells.length === 1 ? "The cell was" : `${cells.length} cells were`;
}

export function pasteBelow(notebook: NotebookState, cell: CellView): void {
  void pasteAt(notebook, indexBelow(notebook, cell));
}

export function pasteAbove(notebook: NotebookState, cell: CellView): void {
  void pasteAt(notebook, indexBelow(notebook, cell) - 1);
}

async function pasteAt(notebook: NotebookState, index: number): Promise<void> {
  const text = (await readClipboard()) ?? copied;
  if (text === undefined)
    notebook.say("The browser does not let the page read the clipboard: press Ctrl V or Cmd V instead.");
  else paste(notebook, index, text);
}

async function readClipboard(): Promise<string | undefined> {
  try {
    return (await navigator.clipboard.readText()) || undefined;
  } catch {
    return undefined;
  }
}

/** Fences of code become cells, the rest prose; the last new cell is selected. */
export function paste(notebook: NotebookState, index: number, text: string): void {
  const taken = new Set(notebook.cells.flatMap((cell) => (cell.type === "code" ? [cell.name] : [])));
  const added = edit(notebook, (document) => pasteMarkdown(document, index, text, taken));
  if (!added) return;
  const last = added.at(-1);
  if (last === undefined) notebook.say("There is no text to paste.");
  else notebook.focus(last);
}

/** Undefined when it could not be done; why is said. */
function edit(
  notebook: NotebookState,
  make: (document: Notebook) => Edit,
  cell?: CellId,
): readonly CellId[] | undefined {
  try {
    return notebook.editDocument(make, cell);
  } catch (error) {
    notebook.say(sentence(error));
    return undefined;
  }
}

function sentence(error: unknown): string {
  const { message, hint } = error as { message: string; hint?: string };
  return hint === undefined ? `${message}.` : `${message}. ${hint}`;
}
