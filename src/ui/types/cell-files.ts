// A notebook as files of one TypeScript program: each cell a module that imports the names of other cells it mentions
// and exports its own. A cell's text stands in its file as it is, after one line of imports and before one of exports.
import ts from "typescript";
import { declaredNames, type DeclaredNames, exportedNames } from "./declared-names.ts";
import type { FormCell, ProgramCell } from "./program-cells.ts";

export interface CellFile {
  path: string;
  text: string;
  /** Where the cell's own text begins, and how long it is. */
  start: number;
  length: number;
}

interface KnownCell {
  id: string;
  path: string;
  declared: DeclaredNames;
}

interface CodeCell extends KnownCell {
  body: string;
  language: "ts" | "js";
  exported: ReadonlySet<string>;
}

const noNames: ReadonlySet<string> = new Set();

export function cellFiles(cells: readonly (ProgramCell | FormCell)[]): CellFile[] {
  const known = cells.map((cell): KnownCell | CodeCell =>
    cell.language === "form" ? formCell(cell) : codeCell(cell),
  );
  const values = owners(known, ({ values }) => values);
  const types = owners(known, ({ types }) => types);
  return known.map((cell, index): CellFile => {
    const form = cells[index];
    if (form.language === "form") {
      const text = `export declare const ${form.name}: ${form.type};\n`;
      return {
        path: cell.path,
        text: cell.declared.values.size === 0 ? "export {};\n" : text,
        start: 0,
        length: 0,
      };
    }
    return fileOf(cell as CodeCell, values, types);
  });
}

function formCell({ id, name }: FormCell): KnownCell {
  const isName = /^[\p{L}_$][\p{L}\p{N}_$]*$/u.test(name);
  const values = isName ? new Set([name]) : noNames;
  return { id, path: `${pathOf(id)}.d.ts`, declared: { values, types: noNames, hidden: noNames } };
}

function codeCell({ id, language, body }: ProgramCell): CodeCell {
  const path = `${pathOf(id)}.${language}`;
  const text = body.replace(/^#!/, "//"); // only a file may begin with it
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.ESNext);
  const declared = declaredNames(file);
  return { id, path, declared, body: text, language, exported: exportedNames(file) };
}

function pathOf(id: string): string {
  return `/cells/${encodeURIComponent(id)}`;
}

/** The first cell that defines a name owns it, as in #dataflow/graph.ts; `_name` stays in its cell. */
function owners(
  cells: readonly KnownCell[],
  namesOf: (declared: DeclaredNames) => ReadonlySet<string>,
): ReadonlyMap<string, KnownCell> {
  const found = new Map<string, KnownCell>();
  for (const cell of cells)
    for (const name of namesOf(cell.declared))
      if (!name.startsWith("_") && !found.has(name)) found.set(name, cell);
  return found;
}

function fileOf(
  { id, path, declared, body, language, exported }: CodeCell,
  values: ReadonlyMap<string, KnownCell>,
  types: ReadonlyMap<string, KnownCell>,
): CellFile {
  const imports: string[] = [];
  const mentioned = new Set(body.match(/[\p{L}_$][\p{L}\p{N}_$]*/gu) ?? []);
  for (const name of mentioned) {
    if (declared.values.has(name) || declared.types.has(name) || declared.hidden.has(name)) continue;
    const value = values.get(name);
    const owner = value ?? types.get(name);
    if (!owner || owner.id === id || (!value && language === "js")) continue;
    imports.push(`import ${value ? "" : "type "}{ ${name} } from ${JSON.stringify(owner.path)};`);
  }
  const isOffered = (name: string) => !name.startsWith("_") && !exported.has(name);
  const own = [
    ...[...declared.values].filter(isOffered),
    ...(language === "ts" ? [...declared.types].filter(isOffered).map((name) => `type ${name}`) : []),
  ];
  const head = `${imports.join(" ")}\n`;
  return {
    path,
    text: `${head}${body}\nexport { ${own.join(", ")} };\n`,
    start: head.length,
    length: body.length,
  };
}
