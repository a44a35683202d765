// What a cell that a person inserts says at first: a body that can be run or filled in.
import type { CellSpec as DocumentSpec } from "#document/edit-notebook.ts";
import type { CellSpec } from "./session-view.ts";

const firstBodies: Record<Exclude<CellSpec["kind"], "prose" | "ts" | "sql">, string> = {
  dataset:
    "from: sample:penguins\nmissing: drop\nsplit: { by: hash, train: 0.7, validation: 0.15, test: 0.15 }",
  control: "type: slider\nmin: 0\nmax: 10\nstep: 1\nvalue: 5",
  train: "layers:\n  - dense: 16\ndata: \ntarget: \nepochs: 40",
  evaluate: "model: \ndata: \nsplit: test",
  quantize: "model: \ndata: ",
  infer: "model: ",
  monitor: "reference: \ncurrent: ",
  pipeline: 'cells: []\nschedule: "15 3 * * *"\nretries: 2',
};

/** @param taken names that cells have already */
export function newCell({ kind, name, body }: CellSpec, taken: ReadonlySet<string>): DocumentSpec {
  if (kind === "prose") return { type: "prose", markdown: body ?? "" };
  if (kind === "ts")
    return { type: "code", language: "ts", ...(name !== undefined && { name }), body: body ?? "" };
  if (kind === "sql")
    return {
      type: "code",
      language: "sql",
      name: freeName(name ?? "query", taken),
      body: body ?? "SELECT * FROM ",
    };
  return {
    type: "code",
    language: "yaml",
    kind,
    name: freeName(name ?? kind, taken),
    body: body ?? firstBodies[kind],
  };
}

/** The name itself, else with the first number that is free: dataset, dataset2, … */
function freeName(name: string, taken: ReadonlySet<string>): string {
  if (!taken.has(name)) return name;
  for (let n = 2; ; n++) if (!taken.has(`${name}${n}`)) return `${name}${n}`;
}
