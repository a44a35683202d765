// All that is known of a code cell from its text: JavaScript of the same shape, the names it defines and
// reads, what is wrong with it. Nothing is run.
import { Parser, tokenizer, type Token } from "acorn";
import { CairnError, type Problem } from "#errors/cairn-error.ts";
import { eraseTypes, parserOptions } from "./erase-types.ts";
import { freeNames } from "./free-names.ts";
import { javascriptGlobals } from "./javascript-globals.ts";
import type { Node } from "./syntax-tree.ts";

export interface CodeAnalysis {
  /** Top-level names that other cells may read, in the order of their declaration; `_name` is local. */
  defines: string[];
  /** Top-level names that stay in the cell. */
  locals: string[];
  /** Names it reads and does not define, without those of JavaScript. */
  reads: string[];
  /** Assignments to names that it does not define, with line and column of the body from 1. */
  writes: { name: string; line: number; column: number }[];
  /** JavaScript of the same length and lines; imports of what the sandbox ships are blanked. */
  script: string;
  /** Offsets of the last statement in `script` when it is an expression: its value is shown. */
  lastExpression?: { start: number; end: number };
  /** A function in it changes a variable from outside itself: a later call would find hidden state. */
  keepsState: boolean;
  /** What its import statements name. */
  importsOf: { module: string; line: number; column: number }[];
  /** It mentions the clock or the network, so that its result may differ from run to run. */
  mayReadClock: boolean;
  /** Its tokens without comments and white space: what its key is made of. */
  canonicalBody: string;
  problems: Problem[];
}

/** What `import … from` may name: it is there already, so the statement only gives it a name. */
const SHIPPED = new Map([
  ["tf", "tf"],
  ["@tensorflow/tfjs", "tf"],
]);

export function analyzeCode(source: string, language: "ts" | "js"): CodeAnalysis {
  try {
    const erased = language === "ts" ? eraseTypes(source) : source;
    const program = Parser.parse(erased, parserOptions) as unknown as Node;
    const body = program.body as Node[];
    const problems: Problem[] = [];
    const script = withoutModuleSyntax(erased, body, problems);
    const names = freeNames(program);
    const imported = importedNames(body);
    const own = names.defines.filter((name) => !imported.has(name));
    const isForeign = (name: string) => !javascriptGlobals.has(name);
    // what is left of a type is an empty statement
    const last = body.findLast((statement) => statement.type !== "EmptyStatement");
    return {
      defines: own.filter((name) => !name.startsWith("_")),
      locals: own.filter((name) => name.startsWith("_")),
      reads: [...new Set([...names.reads, ...imported])]
        .filter((name) => isForeign(name) && !name.startsWith("_"))
        .sort(),
      writes: names.writes.filter(({ name }) => isForeign(name)),
      script,
      ...(last?.type === "ExpressionStatement" && {
        lastExpression: span(last.expression as Node, erased, last),
      }),
      keepsState: names.keepsState,
      importsOf: importsOf(body),
      mayReadClock: CLOCK_AND_NETWORK.some((name) => names.reads.includes(name)),
      canonicalBody: canonicalTokens(erased),
      problems,
    };
  } catch (error) {
    return {
      ...nothingKnown,
      canonicalBody: source.replaceAll(/\r\n?/g, "\n"),
      problems: [syntaxProblem(error, source)],
    };
  }
}

const nothingKnown = {
  defines: [],
  locals: [],
  reads: [],
  writes: [],
  script: "",
  keepsState: false,
  importsOf: [],
  mayReadClock: false,
};

const CLOCK_AND_NETWORK = [
  "Date",
  "performance",
  "fetch",
  "navigator",
  "XMLHttpRequest",
  "WebSocket",
  "EventSource",
];

function importsOf(body: readonly Node[]): CodeAnalysis["importsOf"] {
  return body
    .filter((statement) => statement.type === "ImportDeclaration")
    .map((statement) => {
      const { line, column } = statement.loc.start;
      return { module: (statement.source as Node).value as string, line, column: column + 1 };
    });
}

