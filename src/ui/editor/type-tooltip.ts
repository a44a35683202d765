// The type of what stands at a place, with what its declaration says: below the pointer, and by a command at the cursor.
import { forEachDiagnostic } from "@codemirror/lint";
import { type Extension, StateEffect, StateField } from "@codemirror/state";
import { type Command, EditorView, hoverTooltip, showTooltip, type Tooltip } from "@codemirror/view";
import { highlightLines } from "#markup/highlight.ts";
import type { TypeInfo } from "#ui/types/type-findings.ts";

export type TypeSource = (offset: number) => Promise<TypeInfo | undefined>;

const setSource = StateEffect.define<TypeSource>();
const source = StateField.define<TypeSource | undefined>({
  create: () => undefined,
  update: (old, { effects }) => effects.find((each) => each.is(setSource))?.value ?? old,
});

const setShown = StateEffect.define<Tooltip | null>();
const shown = StateField.define<Tooltip | null>({
  create: () => null,
  update(old, { effects, docChanged, selection }) {
    const effect = effects.find((each) => each.is(setShown));
    if (effect) return effect.value;
    return docChanged || selection ? null : old;
  },
  provide: (self) => showTooltip.from(self),
});

export const typeTooltips: Extension = [
  source,
  shown,
  hoverTooltip(
    async ({ state }, position) => {
      const info = await state.field(source)?.(position);
      if (!info || info.to > state.doc.length) return null;
      return { pos: info.from, end: info.to, above: true, create: () => ({ dom: draw(info, []) }) };
    },
    { hideOnChange: true },
  ),
];

export function setTypeSource(view: EditorView, typeAt: TypeSource): void {
  view.dispatch({ effects: setSource.of(typeAt) });
}

/** Shown until the cursor moves, the text changes or Escape is pressed; said to a screen reader too. */
export const showType: Command = (view) => {
  void showTypeAtCursor(view);
  return true;
};

async function showTypeAtCursor(view: EditorView): Promise<void> {
  const { state } = view;
  const { head } = state.selection.main;
  const info = await state.field(source)?.(head);
  if (view.state.doc !== state.doc || view.state.selection.main.head !== head) return; // asked of another place
  const messages: string[] = [];
  forEachDiagnostic(view.state, ({ message }, from, to) => {
    if (from <= head && head <= to) messages.push(message);
  });
  if (!info && messages.length === 0) messages.push("No type is known here.");
  const dom = draw(info, messages);
  const words = [info?.type ?? "", info?.says ?? "", ...messages].filter(Boolean).join("\n");
  view.dispatch({
    effects: [
      setShown.of({ pos: info?.from ?? head, above: true, create: () => ({ dom }) }),
      EditorView.announce.of(words),
    ],
  });
}

/** Whether there was one to take away. */
export function hideType(view: EditorView): boolean {
  if (!view.state.field(shown)) return false;
  view.dispatch({ effects: setShown.of(null) });
  return true;
}

function draw(info: TypeInfo | undefined, messages: readonly string[]): HTMLElement {
  const root = document.createElement("div");
  root.className = "cm-type";
  if (info) {
    const type = root.appendChild(document.createElement("code"));
    type.innerHTML = highlightLines(info.type, "ts").join("\n"); // escaped there
  }
  for (const text of [info?.says ?? "", ...messages]) {
    if (text === "") continue;
    root.appendChild(document.createElement("p")).textContent = text;
  }
  return root;
}
