// Commands that run, and that go from cell to cell.
import * as acts from "#ui/commands/cell-acts.ts";
import { type Command, forCell, inEditor, onCell } from "#ui/commands/command.ts";
import type { IconName } from "#ui/controls/icons.ts";
import type { NotebookState } from "#ui/state/notebook-state.svelte.ts";

const runs: Command[] = [
  {
    id: "run-and-go-on",
    label: "Run the cell and go on to the next",
    group: "Run",
    keys: ["Shift-Enter"],
    scope: "notebook",
    icon: "play",
    can: onCell,
    act: forCell((notebook, cell) => acts.runSelected(notebook, cell) || notebook.runAndMoveOn(cell.id)),
  },
  {
    id: "run",
    label: "Run the cell",
    group: "Run",
    keys: ["Mod-Enter"],
    scope: "notebook",
    icon: "play",
    can: onCell,
    act: forCell((notebook, cell) => {
      if (acts.runSelected(notebook, cell)) return;
      if (cell.type === "code") notebook.run(cell.id);
      else notebook.focus(cell.id);
    }),
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
    can: inEditor,
    act: forCell((notebook, { id }) => notebook.focus(id)),
  },
  ...(
    [
      ["next", "Go to the next cell", ["j", "ArrowDown"], "down", (notebook) => notebook.select(1)],
      ["previous", "Go to the cell before", ["k", "ArrowUp"], "up", (notebook) => notebook.select(-1)],
      [
        "extend-down",
        "Select the next cell too",
        ["Shift-j", "Shift-ArrowDown"],
        "down",
        (notebook) => notebook.extend(1),
      ],
      [
        "extend-up",
        "Select the cell before too",
        ["Shift-k", "Shift-ArrowUp"],
        "up",
        (notebook) => notebook.extend(-1),
      ],
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

export const runCommands: readonly Command[] = [...runs, ...moves];
