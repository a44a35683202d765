// Errors and warnings underlined in the text, each with its message and mends on hover. CodeMirror has one list of
// them, so each side that is set anew takes the other along, where the text has moved it to.
import { type Diagnostic, forEachDiagnostic, setDiagnostics } from "@codemirror/lint";
import type { EditorState } from "@codemirror/state";
import type { EditorView } from "@codemirror/view";
import type { Mark } from "#session/session-view.ts";
import type { TypeWarning } from "#ui/types/type-findings.ts";

/** @param onmend called with the id of the mend whose button was pressed */
export function showMarks(view: EditorView, marks: readonly Mark[], onmend: (mendId: string) => void): void {
  const errors = marks.map((mark): Diagnostic => {
    const { message, hint, mends } = mark;
    return {
      ...spanOf(view.state, mark),
      severity: "error",
      message: hint === undefined ? message : `${message}. ${hint}`,
      actions: mends.map(({ id, label }) => ({ name: label, apply: () => onmend(id) })),
    };
  });
  setBoth(view, errors, shownNow(view.state, "warning"));
}

/** @param text what the warnings are about; where the editor's text is another by now, they are not shown */
export function showWarnings(view: EditorView, text: string, warnings: readonly TypeWarning[]): void {
  if (view.state.doc.toString() !== text) return;
  const errors = shownNow(view.state, "error");
  const shown = withoutErrors(
    warnings.map((warning): Diagnostic => ({ ...warning, severity: "warning" })),
    errors,
  );
  // Setting them anew closes what is open over the text, a mend that somebody is about to press for one.
  if (textOf(shown) !== textOf(shownNow(view.state, "warning"))) setBoth(view, errors, shown);
}

/** What is shown of them now, where the text has moved it to: line and column from 1. */
export function warningMarks(state: EditorState): Mark[] {
  return shownNow(state, "warning").map(({ from, message }) => {
    const line = state.doc.lineAt(from);
    return { line: line.number, column: from - line.from + 1, message, mends: [] };
  });
}

function textOf(diagnostics: readonly Diagnostic[]): string {
  return JSON.stringify(diagnostics.map(({ from, to, message }) => [from, to, message]));
}

/** Where an error stands, a warning would say the same in other words. */
function setBoth(view: EditorView, errors: readonly Diagnostic[], warnings: readonly Diagnostic[]): void {
  view.dispatch(setDiagnostics(view.state, [...errors, ...withoutErrors(warnings, errors)]));
}

function withoutErrors(warnings: readonly Diagnostic[], errors: readonly Diagnostic[]): Diagnostic[] {
  return warnings.filter(({ from, to }) => !errors.some((error) => error.from < to && from < error.to));
}

function shownNow(state: EditorState, severity: Diagnostic["severity"]): Diagnostic[] {
  const found: Diagnostic[] = [];
  forEachDiagnostic(state, (each, from, to) => {
    if (each.severity === severity) found.push({ ...each, from, to });
  });
  return found;
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
