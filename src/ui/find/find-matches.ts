// Where a text or a pattern occurs in the texts of cells, and what a replacement makes of them.

export interface Query {
  text: string;
  isCaseSensitive: boolean;
  isWholeWord: boolean;
  isPattern: boolean;
}

/** Offsets in a text whose lines end with \n; `to` is behind the last character. */
export interface Span {
  from: number;
  to: number;
}

/** More than a person looks through, and few enough to draw. */
const MOST_MATCHES = 10_000;

const WORD = "[\\p{L}\\p{N}_$]";

/** The pattern to search with; undefined for nothing to find. @returns the reason where it is no regular expression */
export function compileQuery(query: Query): RegExp | { error: string } | undefined {
  const { text, isCaseSensitive, isWholeWord, isPattern } = query;
  if (text === "") return undefined;
  const source = isPattern ? text : text.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
  const whole = isWholeWord ? `(?<!${WORD})(?:${source})(?!${WORD})` : source;
  const flags = `gm${isCaseSensitive ? "" : "i"}`;
  try {
    return new RegExp(whole, `${flags}u`);
  } catch (error) {
    if (!isPattern) throw error;
    // Many a pattern is right only without the flag u: `\-`, a lone `]`.
    if (!isWholeWord) {
      const loose = looseRegExp(source, flags);
      if (loose) return loose;
    }
    return {
      error: `Not a regular expression: ${reasonOf(error)}. Write \\ before a sign that is meant itself.`,
    };
  }
}

export function findSpans(text: string, pattern: RegExp): Span[] {
  const spans: Span[] = [];
  for (const match of text.matchAll(pattern)) {
    if (match[0] === "") continue; // nothing is not a place
    spans.push({ from: match.index, to: match.index + match[0].length });
    if (spans.length === MOST_MATCHES) break;
  }
  return spans;
}

/**
 * Replaces the matches for which `isChosen` says so.
 * @param template for a pattern, `$1`, `$<name>`, `$&` and `$$` stand for what they do in `String.replace`
 */
export function replaceSpans(
  text: string,
  pattern: RegExp,
  template: string,
  isPattern: boolean,
  isChosen: (span: Span) => boolean = () => true,
): string {
  let result = "";
  let at = 0;
  for (const match of text.matchAll(pattern)) {
    const span = { from: match.index, to: match.index + match[0].length };
    if (match[0] === "" || !isChosen(span)) continue;
    result += text.slice(at, span.from) + (isPattern ? expand(template, match) : template);
    at = span.to;
  }
  return result + text.slice(at);
}

function expand(template: string, match: RegExpExecArray): string {
  return template.replace(
    /\$(?:([$&])|(\d{1,2})|<([^>]*)>)/g,
    (all, sign?: string, group?: string, name?: string) => {
      if (sign !== undefined) return sign === "$" ? "$" : match[0];
      if (group !== undefined)
        return Number(group) in match && group !== "0" ? (match[Number(group)] ?? "") : all;
      return match.groups ? (match.groups[name ?? ""] ?? "") : all;
    },
  );
}

function looseRegExp(source: string, flags: string): RegExp | undefined {
  try {
    return new RegExp(source, flags);
  } catch {
    return undefined;
  }
}

/** "Unterminated group", from "Invalid regular expression: /(/gmu: Unterminated group". */
function reasonOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  const reason = /\/[a-z]*: ([^/]+)$/.exec(message)?.[1] ?? message;
  return reason.charAt(0).toLowerCase() + reason.slice(1);
}
