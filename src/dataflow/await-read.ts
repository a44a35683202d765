// The mend of a synchronous read of a tensor: `x.dataSync()` becomes `(await x.data())`, where it may.
import { Parser } from "acorn";
import { eraseTypes, parserOptions } from "./erase-types.ts";
import { children, type Node } from "./syntax-tree.ts";

const asynchronous: Readonly<Record<string, string>> = {
  dataSync: "data",
  arraySync: "array",
  print: "show",
};

/**
 * @param place of the call, line and column of the body from 1, as an engine says it
 * @returns the new body; undefined where there is no such call, or `await` cannot stand
 */
export function awaitRead(
  body: string,
  language: "ts" | "js",
  place: { line: number; column: number },
): string | undefined {
  let program: Node;
  try {
    program = Parser.parse(language === "ts" ? eraseTypes(body) : body, parserOptions) as unknown as Node;
  } catch {
    return undefined;
  }
  const starts = lineStarts(body);
  const found = findCall(program, (starts[place.line - 1] ?? 0) + place.column - 1);
  if (!found) return undefined;
  const { call, parent, canAwait } = found;
  const { object, property } = call.callee as Node & { object: Node; property: Node & { name: string } };
  const receiver = body.slice(object.start, object.end);
  const name = asynchronous[property.name]!;
  const read =
    name === "show" ? `show(${receiver})` : `await ${receiver}.${name}${body.slice(property.end, call.end)}`;
  if (name !== "show" && !canAwait) return undefined;
  const isAlone = parent.type === "VariableDeclarator" || parent.type === "ExpressionStatement";
  const text = isAlone || name === "show" ? read : `(${read})`;
  return body.slice(0, call.start) + text + body.slice(call.end);
}

interface Found {
  call: Node;
  parent: Node;
  /** No function that is not async is around it. */
  canAwait: boolean;
}

/** The innermost such call around the offset. */
function findCall(program: Node, offset: number): Found | undefined {
  let found: Found | undefined;
  const visit = (node: Node, parent: Node, canAwait: boolean) => {
    if (offset < node.start || offset > node.end) return;
    const isFunction = /Function/.test(node.type);
    const inside = isFunction ? node.async === true : canAwait;
    const callee = node.callee as (Node & { property?: Node & { name?: string } }) | undefined;
    const method = node.type === "CallExpression" && callee?.type === "MemberExpression" && !callee.computed;
    if (method && asynchronous[callee.property?.name ?? ""] !== undefined)
      found = { call: node, parent, canAwait: inside };
    for (const child of children(node)) visit(child, node, inside);
  };
  visit(program, program, true);
  return found;
}

function lineStarts(text: string): number[] {
  return [0, ...[...text.matchAll(/\r\n|\n|\r/g)].map((match) => match.index + match[0].length)];
}
