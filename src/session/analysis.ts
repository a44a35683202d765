// What is known of a notebook without running it: what each cell reads and defines, its problems, its key.
// Loaded late (acorn and yaml come with it): the page paints before.
import { checkBody, pathOfName, placeInBody } from "#cells/check-body.ts";
import type { Kind } from "#cells/kind.ts";
import { kinds } from "#cells/kinds.ts";
import { cellFacts, type CellFacts } from "#dataflow/cell-facts.ts";
import { keysOf } from "#dataflow/cell-key.ts";
import { buildGraph, type Graph } from "#dataflow/graph.ts";
import { planRun, type Plan } from "#dataflow/plan-run.ts";
import { placeAt, readSql } from "#dataflow/sql-text.ts";
import type { CellId, CodeCell, Notebook } from "#document/notebook.ts";
import type { Problem } from "#errors/cairn-error.ts";
import { nearestName } from "#errors/nearest-name.ts";

export interface Analysis {
  notebook: Notebook;
  graph: Graph;
  facts: ReadonlyMap<CellId, CellFacts>;
  /** All problems of a cell: of its text, its body, its place in the graph. */
  problems: ReadonlyMap<CellId, readonly Problem[]>;
}

export function analyzeNotebook(notebook: Notebook): Analysis {
  const list = cellFacts(notebook, kinds);
  const graph = buildGraph(list);
  const facts = new Map(list.map((fact) => [fact.id, fact]));
  const problems = new Map<CellId, Problem[]>();
  for (const cell of notebook.cells) {
    if (cell.type !== "code") continue;
    const fact = facts.get(cell.id)!;
    problems.set(cell.id, [
      ...fact.problems,
      ...(graph.problems.get(cell.id) ?? []),
      ...bodyProblems(cell, fact, graph),
    ]);
  }
  return { notebook, graph, facts, problems };
}

function bodyProblems(cell: CodeCell, fact: CellFacts, graph: Graph): Problem[] {
  if (cell.language !== "yaml") {
    return cell.language === "sql" && fact.problems.length === 0 ? unknownInSql(cell, fact, graph) : [];
  }
  const kind = kinds.get(cell.kind);
  if (kind) {
    if (fact.problems.length > 0) return [];
    const names = kind.check?.({ text: cell.body, fact, graph }) ?? unknownInputs(kind, cell, fact, graph);
    return [...checkBody(kind, cell.body, fact.body), ...names];
  }
  const message = `there is no kind of cell called "${cell.kind}"; there are: ${[...kinds.keys()].join(", ")}`;
  return [
    {
      code: "unknown-kind",
      message,
      at: { cell: fact.name, line: 1, column: 1 },
      hint: "The cell is kept as it is.",
    },
  ];
}

/** A name that no cell defines is said before an hour of training, not after it. */
function unknownInputs(kind: Kind, cell: CodeCell, fact: CellFacts, { owners }: Graph): Problem[] {
  return fact.reads
    .filter((name) => !owners.has(name))
    .map((name) =>
      unknownInput(kind.name, name, owners, placeInBody(cell.body, pathOfName(kind, fact.body, name))),
    );
}

function unknownInSql({ body }: CodeCell, { name: cell }: CellFacts, { owners }: Graph): Problem[] {
  const { tables, ownTables, scalars } = readSql(body);
  return [...tables, ...scalars]
    .filter(({ name }) => !owners.has(name) && !ownTables.includes(name))
    .map(({ name, start }) => unknownInput("sql", name, owners, { cell, ...placeAt(body, start) }));
}

function unknownInput(kind: string, name: string, owners: Graph["owners"], at: Problem["at"]): Problem {
  const near = nearestName(name, owners.keys());
  return {
    code: "unknown-input",
    message: `${kind}: no cell defines "${name}"`,
    at,
    hint: near === undefined ? "Write the name of a cell of this notebook." : `Did you mean ${near}?`,
  };
}

export { keysOf, planRun };
export type { Plan };
