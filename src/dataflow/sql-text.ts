// What a query says, as far as a graph must know it: the tables it reads, its `$name` scalars, and whether it is one
// query that gives rows. Words are found, not grammar: DuckDB itself says what is wrong with the rest.
import type { Problem } from "#errors/cairn-error.ts";

type TokenKind = "word" | "quoted" | "scalar" | "sign" | "other";

interface SqlToken {
  kind: TokenKind;
  /** A quoted name without its quotes. */
  text: string;
  start: number;
  end: number;
}

/** A name at its place in the text. */
interface NameAt {
  name: string;
  start: number;
}

export interface SqlFacts {
  /** Where a name stands for a table, in the order of the text. */
  tables: NameAt[];
  /** Names that WITH gives to queries inside. */
  ownTables: string[];
  /** Without the dollar. */
  scalars: NameAt[];
  problems: Problem[];
}

/** A space or comment, a string (also `$$…$$`), a quoted name, a scalar, a word, a number, any other sign. */
const TOKEN =
  /(?<space>\s+|--[^\n]*|\/\*[\s\S]*?(?:\*\/|$))|(?<text>'(?:[^']|'')*'?|\$(?<tag>\w*)\$[\s\S]*?\$\k<tag>\$)|(?<quoted>"(?:[^"]|"")*"?)|(?<scalar>\$[A-Za-z_]\w*)|(?<word>[\p{L}_][\p{L}\p{N}_$]*)|(?<number>\d[\w.]*)|(?<sign>[\s\S])/gu;

const BEGINS = ["select", "with", "from", "values", "table", "describe", "summarize", "pivot", "unpivot"];
/** What stands between FROM and the end of its list of tables ends it. */
const END_OF_TABLES = new Set(
  "where group order having limit offset window qualify union intersect except select sample".split(" "),
);
/** Functions whose arguments are parted by FROM. */
const PARTED_BY_FROM = new Set(["extract", "trim", "substring", "overlay", "position"]);
const BEFORE_TABLE = new Set(["join", "table", "describe", "summarize", "pivot", "unpivot"]);

function tokensOf(text: string): SqlToken[] {
  const tokens: SqlToken[] = [];
  for (const { groups = {}, index, 0: found } of text.matchAll(TOKEN)) {
    if (groups["space"] !== undefined) continue;
    const kind = (["quoted", "scalar", "word", "sign"] as const).find((name) => groups[name] !== undefined);
    const shown =
      kind === "quoted"
        ? found.replace(/^"|"$/g, "").replaceAll('""', '"')
        : found.replace(/^\$(?=\w+$)/, "");
    tokens.push({ kind: kind ?? "other", text: shown, start: index, end: index + found.length });
  }
  return tokens;
}

/** Line and column of an offset, from 1. */
export function placeAt(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset).split("\n");
  return { line: before.length, column: before.at(-1)!.length + 1 };
}

export function readSql(text: string): SqlFacts {
  const tokens = tokensOf(text);
  return {
    tables: tablesOf(tokens),
    ownTables: ownTablesOf(tokens),
    scalars: tokens.filter(({ kind }) => kind === "scalar").map(({ text: name, start }) => ({ name, start })),
    problems: problemsOf(tokens, text),
  };
}

function isWord(token: SqlToken | undefined, word: string): boolean {
  return token?.kind === "word" && token.text.toLowerCase() === word;
}

function isSign(token: SqlToken | undefined, sign: string): boolean {
  return token?.kind === "sign" && token.text === sign;
}

