// From a notebook to its pipeline.json: which cells are steps, what they read, what can be set from outside.
import type { EvaluateBody } from "#cells/evaluate/evaluate-kind.ts";
import type { PipelineBody } from "#cells/pipeline/pipeline-schema.ts";
import { cellNamed, pipelineSteps } from "#cells/pipeline/steps.ts";
import type { CellFacts } from "#dataflow/cell-facts.ts";
import type { CellId, Notebook } from "#document/notebook.ts";
import { CairnError } from "#errors/cairn-error.ts";
import { nearestName } from "#errors/nearest-name.ts";
import { hashBytes } from "#hashing/content-hash.ts";
import type { Analysis } from "#session/analysis.ts";
import type { SessionServices } from "#session/services.ts";
import { controlsOf, parameterOf, readBy } from "./inputs-of-steps.ts";
import { stepFile, type PipelineFile, type PipelineFileStep } from "./pipeline-file.ts";

export interface MadePipeline {
  pipeline: PipelineFile;
  /** Bytes of the files that go with it, by path. */
  data: Map<string, Uint8Array>;
  /** What its person should know. */
  notes: string[];
}

export interface MakeOptions {
  analysis: Analysis;
  /** "birds.md" */
  notebook: string;
  /** Of the pipeline cell; needed where there are several. */
  name?: string;
  services: Pick<SessionServices, "file" | "sample">;
}

/** A larger file is named with its hash, and not copied. */
const MOST_FILE_BYTES = 64 * 2 ** 20;

/** @throws CairnError at the place where the pipeline or one of its cells has a problem, or a file is missing */
export async function makePipeline({
  analysis,
  notebook,
  name,
  services,
}: MakeOptions): Promise<MadePipeline> {
  const { graph } = analysis;
  const cell = choosePipeline([...graph.cells.values()], name);
  const notes: string[] = [];
  if (!cell) notes.push("The notebook has no pipeline cell: all its models, reports and queries are steps.");
  const body = cell ? (cell.body as PipelineBody) : defaultBody([...graph.cells.values()], notebook);
  if (cell) refuseProblems(cell, analysis, notebook);
  const steps = pipelineSteps(body, graph);
  for (const { id } of steps) refuseProblems(graph.cells.get(id)!, analysis, notebook);
  const served = steps.find(({ kind }) => kind === "quantize" || kind === "infer");
  if (served)
    throw new CairnError(
      `export: ${served.name} is a ${served.kind} cell, which an exported project cannot run yet`,
      {
        code: "no-step",
        hint: "Name cells in the pipeline that need no quantized model.",
      },
    );

  const data = new Map<string, Uint8Array>();
  const files: PipelineFile["files"] = [];
  const hosts = new Set<string>();
  const read = async (fact: CellFacts): Promise<string[]> => {
    const found = await readBy(fact, services);
    if (!found) return [];
    if ("host" in found) {
      hosts.add(found.host);
      return [];
    }
    const { path, bytes } = found;
    const included = bytes.length <= MOST_FILE_BYTES;
    if (!files.some((file) => file.path === path))
      files.push({ path, hash: hashBytes(bytes), bytes: bytes.length, included });
    if (included) data.set(path, bytes);
    else notes.push(`${path} is too large to be copied: put it into the project; its hash is checked.`);
    return [path];
  };
  const controls = controlsOf(steps, graph);
  const filesOfControls = new Map<string, string[]>();
  for (const control of controls) refuseProblems(control, analysis, notebook);
  for (const control of controls) filesOfControls.set(control.name, await read(control));
  const fileSteps: PipelineFileStep[] = [];
  for (const { id, name, kind, needs } of steps) {
    const ofControls = graph.cells.get(id)!.inputNames.flatMap((input) => filesOfControls.get(input) ?? []);
    const paths = [...(await read(graph.cells.get(id)!)), ...ofControls];
    fileSteps.push({ id: name, kind, deps: needs, in: paths, out: [stepFile(name)] });
  }
  const isParameter = ({ name }: CellFacts) => !cell || (body.parameters?.includes(name) ?? false);
  const promote = promotion(body, analysis, fileSteps);
  if (promote)
    fileSteps.push({
      id: promote.step,
      kind: "promote",
      deps: [promote.gate],
      in: [],
      out: [stepFile(promote.step), "promoted/promoted.json"],
    });
  const pipeline: PipelineFile = {
    version: 1,
    name: cell?.name ?? notebook.replace(/\.\w+$/, "").replace(/[^\w-]+/g, "-"),
    notebook,
    params: Object.fromEntries(controls.filter(isParameter).flatMap((control) => parameterOf(control))),
    ...(body.schedule !== undefined && { schedule: body.schedule }),
    retries: body.retries ?? 0,
    hosts: [...hosts].sort(),
    files,
    steps: fileSteps,
    ...(promote && { promote }),
  };
  return { pipeline, data, notes };
}