function importedNames(body: readonly Node[]): Set<string> {
  const imports = body.filter((statement) => statement.type === "ImportDeclaration");
  return new Set(
    imports.flatMap(({ specifiers = [] }) => specifiers.map((item) => (item.local as Node).name as string)),
  );
}

/** The expression with the brackets around it, which acorn leaves out of the node, and without what follows. */
function span(expression: Node, code: string, statement: Node): { start: number; end: number } {
  const closing = /(?:\s|\/\/[^\n\r\u2028\u2029]*(?=[\n\r\u2028\u2029])|\/\*[^]*?\*\/)*\)/y;
  closing.lastIndex = expression.end;
  let { end } = expression;
  while (closing.test(code) && closing.lastIndex <= statement.end) end = closing.lastIndex;
  return { start: statement.start, end };
}

/** Blanks `import` of what is shipped and the word `export`; any other import is a problem. */
function withoutModuleSyntax(code: string, body: readonly Node[], problems: Problem[]): string {
  const out = code.split("");
  const blank = (start: number, end: number) => {
    for (let i = start; i < end; i++) if (!/[\n\r\u2028\u2029]/.test(out[i])) out[i] = " ";
  };
  for (const statement of body) {
    const { line, column } = statement.loc.start;
    const at = { line, column: column + 1 };
    if (statement.type === "ImportDeclaration") {
      const module = (statement.source as Node).value as string;
      const specifiers = statement.specifiers ?? [];
      const isPlain = specifiers.every(
        (item) =>
          item.type === "ImportNamespaceSpecifier" && (item.local as Node).name === SHIPPED.get(module),
      );
      if (!SHIPPED.has(module) || !isPlain) {
        problems.push({
          code: "import-refused",
          message: `a cell cannot import "${module}"`,
          at,
          hint: "tf, plot, show, html, md, train and evaluate are there without an import. Code from elsewhere must be pasted into a cell.",
        });
      }
      blank(statement.start, statement.end);
      out[statement.start] = ";";
    } else if (statement.type === "ExportNamedDeclaration" && statement.declaration) {
      blank(statement.start, (statement.declaration as Node).start);
    } else if (statement.type.startsWith("Export")) {
      problems.push({
        code: "export-refused",
        message: "a cell needs no such export",
        at,
        hint: "Every top-level name of a cell can be read by the others.",
      });
      blank(statement.start, statement.end);
    }
  }
  return out.join("");
}

function canonicalTokens(code: string): string {
  const parts: string[] = [];
  let previous: Token | undefined;
  for (const token of tokenizer(code, parserOptions) as Iterable<Token>) {
    const text = code.slice(token.start, token.end).replaceAll(/\r\n?/g, "\n");
    if (previous && breakMatters(code, previous, token)) parts.push("\n");
    parts.push(text);
    previous = token;
  }
  return parts.join("\u001F");
}

/** Where the grammar forbids a line break, one ends the statement: `return⏎x` is not `return x`. */
function breakMatters(code: string, previous: Token, token: Token): boolean {
  const before = code.slice(previous.start, previous.end);
  const restricted =
    /^(return|break|continue|yield|async)$/.test(before) ||
    /^(\+\+|--|=>)$/.test(code.slice(token.start, token.end));
  return restricted && /[\n\r\u2028\u2029]/.test(code.slice(previous.end, token.start));
}

function syntaxProblem(error: unknown, source: string): Problem {
  if (error instanceof CairnError && error.at) {
    return {
      code: error.code,
      message: error.message,
      at: error.at,
      ...(error.hint !== undefined && { hint: error.hint }),
    };
  }
  const {
    message = String(error),
    pos,
    loc,
  } = error as {
    message?: string;
    pos?: number;
    loc?: { line: number; column: number };
  };
  const isAtEnd = pos !== undefined && source.slice(pos).trim() === "";
  return {
    code: "syntax",
    message: isAtEnd ? "the code ends in the middle of a statement" : message.replace(/ ?\(\d+:\d+\)$/, ""),
    at: { line: loc?.line ?? 1, column: (loc?.column ?? 0) + 1 },
    ...(isAtEnd && { hint: "A bracket, a quote or a comment is not closed." }),
  };
}
