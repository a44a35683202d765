// Completion in the cells' editors: names of other cells, the cell API, members, and what a form may say. The tables
// (members of tf, schemas of the kinds) are loaded when they are first asked for.
import {
  acceptCompletion,
  autocompletion,
  type Completion,
  type CompletionContext,
  completionKeymap,
  type CompletionResult,
  type CompletionSource,
  startCompletion,
} from "@codemirror/autocomplete";
import {
  completionPath,
  localCompletionSource,
  snippets,
  typescriptSnippets,
} from "@codemirror/lang-javascript";
import { keywordCompletionSource, PostgreSQL } from "@codemirror/lang-sql";
import { syntaxTree } from "@codemirror/language";
import { type Extension, Prec } from "@codemirror/state";
import { keymap } from "@codemirror/view";
import { apiDocs } from "#cell-api/api-docs.ts";
import type { NameInfo } from "#session/describe-names.ts";
import { columnCompletions } from "#ui/editor/column-completions.ts";
import { membersAt } from "#ui/editor/member-completions.ts";
import { querySource } from "#ui/editor/query-completions.ts";
import type { EditorOptions } from "#ui/editor/code-editor.ts";

export function completion({ language, kind, names = () => [] }: EditorOptions): Extension {
  if (language === "markdown") return [];
  const keys = completionKeymap.filter(({ run }) => run !== startCompletion); // that is in the table of commands
  return [
    Prec.highest(keymap.of([...keys, { key: "Tab", run: acceptCompletion }])),
    autocompletion({
      defaultKeymap: false,
      override: sourcesOf(language, kind ?? "", names).map(whileFocused),
      icons: false,
    }),
  ];
}

function sourcesOf(
  language: "ts" | "js" | "yaml" | "sql",
  kind: string,
  names: () => readonly NameInfo[],
): CompletionSource[] {
  if (language === "yaml") return [formSource(kind, names)];
  if (language === "sql")
    return [(context) => querySource(context, names), keywordCompletionSource(PostgreSQL, true)];
  return codeSources(language === "ts", names);
}

/** Typing is answered a moment later: by then the person may be elsewhere, and nothing should open behind them. */
function whileFocused(source: CompletionSource): CompletionSource {
  return (context) => (context.view && !context.view.hasFocus ? null : source(context));
}

const GLOBALS =
  "Array ArrayBuffer BigInt Boolean Date Error Float32Array Float64Array Function Infinity Int32Array Intl JSON Map Math NaN " +
  "Number Object Promise Proxy RangeError Reflect RegExp Set String Symbol TypeError Uint32Array Uint8Array URL WeakMap " +
  "console crypto isFinite isNaN parseFloat parseInt performance structuredClone undefined";

const globals: readonly Completion[] = GLOBALS.split(" ").map((label) => ({
  label,
  type: /^[A-Z]/.test(label) ? "class" : "variable",
  boost: -20,
}));

function codeSources(isTyped: boolean, names: () => readonly NameInfo[]): CompletionSource[] {
  const keywords = isTyped ? typescriptSnippets : snippets;
  return [
    (context) => columnCompletions(context, names),
    (context) => memberSource(context, names),
    (context) => nameSource(context, names),
    localCompletionSource,
    (context) => (isName(context) ? { from: wordStart(context), options: keywords, validFor: WORD } : null),
  ];
}

const WORD = /^[\p{L}_$][\p{L}\p{N}_$]*$/u;

/** @param names asked for only when there is something to complete: it looks at every cell */
function nameSource(context: CompletionContext, names: () => readonly NameInfo[]): CompletionResult | null {
  if (!isName(context)) return null;
  const here = localNames(context);
  const own = Object.entries(apiDocs).map(([label, { signature, says }]): Completion => ({
    label,
    type: "api",
    detail: signature,
    info: says,
    boost: 10,
  }));
  const others = names()
    .filter(({ name }) => !here.has(name))
    .map(({ name, kind, says }): Completion => ({
      label: name,
      type: "cell",
      detail: [kind, says].filter(Boolean).join(", "),
      boost: 20,
    }));
  return { from: wordStart(context), options: [...others, ...own, ...globals], validFor: WORD };
}

async function memberSource(
  context: CompletionContext,
  names: () => readonly NameInfo[],
): Promise<CompletionResult | null> {
  const path = completionPath(context);
  if (!path || path.path.length === 0) return null;
  const options = await membersAt(path.path, names());
  if (context.aborted || options.length === 0) return null;
  return { from: context.pos - path.name.length, options, validFor: WORD };
}

function formSource(kindName: string, names: () => readonly NameInfo[]): CompletionSource {
  return async (context) => {
    const [{ completeBody }, { kinds }] = await Promise.all([
      import("#cells/complete-body.ts"),
      import("#cells/kinds.ts"),
    ]);
    const kind = kinds.get(kindName);
    if (!kind || context.aborted) return null;
    const found = completeBody(kind, context.state.doc.toString(), context.pos, names());
    // An empty line offers nothing by itself; Ctrl-Space does.
    if (!found || (found.from === context.pos && !context.explicit && !/[:[{,] $/.test(lineBefore(context))))
      return null;
    return {
      from: found.from,
      options: found.options.map(({ text, what, says }): Completion => ({
        label: text,
        type: what,
        detail: says,
        ...(what === "key" && { apply: `${text}: ` }),
      })),
      validFor: /^[^\s{}[\],]*$/,
    };
  };
}

/** A word is being typed, or asked for, where a name can stand. */
function isName(context: CompletionContext): boolean {
  const node = syntaxTree(context.state).resolveInner(context.pos, -1);
  if (
    ["String", "TemplateString", "LineComment", "BlockComment", "RegExp", "PropertyDefinition"].includes(
      node.name,
    )
  )
    return false;
  const before = lineBefore(context);
  if (/[.#]\s*[\p{L}\p{N}_$]*$/u.test(before)) return false;
  return context.explicit || /[\p{L}_$][\p{L}\p{N}_$]*$/u.test(before);
}

function wordStart(context: CompletionContext): number {
  return context.matchBefore(/[\p{L}_$][\p{L}\p{N}_$]*/u)?.from ?? context.pos;
}

function lineBefore({ state, pos }: CompletionContext): string {
  return state.sliceDoc(state.doc.lineAt(pos).from, pos);
}

/** Names that this cell defines: its own editor knows them better. */
function localNames({ state }: CompletionContext): ReadonlySet<string> {
  const found = new Set<string>();
  syntaxTree(state).iterate({
    enter(node) {
      if (node.name === "VariableDefinition") found.add(state.sliceDoc(node.from, node.to));
    },
  });
  return found;
}
