// Every act of a notebook that a key can do: the one table behind the keys, the palette and the list of keys.
// What happens on a key is found in command-keys.ts; which keys a person chose instead, in key-bindings.svelte.ts.
import type { CellView } from "#session/session-view.ts";
import * as acts from "#ui/commands/cell-acts.ts";
import type { IconName } from "#ui/controls/icons.ts";
import type { CodeEditor, EditorCommand } from "#ui/editor/code-editor.ts";
import { goToProblem } from "#ui/commands/problem-list.ts";
import { insertableKinds } from "#ui/notebook/cell-kinds.ts";
import type { NotebookState } from "#ui/state/notebook-state.svelte.ts";
import { theme } from "#ui/state/theme.svelte.ts";

/** What the page around the cells offers. */
export interface PageActs {
  openPalette(): void;
  openKeys(): void;
  openFind(isReplacing: boolean, text: string): void;
  openProblems(): void;
  toggleOutline(): void;
  download(): void;
  deleteNotebook(): void;
}

export interface CommandContext {
  notebook: NotebookState;
  page: PageActs;
  /** The cell that has the focus, else the selected one. */
  cell: CellView | undefined;
  /** The editor that is being typed in. */
  editor: CodeEditor | undefined;
}

export type Group = "Run" | "Move" | "Cell" | "Notebook" | "Editor";

/**
 * Where the keys of a command work: `cell` while no text is edited, `editor` while a cell's text is, `notebook` in
 * both, `page` in the fields and menus of the page too. A key that writes a character never acts where text is edited.
 */
type Scope = "cell" | "editor" | "notebook" | "page";

export interface Command {
  readonly id: string;
  readonly label: string;
  readonly group: Group;
  /** Until the person chooses others. */
  readonly keys: readonly string[];
  readonly scope: Scope;
  readonly icon: IconName;
  /** Whether it can act now. */
  readonly can: (context: CommandContext) => boolean;
  readonly act: (context: CommandContext) => void;
}

type CellAct = (notebook: NotebookState, cell: CellView, context: CommandContext) => void;

const always = () => true;
const onCell = ({ cell }: CommandContext) => cell !== undefined;
const onCode = ({ cell }: CommandContext) => cell?.type === "code";

function forCell(act: CellAct): Command["act"] {
  return (context) => context.cell && act(context.notebook, context.cell, context);
}

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

const runs: Command[] = [
  {
    id: "run-and-go-on",
    label: "Run the cell and go on to the next",
    group: "Run",
    keys: ["Shift-Enter"],
    scope: "notebook",
    icon: "play",
    can: onCell,
    act: forCell((notebook, { id }) => notebook.runAndMoveOn(id)),
  },
  {
    id: "run",
    label: "Run the cell",
    group: "Run",
    keys: ["Mod-Enter"],
    scope: "notebook",
    icon: "play",
    can: onCell,
    act: forCell((notebook, { id, type }) => (type === "code" ? notebook.run(id) : notebook.focus(id))),
  },
  {
    id: "run-and-insert",
    label: "Run the cell and insert code below",
    group: "Run",
    keys: ["Alt-Enter"],
    scope: "notebook",
    icon: "play",
    can: onCell,
    act: forCell(acts.runAndInsert),
  },
  {
    id: "run-all",
    label: "Run all cells that are not current",
    group: "Run",
    keys: ["Mod-Shift-r"],
    scope: "notebook",
    icon: "play",
    can: ({ notebook }) => notebook.summary.cellCount > 0,
    act: ({ notebook }) => notebook.runAll(),
  },
  {
    id: "interrupt",
    label: "Interrupt the run",
    group: "Run",
    keys: ["i i", "Mod-i"],
    scope: "notebook",
    icon: "stop",
    can: ({ notebook }) => notebook.isRunning,
    act: ({ notebook }) => notebook.stop(),
  },
];

const moves: Command[] = [
  {
    id: "edit",
    label: "Edit the cell",
    group: "Move",
    keys: ["Enter"],
    scope: "cell",
    icon: "rename",
    can: onCell,
    act: forCell((notebook, { id }) => notebook.edit(id)),
  },
  {
    id: "leave",
    label: "Leave the text for the cell",
    group: "Move",
    keys: ["Escape"],
    scope: "editor",
    icon: "prose",
    can: ({ editor }) => editor !== undefined,
    act: forCell((notebook, { id }) => notebook.focus(id)),
  },
  ...(
    [
      ["next", "Go to the next cell", ["j", "ArrowDown"], "down", (notebook) => notebook.select(1)],
      ["previous", "Go to the cell before", ["k", "ArrowUp"], "up", (notebook) => notebook.select(-1)],
      ["first", "Go to the first cell", ["g g"], "up", (notebook) => acts.goTo(notebook, 0)],
      ["last", "Go to the last cell", ["Shift-g"], "down", (notebook) => acts.goTo(notebook, -1)],
    ] as [string, string, string[], IconName, (notebook: NotebookState) => void][]
  ).map(([id, label, keys, icon, act]): Command => ({
    id,
    label,
    group: "Move",
    keys,
    scope: "cell",
    icon,
    can: ({ notebook }) => notebook.cells.length > 0,
    act: ({ notebook }) => act(notebook),
  })),
];

