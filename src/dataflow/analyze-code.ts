// All that is known of a code cell from its text: JavaScript of the same shape, the names it defines and
// reads, what is wrong with it. Nothing is run.
import { Parser, type Token } from "acorn";
import { CairnError, type Problem } from "#errors/cairn-error.ts";
import { eraseTypes, parserOptions } from "./erase-types.ts";
import { freeNames } from "./free-names.ts";
import { javascriptGlobals } from "./javascript-globals.ts";
import { ownPlace } from "./own-place.ts";
import { children, type Node } from "./syntax-tree.ts";

export interface CodeAnalysis {
  /** Top-level names that other cells may read, in the order of their declaration; `_name` is local. */
  defines: string[];
  /** Top-level names that stay in the cell. */
  locals: string[];
  /** Where each top-level name is declared, line and column of the body from 1. */
  definedAt: ReadonlyMap<string, { line: number; column: number }>;
  /** Names it reads and does not define, without those of JavaScript. */
  reads: string[];
  /** Names of JavaScript and the sandbox that it reads: another cell may define one (`location`, `performance`). */
  readsOfGlobals: string[];
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

export function analyzeCode(text: string, language: "ts" | "js"): CodeAnalysis {
  const source = text.replace(/^#!/, "//"); // only a file may begin with it; it is a comment there
  try {
    const erased = language === "ts" ? eraseTypes(source) : source;
    const tokens: Token[] = [];
    const program = Parser.parse(erased, { ...parserOptions, onToken: tokens }) as unknown as Node;
    const body = program.body as Node[];
    const problems: Problem[] = [];
    const script = withoutModuleSyntax(erased, body, problems);
    refuseUsing(body, problems);
    refuseImportMeta(program, problems);
    refuseHtmlComments(erased, tokens, problems);
    const names = freeNames(program);
    const imported = importedNames(body);
    const own = names.defines.filter((name) => !imported.has(name));
    const reads = [...new Set([...names.reads, ...imported])].filter((name) => !name.startsWith("_")).sort();
    const place = <Kind extends { line: number; column: number }>(at: Kind): Kind => ({
      ...at,
      ...ownPlace(source, at),
    });
    // what is left of a type is an empty statement
    const last = body.findLast((statement) => statement.type !== "EmptyStatement");
    return {
      defines: own.filter((name) => !name.startsWith("_")),
      locals: own.filter((name) => name.startsWith("_")),
      definedAt: new Map([...names.definedAt].map(([name, at]) => [name, place(at)])),
      reads: reads.filter((name) => !javascriptGlobals.has(name)),
      readsOfGlobals: reads.filter((name) => javascriptGlobals.has(name)),
      writes: names.writes.map(place),
      script,
      ...(last?.type === "ExpressionStatement" && {
        lastExpression: span(last.expression as Node, erased, last),
      }),
      keepsState: names.keepsState,
      importsOf: importsOf(body).map(place),
      mayReadClock: CLOCK_AND_NETWORK.some((name) => names.reads.includes(name)),
      canonicalBody: canonicalTokens(erased, tokens),
      problems: problems.map((problem) => ({ ...problem, at: place(problem.at) })),
    };
  } catch (error) {
    const problem = syntaxProblem(error, source);
    return {
      ...nothingKnown,
      canonicalBody: source.replaceAll(/\r\n?/g, "\n"),
      problems: [{ ...problem, at: ownPlace(source, problem.at) }],
    };
  }
}

const nothingKnown = {
  defines: [],
  locals: [],
  definedAt: new Map<string, never>(),
  reads: [],
  readsOfGlobals: [],
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
          hint: "tf, plot, show, html, md, train, evaluate and monitor are there without an import. Code from elsewhere must be pasted into a cell.",
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

/** What `using` declares is disposed when the cell ends: no other cell could read it. */
function refuseUsing(body: readonly Node[], problems: Problem[]): void {
  for (const { type, kind, loc } of body) {
    if (type !== "VariableDeclaration" || !String(kind).endsWith("using")) continue;
    problems.push({
      code: "using-refused",
      message: "using would end with the cell, before another cell reads the name",
      at: { line: loc.start.line, column: loc.start.column + 1 },
      hint: "Write const, or put the using and what needs it into a block: { using file = … }",
    });
  }
}

/** A function cannot have it, and a cell is one: engines would say so without a place. */
function refuseImportMeta(node: Node, problems: Problem[]): void {
  if (node.type === "MetaProperty" && (node.meta as Node).name === "import") {
    const { line, column } = node.loc.start;
    problems.push({
      code: "import-refused",
      message: "import.meta has no meaning in a cell",
      at: { line, column: column + 1 },
      hint: "A cell has no address of its own. Read a file with a dataset cell: from: ./table.csv",
    });
  }
  for (const child of children(node)) refuseImportMeta(child, problems);
}

/** `a<!--b` compares in a module, but a cell runs as a function, where `<!--` begins a comment. */
function refuseHtmlComments(code: string, tokens: readonly Token[], problems: Problem[]): void {
  for (const { type, start, loc } of tokens) {
    if (type.label !== "</>/<=/>=" || !code.startsWith("<!--", start)) continue;
    const { line, column } = loc!.start;
    problems.push({
      code: "html-comment",
      message: "<!-- would begin a comment here",
      at: { line, column: column + 1 },
      hint: "Write a space: a < !--b",
    });
  }
}

/** The tokens as the parser saw them: whether a slash divides or begins a pattern depends on the grammar. */
function canonicalTokens(code: string, tokens: readonly Token[]): string {
  const parts: string[] = [];
  let previous: Token | undefined;
  for (const token of tokens) {
    if (token.type.label === "eof") break;
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
  const at = { line: loc?.line ?? 1, column: (loc?.column ?? 0) + 1 };
  return { code: "syntax", at, ...syntaxWords(message.replace(/ ?\(\d+:\d+\)$/, ""), source.slice(pos)) };
}

/** @param rest the text from the fault on */
function syntaxWords(message: string, rest: string): { message: string; hint?: string } {
  if (rest.trim() === "")
    return {
      message: "the code ends in the middle of a statement",
      hint: "A bracket, a quote or a comment is not closed.",
    };
  if (message === "Unexpected token") {
    const [token] = /^(?:[\w$]+|.)/u.exec(rest) ?? [""];
    return {
      message: `unexpected ${JSON.stringify(token)}`,
      hint: "What stands before it is not finished: look for a bracket, a quote, a comma or a value that is missing.",
    };
  }
  if (message.startsWith("'return' outside"))
    return { message, hint: "A cell shows its last expression: leave the word return away." };
  return { message };
}
