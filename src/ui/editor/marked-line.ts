// The line where a cell failed, tinted with its number. The mark moves with the text until it is set anew.
import { type EditorState, type Extension, RangeSet, StateEffect, StateField } from "@codemirror/state";
import { Decoration, type DecorationSet, EditorView, gutterLineClass, GutterMarker } from "@codemirror/view";

const setLine = StateEffect.define<number | undefined>();

const badLine = Decoration.line({ class: "bad" });
const badNumber = new (class extends GutterMarker {
  override elementClass = "bad";
})();

const marked = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(old, transaction) {
    const effect = transaction.effects.find((each) => each.is(setLine));
    return effect ? markOf(transaction.state, effect.value) : old.map(transaction.changes);
  },
  provide: (field) => [
    EditorView.decorations.from(field),
    gutterLineClass.compute([field], (state) => {
      const from = state.field(field).iter().value ? state.field(field).iter().from : undefined;
      return from === undefined
        ? RangeSet.empty
        : RangeSet.of([badNumber.range(state.doc.lineAt(from).from)]);
    }),
  ],
});

export const markedLine: Extension = marked;

/** @param line from 1; undefined takes the mark away */
export function markLine(view: EditorView, line: number | undefined): void {
  view.dispatch({ effects: setLine.of(line) });
}

function markOf(state: EditorState, line: number | undefined): DecorationSet {
  if (line === undefined || line < 1 || line > state.doc.lines) return Decoration.none;
  return Decoration.set([badLine.range(state.doc.line(line).from)]);
}
