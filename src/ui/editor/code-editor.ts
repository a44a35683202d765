// CodeMirror for one cell. This file alone imports it, and is itself imported at the first focus of a source.
// There is no history here: undo belongs to the session (decision 27).
import { closeBrackets, closeBracketsKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, indentLess, indentMore } from "@codemirror/commands";
import { javascript } from "@codemirror/lang-javascript";
import { markdown } from "@codemirror/lang-markdown";
import { yaml } from "@codemirror/lang-yaml";
import { bracketMatching, indentOnInput, indentUnit, syntaxHighlighting } from "@codemirror/language";
import {
  Annotation,
  Compartment,
  EditorSelection,
  EditorState,
  type Extension,
  Prec,
  RangeSet,
} from "@codemirror/state";
import {
  Decoration,
  drawSelection,
  EditorView,
  gutterLineClass,
  GutterMarker,
  highlightActiveLine,
  highlightActiveLineGutter,
  keymap,
  lineNumbers,
} from "@codemirror/view";
import { tagHighlighter, tags } from "@lezer/highlight";
import type { Language } from "#document/notebook.ts";
import { editorTheme } from "#ui/editor/editor-theme.ts";

export interface EditorOptions {
  parent: HTMLElement;
  text: string;
  language: Language | "markdown";
  label: string;
  errorLine?: number;
  onchange: (text: string) => void;
  /** Escape: back to command mode. */
  onleave: () => void;
  /** Shift-Enter; with `stay`, Ctrl- or Cmd-Enter. */
  onrun: (stay: boolean) => void;
  onundo: () => void;
  onredo: () => void;
  /** An arrow key at the first or last line: -1 or 1. Returns whether it went anywhere. */
  onedge: (direction: -1 | 1) => boolean;
}

export interface CodeEditor {
  /** Takes a text from outside; the cursor stays when nothing differs before it. */
  setText(text: string): void;
  setErrorLine(line: number | undefined): void;
  focus(at?: { line: number } | { x: number; y: number } | "end"): void;
  destroy(): void;
}

const badNumber = new (class extends GutterMarker {
  override elementClass = "bad";
})();

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
  const errorLine = new Compartment();
  const view = new EditorView({
    parent: options.parent,
    state: EditorState.create({
      doc: unifyLineEnds(options.text),
      extensions: [
        commandKeys(options),
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
            ],
        drawSelection(),
        indentOnInput(),
        indentUnit.of("  "),
        EditorState.tabSize.of(2),
        // No stop for Tab: Escape and Tab lead past the editor, Enter on the cell leads in.
        EditorView.contentAttributes.of({ "aria-label": options.label, spellcheck: "false", tabindex: "-1" }),
        EditorView.updateListener.of((update) => {
          const isTyped = update.transactions.some(
            (each) => each.docChanged && !each.annotation(fromOutside),
          );
          if (isTyped) options.onchange(update.state.doc.toString());
        }),
        errorLine.of([]),
        editorTheme,
      ],
    }),
  });

  const editor: CodeEditor = {
    setText: (text) => replaceDifference(view, unifyLineEnds(text)),
    setErrorLine(line) {
      view.dispatch({ effects: errorLine.reconfigure(markLine(view.state, line)) });
    },
    focus(at) {
      view.focus();
      view.dispatch({ selection: EditorSelection.cursor(positionOf(view, at)), scrollIntoView: true });
    },
    destroy: () => view.destroy(),
  };
  editor.setErrorLine(options.errorLine);
  return editor;
}

function commandKeys(options: EditorOptions): Extension {
  const run = (stay: boolean) => () => (options.onrun(stay), true);
  const edge = (direction: -1 | 1) => (view: EditorView) => {
    const { main } = view.state.selection;
    const line = view.state.doc.lineAt(main.head).number;
    const isAtEdge = line === (direction === -1 ? 1 : view.state.doc.lines);
    return main.empty && isAtEdge && options.onedge(direction);
  };
  return Prec.highest(
    keymap.of([
      { key: "Shift-Enter", run: run(false) },
      { key: "Mod-Enter", run: run(true) },
      { key: "Escape", run: () => (options.onleave(), true) },
      { key: "Mod-z", run: () => (options.onundo(), true), preventDefault: true },
      { key: "Shift-Mod-z", run: () => (options.onredo(), true), preventDefault: true },
      { key: "Mod-y", run: () => (options.onredo(), true), preventDefault: true },
      { key: "ArrowUp", run: edge(-1) },
      { key: "ArrowDown", run: edge(1) },
      { key: "Tab", run: indentMore, shift: indentLess },
      ...closeBracketsKeymap,
      ...defaultKeymap,
    ]),
  );
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
      return [];
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

function markLine(state: EditorState, line: number | undefined): Extension {
  if (line === undefined || line < 1 || line > state.doc.lines) return [];
  const { from } = state.doc.line(line);
  return [
    EditorView.decorations.of(Decoration.set([Decoration.line({ class: "bad" }).range(from)])),
    gutterLineClass.of(RangeSet.of([badNumber.range(from)])),
  ];
}

function positionOf(view: EditorView, at: Parameters<CodeEditor["focus"]>[0]): number {
  if (at === undefined) return view.state.selection.main.head;
  if (at === "end") return view.state.doc.length;
  if ("line" in at) return view.state.doc.line(Math.min(Math.max(1, at.line), view.state.doc.lines)).from;
  return view.posAtCoords(at, false);
}

function unifyLineEnds(text: string): string {
  return text.replace(/\r\n?/g, "\n");
}
