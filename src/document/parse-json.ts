// JSON whose errors say where: engines word theirs differently, and not all of them name the place.
import { CairnError } from "#errors/cairn-error.ts";

/** @throws CairnError with the line and column where the text is no JSON */
export function parseJson(text: string, file: string, hint: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, "")) as unknown;
  } catch (cause) {
    const offset = findSyntaxError(text);
    const got =
      offset >= text.length ? "the end of the file" : JSON.stringify(text.slice(offset, offset + 10));
    throw new CairnError(`${file}: must be JSON, got ${got}`, {
      code: "bad-json",
      at: { file, ...placeAt(text, offset) },
      hint,
      cause,
    });
  }
}

const TOKEN =
  /[\s\uFEFF]*(?:([{}[\],:])|"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[\da-fA-F]{4}))*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?(?![\w.])|true\b|false\b|null\b)/y;

/** Engines word their messages differently and not all say where, so the place is found here. */
function findSyntaxError(text: string): number {
  const stack: string[] = [];
  let expects: "value" | "key" | "colon" | "comma" | "first-key" | "first-value" | "end" = "value";
  for (TOKEN.lastIndex = 0; ;) {
    const from = TOKEN.lastIndex;
    const start = from + (/^[\s\uFEFF]*/.exec(text.slice(from))?.[0].length ?? 0);
    const match = TOKEN.exec(text);
    if (!match) return start;
    const mark = match[1];
    const isString = mark === undefined && text[start] === '"';
    const after = (): typeof expects => (stack.length === 0 ? "end" : "comma");
    if (
      (mark === "}" || mark === "]") &&
      stack.at(-1) === mark &&
      ["comma", mark === "}" ? "first-key" : "first-value"].includes(expects)
    ) {
      stack.pop();
      expects = after();
    } else if (expects === "comma" && mark === ",") expects = stack.at(-1) === "}" ? "key" : "value";
    else if (expects === "colon" && mark === ":") expects = "value";
    else if ((expects === "key" || expects === "first-key") && isString) expects = "colon";
    else if (
      (expects === "value" || expects === "first-value") &&
      (mark === undefined || mark === "{" || mark === "[")
    ) {
      if (mark !== undefined) stack.push(mark === "{" ? "}" : "]");
      expects = mark === "{" ? "first-key" : mark === "[" ? "first-value" : after();
    } else return start;
  }
}

/** Lines and columns count from 1. */
export function placeAt(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset);
  return { line: before.split("\n").length, column: offset - before.lastIndexOf("\n") };
}
