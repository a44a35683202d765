// Errors underlined in the text, each with its message and mends on hover.
import { type Diagnostic, setDiagnostics } from "@codemirror/lint";
import type { EditorState } from "@codemirror/state";
import type { EditorView } from "@codemirror/view";
import type { Mark } from "#session/session-view.ts";

/** @param onmend called with the id of the mend whose button was pressed */
export function showMarks(view: EditorView, marks: readonly Mark[], onmend: (mendId: string) => void): void {
  const diagnostics = marks.map((mark): Diagnostic => {
    const { message, hint, mends } = mark;
    return {
      ...spanOf(view.state, mark),
      severity: "error",
      message: hint === undefined ? message : `${message}. ${hint}`,
      actions: mends.map(({ id, label }) => ({ name: label, apply: () => onmend(id) })),
    };
  });
  view.dispatch(setDiagnostics(view.state, diagnostics));
}

/** The word at the place; at the end of a line its last character, so that there is something to underline. */
function spanOf(state: EditorState, { line, column }: Mark): { from: number; to: number } {
  const at = state.doc.line(Math.min(Math.max(1, line), state.doc.lines));
  const position = Math.min(at.from + Math.max(0, column - 1), at.to);
  const word = state.wordAt(position);
  if (word && word.from <= position && position < word.to) return { from: position, to: word.to };
  if (position < at.to) return { from: position, to: position + 1 };
  return { from: Math.max(at.from, position - 1), to: position };
}
