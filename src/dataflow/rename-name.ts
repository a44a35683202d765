// The mends of a name that two cells define: new bodies in which the name is another one, by the places
// where the scopes say that it is meant, never by searching text.
import { Parser } from "acorn";
import { eraseTypes, parserOptions } from "./erase-types.ts";
import { usesOf } from "./free-names.ts";
import { children, type Node } from "./syntax-tree.ts";

/** `total` becomes `_total` in this cell alone. */
export function makeLocal(body: string, language: "ts" | "js", name: string): string {
  return renameName(body, language, name, `_${name}`);
}

/**
 * Every use of the top-level (or foreign) name becomes `to`; a parameter or inner variable of the same name
 * keeps it, because it is another variable. Returns the body unchanged when it cannot be parsed, or when `to`
 * stands in it already and could come to mean another variable. Names that only types use stay as they are.
 */
export function renameName(body: string, language: "ts" | "js", name: string, to: string): string {
  let program: Node;
  try {
    const script = language === "ts" ? eraseTypes(body) : body;
    program = Parser.parse(script, parserOptions) as unknown as Node;
  } catch {
    return body;
  }
  const { shorthands, identifiers } = survey(program);
  if (identifiers.has(to)) return body;
  let text = body;
  for (const { start, end } of usesOf(program, name).reverse()) {
    // `{ total }` becomes `{ total: sum }`: the property keeps its name
    text = text.slice(0, start) + (shorthands.has(start) ? `${name}: ${to}` : to) + text.slice(end);
  }
  return text;
}

/** Where a property's name is its value too, and all identifiers of the program. */
function survey(program: Node): { shorthands: Set<number>; identifiers: Set<string> } {
  const shorthands = new Set<number>();
  const identifiers = new Set<string>();
  const visit = (node: Node) => {
    if (node.type === "Property" && node.shorthand) shorthands.add(node.start);
    if (node.type === "Identifier") identifiers.add(node.name as string);
    for (const child of children(node)) visit(child);
  };
  visit(program);
  return { shorthands, identifiers };
}
