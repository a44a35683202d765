// The info string of a cell's fence: `language [kind] [name] [{attributes}]`, read and printed.
// Whether it makes the fence a cell is decided here too; only the known kinds come from the caller.
import { CairnError } from "#errors/cairn-error.ts";
import type { Attribute, Language } from "./notebook.ts";

export interface InfoProblem {
  code: string;
  message: string;
  hint?: string;
  /** Offset in the info string. */
  offset: number;
}

export interface CellInfo {
  readonly language: Language;
  readonly kind: string;
  readonly isKnownKind: boolean;
  readonly explicitName?: string;
  readonly attributes: readonly Attribute[];
}

export interface ParsedInfo {
  /** Undefined when the fence is prose. */
  readonly cell?: CellInfo;
  readonly problems: readonly InfoProblem[];
}

interface Word {
  text: string;
  offset: number;
}

const WORD = /[^\s{]+/y;
const ATTRIBUTE = /\s*([^\s={}"]+)(?:=("(?:[^"\\]|\\.)*"|[^\s{}"]+))?(?=[\s}])/y;

export function parseInfo(info: string, kinds: ReadonlySet<string>): ParsedInfo {
  const words = readWords(info);
  const language = toLanguage(words[0]?.text);
  if (!language) return { problems: [] };
  const problems: InfoProblem[] = [];
  const attributes = readAttributes(info, problems);
  if (attributes.some(({ name }) => name === "static")) return { problems: [] };
  const kindWord = language === "yaml" ? words[1]?.text : language;
  const nameWords = words.slice(language === "yaml" ? 2 : 1);
  if (kindWord === undefined) return { problems: [] };
  const isKnownKind = language !== "yaml" || kinds.has(kindWord);
  if (!isKnownKind && nameWords.length === 0) return { problems: [] };
  if (!isKnownKind) problems.push(unknownKind(words[1]!, kinds));
  const explicitName = readName(nameWords, problems);
  const name = explicitName === undefined ? {} : { explicitName };
  return { cell: { language, kind: kindWord, isKnownKind, ...name, attributes }, problems };
}

/** @throws CairnError for a name or a value that no info string can hold. */
export function printInfo(info: {
  readonly language: Language;
  readonly kind: string;
  readonly explicitName?: string | undefined;
  readonly attributes: readonly Attribute[];
}): string {
  const { language, kind, explicitName, attributes } = info;
  const words: string[] = [language];
  if (language === "yaml") words.push(kind);
  if (explicitName !== undefined) words.push(requireCellName(explicitName));
  if (attributes.length > 0) words.push(`{${attributes.map(printAttribute).join(" ")}}`);
  return words.join(" ");
}

export function isCellName(text: string): boolean {
  return /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(text);
}

function requireCellName(name: string): string {
  if (isCellName(name)) return name;
  throw new CairnError(`name of a cell: must be an identifier, got ${JSON.stringify(name)}`, {
    code: "bad-cell-name",
    hint: "Use letters, digits and _, and do not begin with a digit.",
  });
}

function readWords(info: string): Word[] {
  const words: Word[] = [];
  const brace = info.indexOf("{");
  const end = brace < 0 ? info.length : brace;
  for (let at = 0; at < end;) {
    WORD.lastIndex = at;
    const text = WORD.exec(info)?.[0];
    if (text === undefined) at++;
    else {
      words.push({ text, offset: at });
      at += text.length;
    }
  }
  return words;
}

function toLanguage(word: string | undefined): Language | undefined {
  return word === "ts" || word === "js" || word === "sql" || word === "yaml" ? word : undefined;
}

function readAttributes(info: string, problems: InfoProblem[]): Attribute[] {
  const attributes: Attribute[] = [];
  const brace = info.indexOf("{");
  if (brace < 0) return attributes;
  let at = brace + 1;
  for (;;) {
    ATTRIBUTE.lastIndex = at;
    const match = ATTRIBUTE.exec(info);
    if (!match) break;
    at += match[0].length;
    attributes.push({ name: match[1]!, value: readValue(match[2]) });
  }
  const rest = info.slice(at).trim();
  if (rest !== "}") {
    const offset = info.length - info.slice(at).trimStart().length;
    problems.push({
      code: "bad-attributes",
      message: `attributes of a cell: must be {word word=value word="…"}, got ${JSON.stringify(rest)}`,
      hint:
        rest === "" ? "Close them with }." : 'Put a value with spaces into "…", with \\" and \\\\ inside.',
      offset,
    });
  }
  return attributes;
}

function readValue(text: string | undefined): string | true {
  if (text === undefined) return true;
  return text.startsWith('"') ? text.slice(1, -1).replace(/\\(["\\])/g, "$1") : text;
}

function printAttribute({ name, value }: Attribute): string {
  if (!/^[^\s={}"`]+$/.test(name)) throw badAttribute("the name of an attribute", name);
  if (value === true) return name;
  if (/[`\r\n]/.test(value)) throw badAttribute("the value of an attribute", value);
  return /^[^\s{}"\\=]+$/.test(value) ? `${name}=${value}` : `${name}="${value.replace(/["\\]/g, "\\$&")}"`;
}

function badAttribute(what: string, text: string): CairnError {
  return new CairnError(`${what}: must have no backtick and no line ending, got ${JSON.stringify(text)}`, {
    code: "bad-attributes",
    hint: "Leave the character out.",
  });
}

function readName(words: Word[], problems: InfoProblem[]): string | undefined {
  const [first, second] = words;
  if (!first) return undefined;
  if (second) {
    problems.push({
      code: "extra-word",
      message: `first line of a cell: has one name, got also ${JSON.stringify(second.text)}`,
      hint: "Remove it, or write it into {…} as an attribute.",
      offset: second.offset,
    });
  }
  if (isCellName(first.text)) return first.text;
  problems.push({
    code: "bad-cell-name",
    message: `name of a cell: must be an identifier, got ${JSON.stringify(first.text)}`,
    hint: "Use letters, digits and _, and do not begin with a digit.",
    offset: first.offset,
  });
  return undefined;
}

function unknownKind(word: Word, kinds: ReadonlySet<string>): InfoProblem {
  return {
    code: "unknown-kind",
    message: `kind of a cell: must be a known one, got ${JSON.stringify(word.text)}`,
    hint: `Known kinds: ${[...kinds].sort().join(", ")}.`,
    offset: word.offset,
  };
}
