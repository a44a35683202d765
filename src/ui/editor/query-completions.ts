// What a query can name: the tables of other cells, their columns, and scalars after a dollar.
import type { Completion, CompletionContext, CompletionResult } from "@codemirror/autocomplete";
import { syntaxTree } from "@codemirror/language";
import { readSql } from "#dataflow/sql-text.ts";
import type { NameInfo } from "#session/describe-names.ts";

const SCALARS = new Set(["number", "string", "boolean"]);
const TABLES = new Set(["dataset", "array"]);

export function querySource(
  context: CompletionContext,
  names: () => readonly NameInfo[],
): CompletionResult | null {
  const word = context.matchBefore(/\$?[\p{L}\p{N}_]*$/u);
  if (!word || (word.from === word.to && !context.explicit)) return null;
  const node = syntaxTree(context.state).resolveInner(context.pos, -1).name;
  if (node === "String" || node.endsWith("Comment")) return null;
  const known = names();
  const options = word.text.startsWith("$") ? scalarsOf(known) : tablesAndColumns(known, context);
  return options.length > 0 ? { from: word.from, options, validFor: /^\$?[\p{L}\p{N}_]*$/u } : null;
}

function scalarsOf(known: readonly NameInfo[]): Completion[] {
  return known
    .filter(({ type }) => SCALARS.has(type))
    .map(({ name, says }) => ({ label: `$${name}`, type: "cell", detail: says }));
}

function tablesAndColumns(known: readonly NameInfo[], context: CompletionContext): Completion[] {
  const read = new Set(readSql(context.state.doc.toString()).tables.map(({ name }) => name));
  const tables = known
    .filter(({ type }) => TABLES.has(type))
    .map(({ name, kind, says }): Completion => ({
      label: name,
      type: "cell",
      detail: [kind, says].filter(Boolean).join(", "),
      boost: 10,
    }));
  const columns = known
    .filter(({ name }) => read.has(name))
    .flatMap(({ name, columns = [] }) =>
      columns.map((column): Completion => ({
        label: column,
        type: "property",
        detail: name,
        boost: 20,
        ...(/^[A-Za-z_]\w*$/.test(column) ? {} : { apply: `"${column.replaceAll('"', '""')}"` }),
      })),
    );
  return [...columns, ...tables];
}
