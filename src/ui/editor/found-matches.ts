// The matches of a search over all cells, drawn in an editor. They move with the text until they are set anew.
import { type Extension, StateEffect, StateField } from "@codemirror/state";
import { Decoration, type DecorationSet, EditorView } from "@codemirror/view";

interface Span {
  from: number;
  to: number;
}

const setSpans = StateEffect.define<{ spans: readonly Span[]; current: Span | undefined }>();
const match = Decoration.mark({ class: "found" });
const currentMatch = Decoration.mark({ class: "found current" });

const field = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(old, transaction) {
    const effect = transaction.effects.find((each) => each.is(setSpans));
    if (!effect) return old.map(transaction.changes);
    const { spans, current } = effect.value;
    const { length } = transaction.state.doc;
    return Decoration.set(
      spans
        .filter(({ to }) => to <= length)
        .map((span) => (span === current ? currentMatch : match).range(span.from, span.to)),
    );
  },
  provide: (self) => EditorView.decorations.from(self),
});

export const foundMatches: Extension = field;

/** @param spans in order, without overlaps */
export function showMatches(view: EditorView, spans: readonly Span[], current: Span | undefined): void {
  if (spans.length === 0 && view.state.field(field).size === 0) return;
  view.dispatch({ effects: setSpans.of({ spans, current }) });
}