function tablesOf(tokens: readonly SqlToken[]): NameAt[] {
  const tables: NameAt[] = [];
  /** One for each open parenthesis, and the outermost. */
  const levels = [{ isList: false, isParted: false }];
  let isExpected = false;
  tokens.forEach((token, at) => {
    const [before, after] = [tokens[at - 1], tokens[at + 1]];
    const level = levels.at(-1)!;
    const word = token.kind === "word" ? token.text.toLowerCase() : "";
    if (isSign(token, "("))
      return void levels.push({
        isList: isExpected,
        isParted: before?.kind === "word" && PARTED_BY_FROM.has(before.text.toLowerCase()),
      });
    if (isSign(token, ")")) {
      isExpected = false;
      if (levels.length > 1) levels.pop();
      return;
    }
    if (isSign(token, ",")) return void (isExpected = level.isList);
    if (word === "from" && !level.isParted && !isWord(before, "distinct")) {
      level.isList = isExpected = true;
    } else if (BEFORE_TABLE.has(word) && !isSign(before, ".")) {
      isExpected = true;
      if (word === "join") level.isList = true;
    } else if (END_OF_TABLES.has(word)) level.isList = isExpected = false;
    else if (isExpected && word !== "lateral") {
      const isOther = isSign(after, "(") || isSign(after, ".") || isWord(token, "values");
      if ((word || token.kind === "quoted") && !isOther)
        tables.push({ name: token.text, start: token.start });
      isExpected = false;
    }
  });
  return tables;
}

/** `with a as (…), b (x, y) as materialized (…)` */
function ownTablesOf(tokens: readonly SqlToken[]): string[] {
  const names: string[] = [];
  tokens.forEach((token, at) => {
    const before = tokens[at - 1];
    if (token.kind !== "word" && token.kind !== "quoted") return;
    if (!isWord(before, "with") && !isWord(before, "recursive") && !isSign(before, ",")) return;
    let next = at + 1;
    if (isSign(tokens[next], "(")) while (next < tokens.length && !isSign(tokens[next++], ")"));
    if (!isWord(tokens[next], "as")) return;
    const body = tokens.slice(next + 1, next + 4).find((each) => !/^(?:not|materialized)$/i.test(each.text));
    if (isSign(body, "(")) names.push(token.text);
  });
  return names;
}

function problemsOf(tokens: readonly SqlToken[], text: string): Problem[] {
  const first = tokens.find((token) => !isSign(token, "("));
  const hint = `A cell begins with ${BEGINS.map((word) => word.toUpperCase()).join(", ")}.`;
  if (!first)
    return [{ code: "no-query", message: "sql: there is no query", at: { line: 1, column: 1 }, hint }];
  if (first.kind !== "word" || !BEGINS.includes(first.text.toLowerCase()))
    return [
      {
        code: "no-query",
        message: `sql: a cell is a query that gives rows, got ${text.slice(first.start, first.end).toUpperCase()}`,
        at: placeAt(text, first.start),
        hint,
      },
    ];
  const end = tokens.findIndex((token) => isSign(token, ";"));
  const second = end < 0 ? undefined : tokens.slice(end).find((token) => !isSign(token, ";"));
  if (!second) return [];
  return [
    {
      code: "many-queries",
      message: "sql: a cell is one query, and here a second one begins",
      at: placeAt(text, second.start),
      hint: "Give it a cell of its own, or make the first a part of it: WITH first AS (…) SELECT …",
    },
  ];
}

/** A query with the values of its scalars in it, and where a place in it stood before. */
export function fillScalars(
  text: string,
  values: ReadonlyMap<string, string>,
): { text: string; offsetBefore: (offset: number) => number } {
  let filled = "";
  let from = 0;
  const moves: { after: number; by: number }[] = [];
  for (const { kind, text: name, start, end } of tokensOf(text)) {
    const value = kind === "scalar" ? values.get(name) : undefined;
    if (value === undefined) continue;
    filled += text.slice(from, start) + value;
    from = end;
    moves.push({ after: filled.length, by: end - filled.length });
  }
  filled += text.slice(from);
  return {
    text: filled,
    offsetBefore(offset) {
      const move = moves.findLast(({ after }) => offset >= after);
      return Math.max(0, offset + (move?.by ?? 0));
    },
  };
}

/** A value as SQL writes it; undefined for what is no scalar. */
export function sqlLiteral(value: unknown): string | undefined {
  if (value === null) return "NULL";
  if (typeof value === "string") return `'${value.replaceAll("'", "''")}'`;
  if (typeof value === "number") return Number.isFinite(value) ? `(${value})` : undefined;
  return typeof value === "boolean" || typeof value === "bigint" ? `${value}` : undefined;
}
