// What the keys of a notebook do: one listener, before any editor or button hears of the key.
import type { Command, CommandContext, PageActs } from "#ui/commands/command.ts";
import { keyBindings } from "#ui/commands/key-bindings.svelte.ts";
import { isTypedStroke, strokesOf } from "#ui/commands/key-names.ts";
import type { NotebookState } from "#ui/state/notebook-state.svelte.ts";

/** How long the second stroke of a sequence may take. */
const SEQUENCE_MS = 600;

type Place = "cell" | "editor" | "field";

/** A listener for `keydown` on the window, in the capture phase. */
export function createCommandKeys(notebook: NotebookState, page: PageActs): (event: KeyboardEvent) => void {
  let first: { strokes: string[]; atMs: number } | undefined;

  return (event) => {
    if (event.defaultPrevented || event.isComposing) return;
    const target = event.target instanceof Element ? event.target : document.body;
    const place = placeOf(target);
    const strokes = strokesOf(event).filter((stroke) => isHeard(stroke, place, target));
    // A letter that is typed ends here: what follows looks through the whole page.
    if (strokes.length === 0 || document.querySelector("dialog[open]")) return;
    const context = contextOf(notebook, page, target);
    if (context.editor?.wantsKey(event)) return;

    const isSecond = first && !event.repeat && event.timeStamp - first.atMs < SEQUENCE_MS;
    const sequences = isSecond ? first!.strokes.flatMap((a) => strokes.map((b) => `${a} ${b}`)) : [];
    first = undefined;
    const command = [...sequences, ...strokes]
      .flatMap((keys) => keyBindings.commandsFor(keys))
      .find((each) => worksIn(each, place) && each.can(context));
    if (command) {
      event.preventDefault();
      event.stopPropagation();
      command.act(context);
    } else if (!event.repeat && place === "cell" && strokes.some((stroke) => keyBindings.isPrefix(stroke))) {
      first = { strokes, atMs: event.timeStamp };
    }
  };
}

/** Who would be meant if a command were called now. */
export function contextOf(
  notebook: NotebookState,
  page: PageActs,
  target: Element = document.activeElement ?? document.body,
): CommandContext {
  const elementId = target.closest("[data-kind]")?.id.replace(/^cell-/, "");
  const cell =
    notebook.cells.find(({ id }) => id === elementId) ??
    notebook.cells.find(({ id }) => id === notebook.selectedId);
  const editor = cell && placeOf(target) === "editor" ? notebook.editorOf(cell.id) : undefined;
  return { notebook, page, cell, editor };
}

function placeOf(target: Element): Place {
  if (target.closest(".cm-content")) return "editor";
  if (target instanceof HTMLInputElement && target.type === "range") return "cell";
  const isField = target.closest(
    "input, textarea, select, [contenteditable=true], [role=application], .cm-editor, [role=menu]",
  );
  return isField ? "field" : "cell";
}

function worksIn({ scope }: Command, place: Place): boolean {
  if (scope === "page") return true;
  return place !== "field" && (scope === "notebook" || scope === place);
}

/** A character is text where text is edited; Enter, Space and arrows mean a button while it has the focus. */
function isHeard(stroke: string, place: Place, target: Element): boolean {
  if (place !== "cell") return !isTypedStroke(stroke);
  const isOnCell = target.matches("[data-cell], [data-kind=prose], body, main");
  return isOnCell || !/^(?:Enter|Space|Arrow\w+)$/.test(stroke);
}
