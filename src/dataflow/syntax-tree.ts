// The little of acorn's trees that the analysis looks at.

export interface Node {
  type: string;
  start: number;
  end: number;
  loc: { start: { line: number; column: number } };
  [key: string]: unknown;
  // Read often enough to be named:
  declare?: boolean;
  global?: boolean;
  abstract?: boolean;
  optional?: boolean;
  definite?: boolean;
  computed?: boolean;
  importKind?: string;
  exportKind?: string;
  specifiers?: Node[];
}

/** The nodes right below a node, in the order of its fields. */
export function children(node: Node): Node[] {
  const found: Node[] = [];
  for (const key in node) {
    if (key === "loc") continue;
    const value = node[key];
    if (Array.isArray(value)) {
      for (const item of value) if (isNode(item)) found.push(item);
    } else if (isNode(value)) found.push(value);
  }
  return found;
}

export function isNode(value: unknown): value is Node {
  return (
    value !== null && typeof value === "object" && typeof (value as { type?: unknown }).type === "string"
  );
}
