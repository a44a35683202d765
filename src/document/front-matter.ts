// The front matter of a notebook: the lines between two `---` at the very beginning. Only `cairn`, `title`
// and `seed` are read, as one-line scalars; every other line is kept as it is. A reader of our own, because
// the `yaml` package would weigh more than the first paint of a page may.
import type { Problem } from "#errors/cairn-error.ts";
import { afterLineEnding, lineEnd } from "./block-lines.ts";
import type { FrontMatter } from "./notebook.ts";

export const FORMAT_VERSION = 1;

export interface HeadFacts {
  /** Offset after the front matter, its last line ending included; after the byte order mark if there is none. */
  readonly end: number;
  readonly hasFrontMatter: boolean;
  readonly hasCells: boolean;
  readonly frontMatter: FrontMatter;
  readonly problems: readonly Problem[];
}

interface Line {
  number: number;
  start: number;
  text: string;
}

const KEYS = ["cairn", "title", "seed"] as const;
type Key = (typeof KEYS)[number];

export function readFrontMatter(text: string, file?: string): HeadFacts {
  const begin = text.startsWith("\uFEFF") ? 1 : 0;
  const found = frontMatterLines(text, begin);
  const frontMatter: FrontMatter = { cairn: FORMAT_VERSION, seed: 0 };
  if (!found) return { end: begin, hasFrontMatter: false, hasCells: false, frontMatter, problems: [] };
  const problems: Problem[] = [];
  const seen = new Set<string>();
  for (const line of found.lines) {
    readLine(line, frontMatter, seen, (code, message, column, hint) => {
      const at = { ...(file === undefined ? {} : { file }), line: line.number, column };
      problems.push({ code, message, at, hint });
    });
  }
  return { end: found.end, hasFrontMatter: true, hasCells: seen.has("cairn"), frontMatter, problems };
}

/** The head with other values; a value of undefined removes its line. Every other line stays as it is. */
export function writeFrontMatter(head: string, values: Partial<FrontMatter>, lineEnding: string): string {
  const begin = head.startsWith("\uFEFF") ? 1 : 0;
  let text = head;
  if (!frontMatterLines(text, begin)) {
    text = `${text.slice(0, begin)}---${lineEnding}---${lineEnding}${text.slice(begin)}`;
  }
  for (const key of KEYS) if (key in values) text = writeKey(text, begin, key, values[key], lineEnding);
  return text;
}

function writeKey(
  text: string,
  begin: number,
  key: Key,
  value: string | number | undefined,
  ending: string,
): string {
  const found = frontMatterLines(text, begin);
  const line = found?.lines.find((line) => keyOf(line.text)?.key === key);
  const printed = value === undefined ? undefined : `${key}: ${printScalar(value)}`;
  if (line) {
    const end = line.start + line.text.length;
    const after = printed === undefined ? afterLineEnding(text, end) : end;
    return text.slice(0, line.start) + (printed ?? "") + text.slice(after);
  }
  if (printed === undefined || !found) return text;
  const at = key === "cairn" ? (found.lines[0]?.start ?? found.close) : found.close;
  return `${text.slice(0, at)}${printed}${ending}${text.slice(at)}`;
}

function frontMatterLines(
  text: string,
  begin: number,
): { lines: Line[]; close: number; end: number } | undefined {
  const firstEnd = lineEnd(text, begin);
  if (!isMark(text.slice(begin, firstEnd)) || firstEnd >= text.length) return undefined;
  const lines: Line[] = [];
  for (let start = afterLineEnding(text, firstEnd), number = 2; start < text.length; number++) {
    const end = lineEnd(text, start);
    const line = text.slice(start, end);
    const next = end < text.length ? afterLineEnding(text, end) : end;
    if (isMark(line)) return { lines, close: start, end: next };
    lines.push({ number, start, text: line });
    start = next;
  }
  return undefined;
}

function isMark(line: string): boolean {
  return line.startsWith("---") && line.slice(3).trim() === "";
}

type Report = (code: string, message: string, column: number, hint: string) => void;

