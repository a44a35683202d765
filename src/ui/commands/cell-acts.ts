// What commands do with cells beyond what buttons do: the clipboard, joining and splitting, prose and code.
// What cannot be done is said at the foot of the window, and changes nothing.
import {
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

export function runAndInsert(notebook: NotebookState, cell: CellView): void {
  notebook.run(cell.id);
  notebook.insert(indexBelow(notebook, cell), { kind: "ts" });
}

export function mergeBelow(notebook: NotebookState, { id }: CellView): void {
  if (edit(notebook, (document) => mergeWithNext(document, id), id)) notebook.focus(id);
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

export function cellMarkdown(notebook: NotebookState, id: CellId): string {
  copied = copyMarkdown(notebook.session.notebook.cells.filter((cell) => cell.id === id));
  return copied;
}

export function copy(notebook: NotebookState, { id }: CellView): void {
  const text = cellMarkdown(notebook, id);
  // Where the browser refuses, it can still be pasted in this tab.
  navigator.clipboard?.writeText(text).catch(() => undefined);
  notebook.say("The cell was copied as Markdown.");
}

export function cut(notebook: NotebookState, cell: CellView): void {
  copy(notebook, cell);
  notebook.delete(cell.id);
  notebook.say("The cell was cut.");
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
