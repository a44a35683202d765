// What a pipeline cell defines: its plan as data, and the table that others see of it.
import type { TableOutput } from "#cell-api/outputs.ts";
import type { CellFacts } from "#dataflow/cell-facts.ts";
import type { Graph } from "#dataflow/graph.ts";
import type { PipelineBody } from "./pipeline-schema.ts";
import { pipelineSteps } from "./steps.ts";

export interface PipelineValue {
  name: string;
  steps: { name: string; kind: string; needs: string[] }[];
  parameters: string[];
  schedule: string | null;
  retries: number;
  promote: string | null;
}

export function pipelineValue({ name, body }: CellFacts, graph: Graph): PipelineValue {
  const { parameters = [], schedule = null, retries = 0, promote = null } = body as PipelineBody;
  const steps = pipelineSteps(body as PipelineBody, graph);
  return {
    name,
    steps: steps.map(({ name, kind, needs }) => ({ name, kind, needs })),
    parameters: [...parameters],
    schedule,
    retries,
    promote,
  };
}

export function pipelineTable({ steps }: PipelineValue): TableOutput {
  return {
    type: "table",
    columns: ["step", "kind", "needs"].map((name) => ({ name, type: "text" })),
    rows: steps.map(({ name, kind, needs }) => [name, kind, needs.join(", ")]),
    rowCount: steps.length,
  };
}
