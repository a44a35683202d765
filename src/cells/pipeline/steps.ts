// The steps of a pipeline: the cells that it names and all that these need, in the order of the graph. Controls are no steps:
// they are what a run is told.
import type { CellFacts } from "#dataflow/cell-facts.ts";
import type { Graph } from "#dataflow/graph.ts";
import type { CellId } from "#document/notebook.ts";
import type { PipelineBody } from "./pipeline-schema.ts";

export interface PipelineStep {
  id: CellId;
  name: string;
  kind: string;
  /** Steps before it, by name. */
  needs: string[];
}

/** The cell of this name, or that defines it. */
export function cellNamed({ cells, owners }: Graph, name: string): CellFacts | undefined {
  const owner = owners.get(name);
  if (owner !== undefined) return cells.get(owner);
  return [...cells.values()].find((fact) => fact.name === name);
}

/** Names that no cell has are left out: `checkPipeline` says them. */
export function pipelineSteps(
  { cells, promote }: Pick<PipelineBody, "cells" | "promote">,
  graph: Graph,
): PipelineStep[] {
  const wanted = new Set<CellId>();
  const waiting = [...cells, ...(promote === undefined ? [] : [promote])].flatMap(
    (name) => cellNamed(graph, name)?.id ?? [],
  );
  while (waiting.length > 0) {
    const id = waiting.pop()!;
    if (wanted.has(id)) continue;
    wanted.add(id);
    waiting.push(...graph.inputs.get(id)!.values());
  }
  const isStep = (id: CellId) =>
    wanted.has(id) && !["control", "pipeline"].includes(graph.cells.get(id)!.kind);
  return graph.order.filter(isStep).map((id) => {
    const { name, kind } = graph.cells.get(id)!;
    const needs = [...new Set(graph.inputs.get(id)!.values())]
      .filter(isStep)
      .map((needed) => graph.cells.get(needed)!.name);
    return { id, name, kind, needs };
  });
}
