// What is wrong with a pipeline among the cells that there are: a step that is gone, a gate that lets everything through.
import type { KindCell } from "#cells/kind.ts";
import { placeInBody } from "#cells/check-body.ts";
import type { CellFacts } from "#dataflow/cell-facts.ts";
import type { Problem } from "#errors/cairn-error.ts";
import { nearestName } from "#errors/nearest-name.ts";
import type { PipelineBody } from "./pipeline-schema.ts";
import { cellNamed } from "./steps.ts";

type Fault = Pick<Problem, "code" | "message" | "hint">;

export function checkPipeline({ text, fact, graph }: KindCell): Problem[] {
  const { cells = [], parameters = [], promote } = fact.body as Partial<PipelineBody>;
  const names = [...graph.cells.values()].flatMap(({ name, defines }) => [name, ...defines]);
  const check = (
    path: (string | number)[],
    name: unknown,
    faultOf: (found: CellFacts) => Fault | undefined,
  ) => {
    if (typeof name !== "string") return []; // the schema says it
    const found = cellNamed(graph, name);
    const fault = found ? faultOf(found) : gone(name, names, path);
    return fault ? [{ ...fault, at: placeInBody(text, path) }] : [];
  };
  const list = (value: unknown) => (Array.isArray(value) ? (value as unknown[]) : []);
  return [
    ...list(cells).flatMap((name, index) => check(["cells", index], name, stepFault)),
    ...list(parameters).flatMap((name, index) => check(["parameters", index], name, parameterFault)),
    ...(promote === undefined ? [] : check(["promote"], promote, gateFault)),
  ];
}

function gone(name: string, names: readonly string[], [key]: readonly (string | number)[]): Fault {
  const near = nearestName(name, names);
  return {
    code: "unknown-step",
    message: `pipeline: there is no cell "${name}"`,
    hint:
      near === undefined
        ? `Bring the cell back, or take its name out of ${String(key)}.`
        : `Did you mean ${near}?`,
  };
}

function stepFault({ name, kind, disabled }: CellFacts): Fault | undefined {
  if (disabled)
    return {
      code: "step-off",
      message: `pipeline: "${name}" is turned off`,
      hint: "Turn that cell on again, or take it out.",
    };
  if (kind === "control")
    return {
      code: "no-step",
      message: `pipeline: "${name}" is a control, which has nothing to run`,
      hint: `Write it under parameters: [${name}].`,
    };
  return kind === "pipeline"
    ? { code: "no-step", message: `pipeline: "${name}" is a pipeline itself`, hint: "Name its cells." }
    : undefined;
}

function parameterFault({ name, kind }: CellFacts): Fault | undefined {
  return kind === "control"
    ? undefined
    : {
        code: "no-parameter",
        message: `pipeline: a parameter must be a control, got "${name}", a ${kind} cell`,
        hint: "Make what should be set from outside a control cell.",
      };
}

function gateFault({ name, kind, body }: CellFacts): Fault | undefined {
  if (kind !== "evaluate")
    return {
      code: "no-gate",
      message: `pipeline: "promote" must name an evaluate cell, got "${name}", a ${kind} cell`,
      hint: "Name the cell whose gates decide.",
    };
  const gates = (body as { gates?: object } | null)?.gates;
  return gates === undefined || Object.keys(gates).length === 0
    ? {
        code: "no-gate",
        message: `pipeline: "${name}" has no gates, so every model would be promoted`,
        hint: `Write into ${name}: gates: { accuracy: ">= 0.9" }`,
      }
    : undefined;
}
