// Commands of the notebook as a whole, and those that change text in an editor.
import { always, type Command, type CommandContext, inEditor, type Scope } from "#ui/commands/command.ts";
import { goToProblem } from "#ui/commands/problem-list.ts";
import type { IconName } from "#ui/controls/icons.ts";
import type { EditorCommand } from "#ui/editor/code-editor.ts";
import { panels } from "#ui/panels/panel-names.ts";
import { theme } from "#ui/state/theme.svelte.ts";

type Row = [string, string, string[], Scope, IconName, Command["act"]];

export const notebookCommands: readonly Command[] = (
  [
    ["palette", "Find or do", ["Mod-k"], "page", "search", ({ page }) => page.openPalette()],
    ["keys", "Show and change the keys", ["?", "Mod-Shift-h"], "page", "key", ({ page }) => page.openKeys()],
    ["find", "Find in all cells", ["Mod-f"], "page", "search", (context) => openFind(context, false)],
    [
      "replace",
      "Replace in all cells",
      ["Mod-h", "Mod-Alt-f"],
      "page",
      "search",
      (context) => openFind(context, true),
    ],
    ["find-next", "Go to the next match", ["Mod-g", "F3"], "page", "down", (context) => stepFind(context, 1)],
    [
      "find-previous",
      "Go to the match before",
      ["Mod-Shift-g", "Shift-F3"],
      "page",
      "up",
      (context) => stepFind(context, -1),
    ],
    [
      "next-problem",
      "Go to the next problem",
      ["F8"],
      "notebook",
      "alert",
      (context) => goToProblem(context, 1),
    ],
    [
      "previous-problem",
      "Go to the problem before",
      ["Shift-F8"],
      "notebook",
      "alert",
      (context) => goToProblem(context, -1),
    ],
    [
      "problems",
      "List the problems of all cells",
      ["Mod-Shift-m"],
      "page",
      "alert",
      ({ page }) => page.openProblems(),
    ],
    ["undo", "Undo", ["Mod-z", "z"], "notebook", "undo", ({ notebook }) => notebook.undo()],
    [
      "redo",
      "Redo",
      ["Mod-Shift-z", "Shift-z", "Mod-y"],
      "notebook",
      "redo",
      ({ notebook }) => notebook.redo(),
    ],
    [
      "line-numbers",
      "Show or hide line numbers",
      ["l"],
      "cell",
      "outline",
      ({ notebook }) => notebook.toggleLineNumbers(),
    ],
    ...panels.map(
      ({ name, title, icon }) =>
        [
          name,
          `Open or close the panel ${title}`,
          [],
          "page",
          icon,
          ({ page }: CommandContext) => page.togglePanel(name),
        ] satisfies Row,
    ),
    ["theme", "Light or dark", [], "page", "sun", () => theme.toggle()],
    ["history", "Show the history of versions", [], "page", "undo", ({ page }) => page.openHistory()],
    ["share", "Share by a link or a file", [], "page", "share", ({ page }) => page.openShare()],
    ["reset", "Reset to the original", [], "page", "undo", ({ page }) => page.resetToOriginal()],
    ["read", "Read or edit", ["Shift-r"], "cell", "prose", ({ notebook }) => notebook.toggleReading()],
    ["print", "Print", ["Mod-p"], "page", "file", () => print()],
    [
      "save",
      "Save to the file on disk, or download as .md",
      ["Mod-s"],
      "page",
      "download",
      ({ page }) => page.save(),
    ],
    [
      "save-to-disk",
      "Save to a file on disk",
      ["Mod-Shift-s"],
      "page",
      "download",
      ({ page }) => page.saveToDisk(),
    ],
    [
      "save-ipynb",
      "Download as .ipynb for Jupyter",
      [],
      "page",
      "download",
      ({ page }) => page.download("ipynb"),
    ],
    [
      "save-html",
      "Download as .html to be read anywhere",
      [],
      "page",
      "download",
      ({ page }) => page.download("html"),
    ],
    ["export", "Export as a pipeline", [], "page", "export", ({ page }) => page.openExport()],
    ["delete-notebook", "Delete the notebook", [], "page", "trash", ({ page }) => page.deleteNotebook()],
  ] as Row[]
).map(([id, label, keys, scope, icon, act]) => ({
  id,
  label,
  group: "Notebook",
  keys,
  scope,
  icon,
  can: always,
  act,
}));

export const editorCommands: readonly Command[] = (
  [
    ["complete", "Complete what is being typed", ["Ctrl-Space", "Alt-`"]],
    // not Mod: on a Mac that opens the browser's tools, before the page hears of it
    ["show-type", "Show the type at the cursor", ["Ctrl-Alt-i"]],
    ["comment", "Comment or uncomment the lines", ["Mod-/"]],
    ["indent", "Indent", ["Tab", "Mod-]"]],
    ["outdent", "Indent less", ["Shift-Tab", "Mod-["]],
    ["line-up", "Move the lines up", ["Alt-ArrowUp"]],
    ["line-down", "Move the lines down", ["Alt-ArrowDown"]],
    ["copy-line-up", "Copy the lines up", ["Shift-Alt-ArrowUp"]],
    ["copy-line-down", "Copy the lines down", ["Shift-Alt-ArrowDown"]],
    ["delete-line", "Delete the lines", ["Mod-Shift-k"]],
    ["next-occurrence", "Select the next occurrence too", ["Mod-d"]],
    ["all-occurrences", "Select all occurrences in the cell", ["Mod-Shift-l"]],
    ["cursor-above", "Add a cursor above", ["Mod-Alt-ArrowUp"]],
    ["cursor-below", "Add a cursor below", ["Mod-Alt-ArrowDown"]],
    ["fold", "Fold", ["Ctrl-Shift-["]],
    ["unfold", "Unfold", ["Ctrl-Shift-]"]],
  ] as [EditorCommand, string, string[]][]
).map(([id, label, keys]) => ({
  id,
  label,
  group: "Editor",
  keys,
  scope: "editor",
  icon: "code",
  can: inEditor,
  act: ({ editor }) => editor?.run(id),
}));

/** What is selected in an editor, if it is part of a line, is looked for. */
function openFind({ page, editor }: CommandContext, isReplacing: boolean): void {
  const text = editor?.selectedText ?? "";
  page.openFind(isReplacing, text.includes("\n") ? "" : text);
}

function stepFind(context: CommandContext, by: 1 | -1): void {
  const { find } = context.notebook;
  if (find.isOpen) find.step(by);
  else openFind(context, false);
}
