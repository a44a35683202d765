// Colours source without CodeMirror: a small tokenizer for what is seen before a cell is edited. It need not be right
// about every program (a regular expression is a guess), only never lose a character.
import type { Language } from "#document/notebook.ts";
import { escapeHtml } from "./escape-html.ts";

export type TokenKind = "keyword" | "string" | "number" | "comment" | "key" | "punctuation" | "text";

export interface Token {
  kind: TokenKind;
  text: string;
}

const keywords = new Set(
  (
    "as async await break case catch class const continue debugger default delete do else export extends false finally " +
    "for from function get if import in instanceof interface let new null of return satisfies set static super switch " +
    "this throw true try type typeof undefined var void while yield"
  ).split(" "),
);

const sqlKeywords = new Set(
  (
    "all and as asc between by case cast count cross desc distinct else end exists false from full group having in inner " +
    "is join left like limit not null offset on or order outer right select then true union using values when where with"
  ).split(" "),
);

// Sticky patterns, tried in order at each place; the first that matches makes the token.
const scriptPatterns: [TokenKind, RegExp][] = [
  ["comment", /\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$)/y],
  ["string", /"(?:[^"\\\n]|\\[\s\S])*"?|'(?:[^'\\\n]|\\[\s\S])*'?|`(?:[^`\\]|\\[\s\S])*`?/y],
  ["number", /(?:0[xX][\da-fA-F_]+|0[bB][01_]+|(?:\d[\d_]*)?\.?\d[\d_]*(?:[eE][+-]?\d+)?)n?(?![\w$])/y],
  ["text", /[\p{L}_$][\p{L}\p{N}_$]*/uy],
  ["punctuation", /[^\p{L}\p{N}_$\s"'`/]+|\//uy],
  ["text", /\s+/y],
];

const sqlPatterns: [TokenKind, RegExp][] = [
  ["comment", /--[^\n]*|\/\*[\s\S]*?(?:\*\/|$)/y],
  ["string", /'(?:[^']|'')*'?|"[^"]*"?/y],
  ["number", /\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y],
  ["text", /[\p{L}_][\p{L}\p{N}_]*/uy],
  ["punctuation", /[^\p{L}\p{N}_\s'"/-]+|[/-]/uy],
  ["text", /\s+/y],
];

const yamlPatterns: [TokenKind, RegExp][] = [
  ["comment", /(?<=^|[ \t\n])#[^\n]*/y],
  ["key", /[\p{L}_][\p{L}\p{N}_ .-]*?(?=\s*:(?:\s|$))/uy],
  ["string", /"(?:[^"\\]|\\[\s\S])*"?|'(?:[^']|'')*'?/y],
  ["number", /[+-]?(?:\d[\d_]*)?\.?\d+(?:[eE][+-]?\d+)?(?=[\s,\]}]|$)/y],
  ["keyword", /(?:true|false|null|yes|no)(?=[\s,\]}]|$)/y],
  ["punctuation", /[{}[\],:>|&*!?-](?=\s|$|[{}[\]])|[{}[\],]/y],
  ["text", /[^\s{}[\],#"']+|\s+|[\s\S]/y],
];

/** Splits source into tokens; their texts joined give the source back. */
export function tokenize(source: string, language: Language): Token[] {
  const patterns = language === "yaml" ? yamlPatterns : language === "sql" ? sqlPatterns : scriptPatterns;
  const words = language === "sql" ? sqlKeywords : keywords;
  const tokens: Token[] = [];
  let at = 0;
  while (at < source.length) {
    const token = nextToken(source, at, patterns);
    at += token.text.length;
    if (token.kind === "text" && language !== "yaml") {
      const word = language === "sql" ? token.text.toLowerCase() : token.text;
      // A property is not a keyword: `model.of`, `data.default`.
      if (words.has(word) && source[at - token.text.length - 1] !== ".") token.kind = "keyword";
    }
    tokens.push(token);
  }
  return tokens;
}

/** One HTML string for each line, escaped, with a class for each kind of token. */
export function highlightLines(source: string, language: Language): string[] {
  const lines = [""];
  for (const { kind, text } of tokenize(source.replace(/\r\n?/g, "\n"), language)) {
    text.split("\n").forEach((piece, index) => {
      if (index > 0) lines.push("");
      if (piece !== "") lines[lines.length - 1] += wrap(kind, piece);
    });
  }
  return lines;
}

const classes: Record<TokenKind, string> = {
  keyword: "sk",
  string: "ss",
  number: "sn",
  comment: "sc",
  key: "sy",
  punctuation: "sp",
  text: "",
};

function wrap(kind: TokenKind, text: string): string {
  const escaped = escapeHtml(text);
  return kind === "text" ? escaped : `<span class="${classes[kind]}">${escaped}</span>`;
}

function nextToken(source: string, at: number, patterns: [TokenKind, RegExp][]): Token {
  for (const [kind, pattern] of patterns) {
    pattern.lastIndex = at;
    const text = pattern.exec(source)?.[0];
    if (text) return { kind, text };
  }
  return { kind: "text", text: source[at] ?? "" };
}
