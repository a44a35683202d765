// How CodeMirror looks: the code well of base.css, to the pixel, so that nothing moves when the editor takes its place.
import { EditorView } from "@codemirror/view";

export const editorTheme = EditorView.theme({
  "&": { color: "var(--syn-text)", background: "none" },
  "&.cm-focused": { outline: "none" },
  ".cm-scroller": {
    font: "var(--w-text) var(--t-code)/var(--l-code) var(--mono)",
    lineHeight: "var(--l-code)",
    scrollbarWidth: "thin",
    scrollbarColor: "var(--rule-strong) transparent",
  },
  ".cm-content": { padding: "var(--s-4) 0", caretColor: "var(--accent)" },
  ".cm-line": { padding: "0 var(--s-5) 0 0" },
  ".cm-gutters": { background: "var(--paper-sunk)", border: "0", color: "var(--ink-3)" },
  ".cm-lineNumbers .cm-gutterElement": {
    minWidth: "0",
    width: "var(--line-no-w)",
    padding: "0 var(--s-5) 0 0",
    opacity: "0.8",
  },
  ".cm-activeLine": { background: "color-mix(in oklab, var(--ink) 4%, transparent)" },
  ".cm-activeLineGutter": { background: "none", color: "var(--ink)" },
  "&:not(.cm-focused) :is(.cm-activeLine, .cm-activeLineGutter)": { background: "none" },
  ".cm-line.bad": { background: "var(--err-wash)" },
  ".cm-gutterElement.bad": {
    background: "var(--err-wash)",
    boxShadow: "inset var(--state-bar-w) 0 var(--err)",
    color: "var(--err)",
    opacity: "1",
    fontWeight: "var(--w-strong)",
  },
  ".found": { background: "var(--warn-wash)", borderRadius: "var(--hair)" },
  ".found.current": { background: "var(--accent-wash)", boxShadow: "0 0 0 var(--hair) var(--accent)" },
  ".cm-cursor": { borderLeft: "var(--focus) solid var(--accent)" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": {
    background: "color-mix(in oklab, var(--accent) 22%, transparent)",
  },
  "&.cm-focused .cm-matchingBracket": {
    background: "none",
    outline: "var(--hair) solid var(--edge)",
    borderRadius: "var(--hair)",
  },
  "&.cm-focused .cm-nonmatchingBracket": { background: "none", color: "var(--err)" },
  ".sh": { fontWeight: "var(--w-mid)" },
  ".se": { fontStyle: "italic" },
  ".sb": { fontWeight: "var(--w-mid)" },
});