function choosePipeline(cells: readonly CellFacts[], name: string | undefined): CellFacts | undefined {
  const pipelines = cells.filter(({ kind, disabled }) => kind === "pipeline" && !disabled);
  if (name === undefined) {
    if (pipelines.length <= 1) return pipelines[0];
    const names = pipelines.map((each) => each.name).join(", ");
    throw new CairnError(`export: the notebook has several pipelines: ${names}`, {
      code: "several-pipelines",
      hint: "Name one with --pipeline.",
    });
  }
  const found = pipelines.find((each) => each.name === name);
  if (found) return found;
  const near = nearestName(
    name,
    pipelines.map((each) => each.name),
  );
  throw new CairnError(`export: there is no pipeline "${name}"`, {
    code: "no-pipeline",
    hint: near === undefined ? "Name a pipeline cell of the notebook." : `Did you mean ${near}?`,
  });
}

/** @throws CairnError where no cell is worth a step */
function defaultBody(cells: readonly CellFacts[], notebook: string): PipelineBody {
  const kinds = new Set(["train", "evaluate", "monitor", "sql"]);
  const names = cells.filter(({ kind, disabled }) => kinds.has(kind) && !disabled).map(({ name }) => name);
  if (names.length > 0) return { cells: names };
  throw new CairnError(`export: ${notebook} has nothing that could be a step`, {
    code: "no-pipeline",
    hint: "Add a pipeline cell, and name in it the cells that should run outside.",
  });
}

/** The first problem, at its line of the file. */
function refuseProblems({ id, name }: CellFacts, { problems, notebook }: Analysis, file: string): void {
  if (!/^[\w-]+$/.test(name))
    throw new CairnError(
      `export: what leaves the tab must have a name of letters, digits, - and _, got "${name}"`,
      {
        code: "step-name",
        hint: "Rename the cell: every launcher takes such names.",
      },
    );
  const [problem] = problems.get(id) ?? [];
  if (!problem) return;
  const { message, code, hint, at } = problem;
  throw new CairnError(`${file}: ${name}: ${message}`, {
    code,
    at: { file, cell: name, line: lineInFile(notebook, id, at.line), column: at.column },
    ...(hint !== undefined && { hint }),
  });
}

/** Line of the file for a line of a cell's body. */
function lineInFile(notebook: Notebook, id: CellId, line: number): number {
  const countLines = (text: string) => text.match(/\r\n|\n|\r/g)?.length ?? 0;
  let before = countLines(notebook.head);
  for (const cell of notebook.cells) {
    if (cell.id === id) return before + (cell.type === "code" ? cell.fenceLine : 0) + line;
    before += countLines(cell.raw);
  }
  return line;
}

/** The last step, which keeps the model if the gate lets it through. */
function promotion(
  { promote }: PipelineBody,
  { graph }: Analysis,
  steps: readonly PipelineFileStep[],
): PipelineFile["promote"] {
  const gate = promote === undefined ? undefined : cellNamed(graph, promote);
  if (!gate) return undefined;
  const { model } = gate.body as EvaluateBody;
  const step = steps.some(({ id }) => id === "promote") ? "promote_model" : "promote";
  return { step, gate: gate.name, model };
}
