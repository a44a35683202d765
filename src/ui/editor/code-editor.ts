// CodeMirror for one cell. Nothing outside this folder imports it, and this file is imported at the first focus of a
// source. There is no history here: undo belongs to the session (decision 27). The keys that are in the table of
// commands never come here: ui/commands/command-keys.ts calls `run`.
import {
  closeBrackets,
  closeBracketsKeymap,
  completionStatus,
  hasNextSnippetField,
  hasPrevSnippetField,
} from "@codemirror/autocomplete";
import { simplifySelection, standardKeymap } from "@codemirror/commands";
import { javascript } from "@codemirror/lang-javascript";
import { markdown } from "@codemirror/lang-markdown";
import { PostgreSQL, sql } from "@codemirror/lang-sql";
import { yaml } from "@codemirror/lang-yaml";
import {
  bracketMatching,
  codeFolding,
  foldGutter,
  indentOnInput,
  indentUnit,
  syntaxHighlighting,
} from "@codemirror/language";
import { highlightSelectionMatches } from "@codemirror/search";
import { Annotation, Compartment, EditorSelection, EditorState, type Extension } from "@codemirror/state";
import {
  crosshairCursor,
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  keymap,
  lineNumbers,
  rectangularSelection,
} from "@codemirror/view";
import { tagHighlighter, tags } from "@lezer/highlight";
import type { Language } from "#document/notebook.ts";
import type { NameInfo } from "#session/describe-names.ts";
import type { Mark } from "#session/session-view.ts";
import { completion } from "#ui/editor/completion.ts";
import { type EditorCommand, editorCommands } from "#ui/editor/editor-commands.ts";
import { editorTheme } from "#ui/editor/editor-theme.ts";
import { showMarks, showWarnings, warningMarks } from "#ui/editor/error-marks.ts";
import { foundMatches, showMatches } from "#ui/editor/found-matches.ts";
import { markedLine, markLine } from "#ui/editor/marked-line.ts";
import { hideType, setTypeSource, type TypeSource, typeTooltips } from "#ui/editor/type-tooltip.ts";
import type { TypeWarning } from "#ui/types/type-findings.ts";

export type { EditorCommand };

export interface EditorOptions {
  parent: HTMLElement;
  text: string;
  language: Language | "markdown";
  label: string;
  errorLine?: number;
  /** The text can be selected and copied, not changed. @default false */
  isReadOnly?: boolean;
  marks?: readonly Mark[];
  onmend?: (mendId: string) => void;
  onchange: (text: string) => void;
  /** For completion: the cell's kind, and the names of the notebook at this moment. */
  kind?: string;
  names?: () => readonly NameInfo[];
}

/** Where the cursor goes. Lines and columns count from 1. */
export type EditorPlace =
  | "start"
  | "end"
  | { line: number; column?: number }
  | { from: number; to: number }
  | { x: number; y: number };

/** Offsets in the text, whose lines end with \n. */
export interface Span {
  from: number;
  to: number;
}

export interface CodeEditor {
  /** Takes a text from outside; the cursor stays when nothing differs before it. */
  setText(text: string): void;
  setErrorLine(line: number | undefined): void;
  /** What a screen reader calls it: a cell's name follows its text. */
  setLabel(label: string): void;
  setMarks(marks: readonly Mark[]): void;
  /** @param text what the warnings are about; they are left out where it is another by now */
  setWarnings(text: string, warnings: readonly TypeWarning[]): void;
  /** Those that are shown. */
  readonly warnings: readonly Mark[];
  /** Who knows the types of this text. */
  setTypeSource(typeAt: TypeSource): void;
  focus(at?: EditorPlace): void;
  /** Marks what a search found; `current` is one of the spans. */
  setMatches(spans: readonly Span[], current: Span | undefined): void;
  /** Scrolls to a part of the text without taking the focus. */
  reveal(span: Span): void;
  /** What is selected, as offsets in the text with \n at the end of each line. */
  readonly selection: Span;
  readonly selectedText: string;
  /** Line and column of the cursor, from 1. */
  readonly cursor: readonly [line: number, column: number];
  run(command: EditorCommand): void;
  /** Whether something open in the editor needs this key: a list of completions, fields to fill in, many cursors. */
  wantsKey(event: KeyboardEvent): boolean;
  destroy(): void;
  /** Until it is destroyed. */
  readonly isOpen: boolean;
}

/** Changes that came from outside must not be reported back as typing. */
const fromOutside = Annotation.define<boolean>();

// The same classes as editor/highlight.ts, so that nothing changes colour when the editor takes over.
const highlighter = tagHighlighter([
  { tag: [tags.keyword, tags.bool, tags.null, tags.self, tags.modifier, tags.operatorKeyword], class: "sk" },
  { tag: [tags.string, tags.special(tags.string), tags.regexp], class: "ss" },
  { tag: tags.number, class: "sn" },
  { tag: [tags.comment, tags.meta], class: "sc" },
  { tag: [tags.definition(tags.propertyName), tags.processingInstruction], class: "sp" },
  { tag: [tags.operator, tags.punctuation, tags.bracket], class: "sp" },
  { tag: tags.heading, class: "sh" },
  { tag: tags.emphasis, class: "se" },
  { tag: tags.strong, class: "sb" },
]);