const cellCommands: Command[] = [
  {
    id: "insert-above",
    label: "Insert a cell above",
    group: "Cell",
    keys: ["a"],
    scope: "cell",
    icon: "plus",
    can: always,
    act: ({ notebook }) => notebook.openInsert("above"),
  },
  {
    id: "insert-below",
    label: "Insert a cell below",
    group: "Cell",
    keys: ["b"],
    scope: "cell",
    icon: "plus",
    can: always,
    act: ({ notebook }) => notebook.openInsert("below"),
  },
  ...insertableKinds.map(({ kind, label, icon }): Command => ({
    id: `insert-${kind}`,
    label:
      `Insert ${kind === "prose" || kind === "ts" ? label.toLowerCase() : `a ${kind} cell`} below`.replace(
        "a evaluate",
        "an evaluate",
      ),
    group: "Cell",
    keys: [],
    scope: "notebook",
    icon,
    can: always,
    act: ({ notebook, cell }) => notebook.insert(acts.indexBelow(notebook, cell), { kind }),
  })),
  ...(
    [
      ["cut", "Cut the cell", ["x"], "cut", acts.cut, "cell"],
      ["copy", "Copy the cell as Markdown", ["c"], "copy", acts.copy, "cell"],
      ["paste", "Paste cells below", ["v"], "paste", acts.pasteBelow, "cell"],
      ["paste-above", "Paste cells above", ["Shift-v"], "paste", acts.pasteAbove, "cell"],
      ["delete", "Delete the cell", ["d d"], "trash", (notebook, { id }) => notebook.delete(id), "cell"],
      ["merge", "Join the cell with the one below", ["Shift-m"], "merge", acts.mergeBelow, "cell"],
      ["split", "Split the cell at the cursor", ["Ctrl-Shift--"], "split", acts.splitAtCursor, "editor"],
      [
        "to-code",
        "Make prose code",
        ["y"],
        "code",
        (notebook, cell) => acts.makeType(notebook, cell, "code"),
        "cell",
      ],
      [
        "to-prose",
        "Make code prose",
        ["m"],
        "prose",
        (notebook, cell) => acts.makeType(notebook, cell, "prose"),
        "cell",
      ],
      [
        "up",
        "Move the cell up",
        ["Mod-Shift-ArrowUp"],
        "up",
        (notebook, { id }) => notebook.move(id, -1),
        "cell",
      ],
      [
        "down",
        "Move the cell down",
        ["Mod-Shift-ArrowDown"],
        "down",
        (notebook, { id }) => notebook.move(id, 1),
        "cell",
      ],
    ] as [string, string, string[], IconName, CellAct, Scope][]
  ).map(([id, label, keys, icon, act, scope]): Command => ({
    id,
    label,
    group: "Cell",
    keys,
    scope,
    icon,
    can: scope === "editor" ? ({ editor }) => editor !== undefined : onCell,
    act: forCell(act),
  })),
  ...[1, 2, 3, 4, 5, 6].map((level): Command => ({
    id: `heading-${level}`,
    label: `Make the prose a heading of level ${level}`,
    group: "Cell",
    keys: [`${level}`],
    scope: "cell",
    icon: "prose",
    can: ({ cell }) => cell?.type === "prose",
    act: forCell((notebook, cell) => acts.makeHeading(notebook, cell, level)),
  })),
  {
    id: "rename",
    label: "Rename the cell",
    group: "Cell",
    keys: ["F2"],
    scope: "notebook",
    icon: "rename",
    can: onCode,
    act: forCell((notebook, { id }) => (notebook.renamingId = id)),
  },
  {
    id: "turn-off",
    label: "Turn the cell off or on",
    group: "Cell",
    keys: [],
    scope: "notebook",
    icon: "off",
    can: onCode,
    act: forCell((notebook, cell) =>
      notebook.session.setDisabled(cell.id, cell.type === "code" && cell.status !== "disabled"),
    ),
  },
  {
    id: "outputs",
    label: "Hide or show the output",
    group: "Cell",
    keys: ["o"],
    scope: "cell",
    icon: "evaluate",
    can: ({ cell }) => cell?.type === "code" && cell.outputs.length > 0,
    act: forCell((notebook, { id }) => notebook.toggleOutputs(id)),
  },
];

const notebookCommands: Command[] = (
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
    ["outline", "Open or close the outline", [], "page", "outline", ({ page }) => page.toggleOutline()],
    ["theme", "Light or dark", [], "page", "sun", () => theme.toggle()],
    ["save", "Download the notebook as .md", ["Mod-s"], "page", "download", ({ page }) => page.download()],
    ["delete-notebook", "Delete the notebook", [], "page", "trash", ({ page }) => page.deleteNotebook()],
  ] as [string, string, string[], Scope, IconName, Command["act"]][]
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

const editorCommands: Command[] = (
  [
    ["complete", "Complete what is being typed", ["Ctrl-Space", "Alt-`"]],
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
  can: ({ editor }) => editor !== undefined,
  act: ({ editor }) => editor?.run(id),
}));

export const commands: readonly Command[] = [
  ...runs,
  ...moves,
  ...cellCommands,
  ...notebookCommands,
  ...editorCommands,
];