function readLine(line: Line, frontMatter: FrontMatter, seen: Set<string>, report: Report): void {
  // indented lines, list items and comments belong to what another program wrote
  if (/^(?:\s|#|-\s|$)/.test(line.text)) return;
  const entry = keyOf(line.text);
  if (!entry) {
    const hint = "Write one `key: value` a line between the two `---`.";
    report("bad-front-matter", `front matter: must be key: value, got ${JSON.stringify(line.text)}`, 1, hint);
    return;
  }
  if (seen.has(entry.key)) {
    report(
      "bad-front-matter",
      `front matter: each key once, got ${entry.key} again`,
      1,
      "Remove one of the two lines.",
    );
    return;
  }
  seen.add(entry.key);
  if (!isKey(entry.key)) return;
  const value = readScalar(entry.value);
  const got = JSON.stringify(entry.value);
  const column = entry.column;
  if (value === undefined) {
    const hint = 'Write the value on one line, in "…" if it has special characters.';
    report(
      "bad-front-matter",
      `front matter: ${entry.key} must be one plain value, got ${got}`,
      column,
      hint,
    );
  } else if (entry.key === "title") {
    if (value !== null) frontMatter.title = String(value);
  } else if (entry.key === "seed") {
    if (value !== null) frontMatter.seed = value;
  } else readVersion(value, got, column, frontMatter, report);
}

function readVersion(
  value: string | number | null,
  got: string,
  column: number,
  frontMatter: FrontMatter,
  report: Report,
): void {
  if (typeof value !== "number" || !Number.isInteger(value) || value < 1) {
    const hint = `Write cairn: ${FORMAT_VERSION}.`;
    report(
      "bad-front-matter",
      `front matter: cairn must be the version of the format, got ${got}`,
      column,
      hint,
    );
    return;
  }
  frontMatter.cairn = value;
  if (value > FORMAT_VERSION) {
    const hint = "Open it with a newer Cairn; until then read it, and do not save it.";
    report(
      "newer-format",
      `front matter: this Cairn reads version ${FORMAT_VERSION}, got ${value}`,
      column,
      hint,
    );
  }
}

function keyOf(line: string): { key: string; value: string; column: number } | undefined {
  const match = /^([^\s:#"'{}[\],&*!|>%@`][^:]*?|"[^"]*"|'[^']*')[ \t]*:(?:[ \t]+|$)/.exec(line);
  if (!match) return undefined;
  const key = match[1]!.replace(/^(["'])(.*)\1$/, "$2");
  return { key, value: line.slice(match[0].length), column: match[0].length + 1 };
}

function isKey(key: string): key is Key {
  return (KEYS as readonly string[]).includes(key);
}

/** A scalar of one line; null for an empty one, undefined for anything that is more than that. */
function readScalar(text: string): string | number | null | undefined {
  const trimmed = text.trim();
  const double = /^("(?:[^"\\]|\\.)*")(?:\s+#.*)?$/.exec(trimmed);
  if (double) return readDoubleQuoted(double[1]!);
  const single = /^'((?:[^']|'')*)'(?:\s+#.*)?$/.exec(trimmed);
  if (single) return single[1]!.replaceAll("''", "'");
  const plain = trimmed.startsWith("#") ? "" : trimmed.replace(/\s#.*$/, "").trimEnd();
  if (plain === "" || plain === "~" || plain === "null") return null;
  if (/^[-?]\s|^[&*!|>%@`"'{}[\],]|:\s|:$/.test(plain)) return undefined;
  return /^[-+]?\d+(?:\.\d+)?$/.test(plain) && Number.isFinite(Number(plain)) ? Number(plain) : plain;
}

function readDoubleQuoted(text: string): string | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "string" ? value : undefined;
  } catch {
    return undefined;
  }
}

function printScalar(value: string | number): string {
  if (typeof value === "number") return String(value);
  const isPlain = /^[\p{L}][\p{L}\p{N} ()?!.;/+'-]*$/u.test(value) && value === value.trim();
  const means = /^(?:true|false|yes|no|on|off|null|y|n|nan|inf)$/i;
  return isPlain && !means.test(value)
    ? value
    : JSON.stringify(value).replace(/[\u007f-\u009f\u2028\u2029\ufeff]/g, escape);
}

function escape(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
