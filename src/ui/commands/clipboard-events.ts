// The browser's own copy, cut and paste mean the cell while neither a text is edited nor one is selected. Unlike the
// keys of command mode they need no permission to read the clipboard.
import { cellMarkdown, indexBelow, meant, paste, remove, wordsFor } from "#ui/commands/cell-acts.ts";
import { contextOf } from "#ui/commands/command-keys.ts";
import type { PageActs } from "#ui/commands/command.ts";
import type { NotebookState } from "#ui/state/notebook-state.svelte.ts";

/** Listeners for `copy` and `cut`, and for `paste`, on the window. */
export function createClipboardEvents(notebook: NotebookState, page: PageActs) {
  /** Text is edited there, or selected to be copied. */
  const isOfText = ({ type }: ClipboardEvent, target: Element) =>
    target.closest("input, textarea, .cm-editor, dialog") !== null ||
    (type !== "paste" && getSelection()?.isCollapsed === false);
  const targetOf = ({ target }: ClipboardEvent) => (target instanceof Element ? target : document.body);
  return {
    copy(event: ClipboardEvent): void {
      const { cell } = contextOf(notebook, page, targetOf(event));
      if (!cell || isOfText(event, targetOf(event))) return;
      event.preventDefault();
      event.clipboardData?.setData("text/plain", cellMarkdown(notebook, cell));
      const words = wordsFor(meant(notebook, cell));
      if (event.type === "cut") remove(notebook, cell);
      notebook.say(`${words} ${event.type === "cut" ? "cut" : "copied as Markdown"}.`);
    },
    paste(event: ClipboardEvent): void {
      const text = event.clipboardData?.getData("text/plain") ?? "";
      const { cell } = contextOf(notebook, page, targetOf(event));
      if (text === "" || isOfText(event, targetOf(event)) || (!cell && notebook.cells.length > 0)) return;
      event.preventDefault();
      paste(notebook, indexBelow(notebook, cell), text);
    },
  };
}
