// Which names a cell declares at its top level, by TypeScript's parser, which goes on after a fault: while one cell is
// half typed, the others still know its names.
import ts from "typescript";

export interface DeclaredNames {
  /** Values and classes. */
  values: ReadonlySet<string>;
  /** Names that are types and nothing else. */
  types: ReadonlySet<string>;
  /** Declared, but kept to the cell or exported by its own text. */
  hidden: ReadonlySet<string>;
}

export function declaredNames(file: ts.SourceFile): DeclaredNames {
  const values = new Set<string>();
  const types = new Set<string>();
  const hidden = new Set<string>();
  for (const statement of file.statements) {
    if (ts.isVariableStatement(statement)) bindings(statement.declarationList, values);
    else if (ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement)) {
      if (statement.name) values.add(statement.name.text);
    } else if (ts.isEnumDeclaration(statement)) values.add(statement.name.text);
    else if (ts.isInterfaceDeclaration(statement) || ts.isTypeAliasDeclaration(statement))
      types.add(statement.name.text);
    else if (ts.isImportDeclaration(statement)) imported(statement, hidden);
    else nestedVars(statement, values);
  }
  for (const name of values) types.delete(name);
  return { values, types, hidden };
}

function imported({ importClause }: ts.ImportDeclaration, names: Set<string>): void {
  if (importClause?.name) names.add(importClause.name.text);
  const list = importClause?.namedBindings;
  if (!list) return;
  if (ts.isNamespaceImport(list)) names.add(list.name.text);
  else for (const { name } of list.elements) names.add(name.text);
}

/** `if (x) { var y = 1 }` declares y for the whole cell. */
function nestedVars(node: ts.Node, names: Set<string>): void {
  if (ts.isFunctionLike(node) || ts.isClassLike(node)) return;
  if (ts.isVariableDeclarationList(node) && !(node.flags & ts.NodeFlags.BlockScoped)) bindings(node, names);
  ts.forEachChild(node, (child) => nestedVars(child, names));
}

function bindings({ declarations }: ts.VariableDeclarationList, names: Set<string>): void {
  const add = (name: ts.BindingName): void => {
    if (ts.isIdentifier(name)) {
      if (name.text !== "") names.add(name.text); // what a fault left out
    } else for (const element of name.elements) if (ts.isBindingElement(element)) add(element.name);
  };
  for (const { name } of declarations) add(name);
}

/** Names that the text exports by itself: `export const a`. */
export function exportedNames(file: ts.SourceFile): ReadonlySet<string> {
  const names = new Set<string>();
  for (const statement of file.statements) {
    if (!ts.canHaveModifiers(statement)) continue;
    if (!ts.getModifiers(statement)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword)) continue;
    if (ts.isVariableStatement(statement)) bindings(statement.declarationList, names);
    else if ("name" in statement && statement.name && ts.isIdentifier(statement.name as ts.Node))
      names.add((statement.name as ts.Identifier).text);
  }
  return names;
}
