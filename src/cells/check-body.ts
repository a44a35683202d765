// Checks the body of a form cell against its kind's schema, before anything runs: each fault at its line.
import * as v from "valibot";
import { LineCounter, parseDocument } from "yaml";
import { scalarReferences } from "#dataflow/cell-facts.ts";
import { nearestName } from "#dataflow/nearest-name.ts";
import type { Problem } from "#errors/cairn-error.ts";
import type { Kind } from "./kind.ts";

/** @param text the cell's YAML; `body` its parsed value */
export function checkBody(kind: Kind, text: string, body: unknown): Problem[] {
  const result = v.safeParse(kind.schema, body);
  if (result.success) return [];
  const places = placesOf(text);
  return result.issues
    .filter((issue) => scalarReferences(issue.path ? issue.input : undefined).length === 0) // known when it runs
    .map((issue) => {
      const path = (issue.path ?? []).map((item) => item.key as string | number);
      const unknownKey = issue.type === "strict_object" && issue.expected === "never";
      const key = path.join(".");
      const at = places(path, unknownKey);
      if (unknownKey) return { code: "unknown-key", at, ...unknownKeyText(kind, path, issue) };
      if (issue.received === "undefined") {
        return {
          code: "missing-key",
          at,
          message: `${kind.name}: "${key}" is missing: it ${lowerFirst(issue.message)}`,
        };
      }
      const got =
        issue.input === undefined || typeof issue.input === "object"
          ? ""
          : `, got ${JSON.stringify(issue.input)}`;
      const message =
        path.length > 0 ? `${kind.name}: "${key}" ${issue.message}${got}` : `${kind.name}: ${issue.message}`;
      return { code: "bad-value", at, message };
    });
}

function unknownKeyText(
  kind: Kind,
  path: (string | number)[],
  issue: v.BaseIssue<unknown>,
): { message: string; hint?: string } {
  const key = String(path.at(-1));
  const known = knownKeys(issue.path?.at(-1)?.input, kind, path);
  const near = nearestName(key, known);
  return {
    message: `${kind.name}: there is no "${key}"${known.length > 0 ? `; there are: ${known.join(", ")}` : ""}`,
    ...(near !== undefined && { hint: `Did you mean ${near}?` }),
  };
}

function knownKeys(_input: unknown, kind: Kind, path: (string | number)[]): string[] {
  if (path.length !== 1) return [];
  const schema = kind.schema as unknown as { entries?: object; pipe?: { entries?: object }[] };
  return Object.keys(schema.entries ?? schema.pipe?.[0]?.entries ?? {});
}

function placesOf(
  text: string,
): (path: (string | number)[], ofKey: boolean) => { line: number; column: number } {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  return (path) => {
    for (let length = path.length; length > 0; length--) {
      const node = document.getIn(path.slice(0, length), true) as
        | { range?: [number, number, number] }
        | undefined;
      if (!node?.range) continue;
      const { line, col } = lines.linePos(node.range[0]);
      return { line, column: col };
    }
    return { line: 1, column: 1 };
  };
}

function lowerFirst(text: string): string {
  return /^(must|Invalid)/.test(text)
    ? text.replace(/^Invalid key: .*/, "must be given")
    : `must be given (${text})`;
}