export function startCodeEditor(options: EditorOptions): CodeEditor {
  const label = new Compartment();
  const labelled = (text: string) => EditorView.contentAttributes.of({ "aria-label": text });
  const view = new EditorView({
    parent: options.parent,
    state: EditorState.create({
      doc: unifyLineEnds(options.text),
      extensions: [
        keymap.of([...closeBracketsKeymap, ...standardKeymap]),
        languageSupport(options.language),
        syntaxHighlighting(highlighter),
        options.language === "markdown"
          ? EditorView.lineWrapping
          : [
              lineNumbers(),
              highlightActiveLine(),
              highlightActiveLineGutter(),
              bracketMatching(),
              closeBrackets(),
              codeFolding(),
              foldGutter({ markerDOM: foldMark }),
              highlightSelectionMatches(),
            ],
        EditorState.allowMultipleSelections.of(true),
        EditorState.readOnly.of(options.isReadOnly ?? false),
        rectangularSelection(),
        crosshairCursor(),
        drawSelection(),
        completion(options),
        indentOnInput(),
        indentUnit.of("  "),
        EditorState.tabSize.of(2),
        // No stop for Tab: Escape and Tab lead past the editor, Enter on the cell leads in.
        EditorView.contentAttributes.of({ spellcheck: "false", tabindex: "-1" }),
        label.of(labelled(options.label)),
        EditorView.updateListener.of((update) => {
          const isTyped = update.transactions.some(
            (each) => each.docChanged && !each.annotation(fromOutside),
          );
          if (isTyped) options.onchange(update.state.doc.toString());
        }),
        markedLine,
        foundMatches,
        typeTooltips,
        editorTheme,
      ],
    }),
  });

  let isOpen = true;
  const editor: CodeEditor = {
    setText: (text) => replaceDifference(view, unifyLineEnds(text)),
    setErrorLine(line) {
      markLine(view, line);
    },
    setLabel: (text) => view.dispatch({ effects: label.reconfigure(labelled(text)) }),
    setMarks: (marks) => showMarks(view, marks, (id) => options.onmend?.(id)),
    setWarnings: (text, warnings) => showWarnings(view, text, warnings),
    get warnings() {
      return warningMarks(view.state);
    },
    setTypeSource: (typeAt) => setTypeSource(view, typeAt),
    focus(at) {
      view.focus();
      view.dispatch({ selection: selectionOf(view, at), scrollIntoView: true });
    },
    setMatches: (spans, current) => showMatches(view, spans, current),
    reveal({ from }) {
      view.dispatch({ effects: EditorView.scrollIntoView(Math.min(from, view.state.doc.length)) });
    },
    get selection() {
      const { from, to } = view.state.selection.main;
      return { from, to };
    },
    get cursor() {
      const { head } = view.state.selection.main;
      const { number, from } = view.state.doc.lineAt(head);
      return [number, head - from + 1] as const;
    },
    get selectedText() {
      const { from, to } = view.state.selection.main;
      return view.state.sliceDoc(from, to);
    },
    run: (command) => void editorCommands[command](view),
    wantsKey: (event) => wantsKey(view, event),
    destroy() {
      isOpen = false;
      view.destroy();
    },
    get isOpen() {
      return isOpen;
    },
  };
  editor.setErrorLine(options.errorLine);
  if (options.marks && options.marks.length > 0) editor.setMarks(options.marks);
  return editor;
}

/** Seen when the lines are pointed at, or where something is folded. */
function foldMark(isOpen: boolean): HTMLElement {
  const mark = document.createElement("span");
  mark.className = isOpen ? "fold-open" : "fold-closed";
  mark.title = isOpen ? "Fold these lines" : "Unfold";
  mark.textContent = isOpen ? "⌄" : "›";
  return mark;
}

function wantsKey(view: EditorView, { key, shiftKey, ctrlKey, metaKey, altKey }: KeyboardEvent): boolean {
  if (shiftKey && key !== "Tab") return false;
  if (ctrlKey || metaKey || altKey) return false;
  const { state } = view;
  if (completionStatus(state) === "active") return true;
  if (key === "Tab" && (hasNextSnippetField(state) || hasPrevSnippetField(state))) return true;
  if (key === "Escape" && hideType(view)) return true;
  return key === "Escape" && state.selection.ranges.length > 1 && simplifySelection(view);
}

function languageSupport(language: EditorOptions["language"]): Extension {
  switch (language) {
    case "ts":
      return javascript({ typescript: true });
    case "js":
      return javascript();
    case "yaml":
      return yaml();
    case "markdown":
      return markdown();
    case "sql":
      return sql({ dialect: PostgreSQL });
  }
}

/** Replaces only what differs, so that the cursor keeps its place in the rest. */
function replaceDifference(view: EditorView, text: string): void {
  const old = view.state.doc.toString();
  if (old === text) return;
  const shortest = Math.min(old.length, text.length);
  let from = 0;
  while (from < shortest && old[from] === text[from]) from++;
  let same = 0;
  while (same < shortest - from && old[old.length - 1 - same] === text[text.length - 1 - same]) same++;
  view.dispatch({
    changes: { from, to: old.length - same, insert: text.slice(from, text.length - same) },
    annotations: fromOutside.of(true),
  });
}

function selectionOf(view: EditorView, at: EditorPlace | undefined): EditorSelection {
  if (typeof at !== "object" || !("from" in at)) return EditorSelection.single(positionOf(view, at));
  const { length } = view.state.doc;
  return EditorSelection.single(Math.min(at.from, length), Math.min(at.to, length));
}

function positionOf(view: EditorView, at: Exclude<EditorPlace, Span> | undefined): number {
  if (at === undefined) return view.state.selection.main.head;
  if (at === "start") return 0;
  if (at === "end") return view.state.doc.length;
  if ("line" in at) {
    const { from, to } = view.state.doc.line(Math.min(Math.max(1, at.line), view.state.doc.lines));
    return Math.min(from + (at.column ?? 1) - 1, to);
  }
  return view.posAtCoords(at, false);
}

function unifyLineEnds(text: string): string {
  return text.replace(/\r\n?/g, "\n");
}
