// Command mode: what the keys do while no text is being edited. The editor has its own keys (editor/code-editor.ts).
import type { CellId } from "#document/notebook.ts";
import type { NotebookState } from "#ui/state/notebook-state.svelte.ts";

/** How long the second D may take. */
const doubleKeyMs = 600;

/** A listener for `keydown` on the window. */
export function createCommandKeys(notebook: NotebookState): (event: KeyboardEvent) => void {
  let deleteAskedAt = -Infinity;

  return (event) => {
    const target = event.target instanceof Element ? event.target : document.body;
    if (event.defaultPrevented || isTyping(target) || document.querySelector("dialog[open]")) return;
    const id = cellOf(target, notebook) ?? notebook.selectedId;
    const acts = event.ctrlKey || event.metaKey ? controlActs : event.altKey ? {} : plainActs;
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    const act = acts[key];
    if (!act || (act.isOnCellAlone && !target.matches("[data-cell], [data-kind=prose], body"))) return;
    if (act.needsCell && id === undefined) return;

    if (key === "d") {
      const isSecond = event.timeStamp - deleteAskedAt < doubleKeyMs && !event.repeat;
      deleteAskedAt = isSecond ? -Infinity : event.timeStamp;
      if (!isSecond) return;
    }
    event.preventDefault();
    act.do(notebook, id as CellId, event.shiftKey);
  };
}

interface Act {
  needsCell?: boolean;
  /** Not while a button or a link has the focus: there the key means that. */
  isOnCellAlone?: boolean;
  do(notebook: NotebookState, id: CellId, isShift: boolean): void;
}

const selectNext: Act = { isOnCellAlone: true, do: (notebook) => void notebook.select(1) };
const selectPrevious: Act = { isOnCellAlone: true, do: (notebook) => void notebook.select(-1) };
const undo: Act["do"] = (notebook, _id, isShift) => (isShift ? notebook.redo() : notebook.undo());

const plainActs: Record<string, Act> = {
  j: { do: (notebook) => void notebook.select(1) },
  k: { do: (notebook) => void notebook.select(-1) },
  ArrowDown: selectNext,
  ArrowUp: selectPrevious,
  a: { do: (notebook) => notebook.openInsert("above") },
  b: { do: (notebook) => notebook.openInsert("below") },
  d: { needsCell: true, do: (notebook, id) => notebook.delete(id) },
  z: { do: undo },
  Enter: {
    needsCell: true,
    isOnCellAlone: true,
    do: (notebook, id, isShift) => (isShift ? notebook.runAndMoveOn(id) : notebook.edit(id)),
  },
};

const controlActs: Record<string, Act> = {
  z: { do: undo },
  y: { do: (notebook) => notebook.redo() },
  Enter: { needsCell: true, do: (notebook, id) => notebook.run(id) },
};

function isTyping(target: Element): boolean {
  if (target instanceof HTMLInputElement && target.type === "range") return false;
  return target.closest("input, textarea, select, [contenteditable=true], .cm-editor, [role=menu]") !== null;
}

function cellOf(target: Element, notebook: NotebookState): CellId | undefined {
  const elementId = target.closest("[data-kind]")?.id.replace(/^cell-/, "");
  return notebook.cells.find(({ id }) => id === elementId)?.id;
}
