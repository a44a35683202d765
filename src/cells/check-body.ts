// Checks the body of a form cell against its kind's schema, before anything runs: each fault at its line.
import * as v from "valibot";
import { isMap, isScalar, LineCounter, parseDocument } from "yaml";
import { scalarReferences } from "#dataflow/cell-facts.ts";
import type { Place, Problem } from "#errors/cairn-error.ts";
import { nearestName } from "#errors/nearest-name.ts";
import type { Kind } from "./kind.ts";
import { type BodyPath, partOf, valueAt } from "./schema-parts.ts";

/** @param text the cell's YAML; `body` its parsed value */
export function checkBody(kind: Kind, text: string, body: unknown): Problem[] {
  const result = v.safeParse(kind.schema, body);
  if (result.success) return [];
  return result.issues
    .filter((issue) => scalarReferences(issue.path ? issue.input : undefined).length === 0) // known when it runs
    .map((issue) => problemOf(issue, kind, text, body));
}

function problemOf(issue: v.BaseIssue<unknown>, kind: Kind, text: string, body: unknown): Problem {
  const path = (issue.path ?? []).map((item) => item.key as string | number);
  if (issue.type === "strict_object" && issue.expected === "never")
    return {
      code: "unknown-key",
      at: placeInBody(text, path, "key"),
      ...unknownKeyText(kind, path, body),
    };
  const at = placeInBody(text, path);
  const key = path.join(".");
  if (issue.received === "undefined")
    return {
      code: "missing-key",
      at,
      message: `${kind.name}: "${key}" is missing: it ${lowerFirst(issue.message)}`,
    };
  const value = valueAt(body, path);
  const got = value === undefined || typeof value === "object" ? "" : `, got ${JSON.stringify(value)}`;
  if (path.length > 0)
    return { code: "bad-value", at, message: `${kind.name}: "${key}" ${issue.message}${got}` };
  const rule = issue.type === "strict_object" ? "the body must be lines of key: value" : issue.message;
  return { code: "bad-value", at, message: `${kind.name}: ${rule}${got}` };
}

function unknownKeyText(kind: Kind, path: BodyPath, body: unknown): { message: string; hint?: string } {
  const key = String(path.at(-1));
  const known = Object.keys(partOf(kind.schema, path.slice(0, -1), body)?.entries ?? {});
  const near = nearestName(key, known);
  return {
    message: `${kind.name}: there is no "${key}"${known.length > 0 ? `; there are: ${known.join(", ")}` : ""}`,
    ...(near !== undefined && { hint: `Did you mean ${near}?` }),
  };
}

/** Line and column, from 1, of the value at `path` or of its key; of the nearest part around it where it is missing. */
export function placeInBody(text: string, path: BodyPath, what: "value" | "key" = "value"): Place {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  for (let length = path.length; length > 0; length--) {
    const part = path.slice(0, length);
    const node =
      what === "key" && length === path.length ? keyNode(document, part) : document.getIn(part, true);
    const range = (node as { range?: [number, number, number] } | undefined)?.range;
    if (!range) continue;
    const { line, col } = lines.linePos(range[0]);
    return { line, column: col };
  }
  return { line: 1, column: 1 };
}

/** Where a body names another cell: as the value of a key of its kind, or as `$name` anywhere. */
export function pathOfName(kind: Kind, body: unknown, name: string): BodyPath {
  const entries = Object.entries((body ?? {}) as Record<string, unknown>);
  const key = entries.find(([key, value]) => kind.reads({ [key]: value }).includes(name))?.[0];
  return key === undefined ? (pathOfScalar(body, `$${name}`) ?? []) : [key];
}

function pathOfScalar(value: unknown, wanted: string): BodyPath | undefined {
  if (value === wanted) return [];
  if (value === null || typeof value !== "object") return undefined;
  for (const [key, item] of Object.entries(value)) {
    const rest = pathOfScalar(item, wanted);
    if (rest) return [Array.isArray(value) ? Number(key) : key, ...rest];
  }
  return undefined;
}

function keyNode(document: ReturnType<typeof parseDocument>, path: BodyPath): unknown {
  const map = path.length === 1 ? document.contents : document.getIn(path.slice(0, -1), true);
  if (!isMap(map)) return undefined;
  return map.items.find(({ key }) => isScalar(key) && key.value === path.at(-1))?.key;
}

function lowerFirst(text: string): string {
  return /^(must|Invalid)/.test(text)
    ? text.replace(/^Invalid key: .*/, "must be given")
    : `must be given (${text})`;
}
