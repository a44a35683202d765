// What is known of a notebook without running it: what each cell reads and defines, its problems, its key.
// Loaded late (acorn and yaml come with it): the page paints before.
import { checkBody } from "#cells/check-body.ts";
import { kinds } from "#cells/kinds.ts";
import { cellFacts, type CellFacts } from "#dataflow/cell-facts.ts";
import { keysOf } from "#dataflow/cell-key.ts";
import { buildGraph, type Graph } from "#dataflow/graph.ts";
import { planRun, type Plan } from "#dataflow/plan-run.ts";
import type { CellId, CodeCell, Notebook } from "#document/notebook.ts";
import type { Problem } from "#errors/cairn-error.ts";

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
      ...bodyProblems(cell, fact),
    ]);
  }
  return { notebook, graph, facts, problems };
}

function bodyProblems(cell: CodeCell, fact: CellFacts): Problem[] {
  if (cell.language !== "yaml") {
    if (cell.language !== "sql") return [];
    return [
      {
        code: "unknown-kind",
        message: "sql cells cannot run in this version",
        at: { cell: fact.name, line: 1, column: 1 },
      },
    ];
  }
  const kind = kinds.get(cell.kind);
  if (kind) return fact.problems.length > 0 ? [] : checkBody(kind, cell.body, fact.body);
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

export { keysOf, planRun };
export type { Plan };
