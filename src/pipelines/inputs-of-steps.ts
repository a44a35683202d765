// What the steps of a pipeline take from outside: files and samples that they read, hosts that they ask, controls.
import type { ControlBody } from "#cells/control/control-kind.ts";
import type { DatasetBody } from "#cells/dataset/dataset-kind.ts";
import { datasetSource } from "#cells/dataset/source.ts";
import type { PipelineStep } from "#cells/pipeline/steps.ts";
import type { CellFacts } from "#dataflow/cell-facts.ts";
import type { Graph } from "#dataflow/graph.ts";
import { CairnError } from "#errors/cairn-error.ts";
import type { SessionServices } from "#session/services.ts";
import type { PipelineFile } from "./pipeline-file.ts";

type Found = { path: string; bytes: Uint8Array } | { host: string };

/** The file or the host that a cell reads; undefined where it reads neither. @throws CairnError when its file is missing */
export async function readBy(
  { name, kind, body }: CellFacts,
  services: Pick<SessionServices, "file" | "sample">,
): Promise<Found | undefined> {
  if (kind === "control") {
    const { type, value } = body as ControlBody;
    if ((type !== "file" && type !== "camera") || value === undefined) return undefined;
    return fileBeside(String(value).replace(/^\.\//, ""), name, services);
  }
  const from = kind === "dataset" ? (body as DatasetBody).from : "$";
  if (from.startsWith("$")) return undefined; // the control behind it says which file
  const source = datasetSource(from);
  if (source.type === "url") return { host: new URL(source.url).host };
  if (source.type === "file") return fileBeside(source.name, name, services);
  if (source.type === "cell") return undefined;
  return { path: `samples/${source.file}`, bytes: await services.sample(source.file) };
}

/** @throws CairnError where there is none, or it would leave the project's folder */
async function fileBeside(
  path: string,
  cell: string,
  services: Pick<SessionServices, "file">,
): Promise<{ path: string; bytes: Uint8Array }> {
  const bytes = await services.file(path);
  if (bytes && !path.split("/").includes("..")) return { path, bytes };
  throw new CairnError(`export: ${cell} reads "${path}", and there is no such file beside the notebook`, {
    code: "no-file",
    hint: "Put the file beside the notebook: it goes with the project.",
  });
}

/** The controls that the steps read, in the order of the page. */
export function controlsOf(steps: readonly PipelineStep[], graph: Graph): CellFacts[] {
  const read = new Set(steps.flatMap(({ id }) => [...graph.inputs.get(id)!.values()]));
  return [...graph.cells.values()].filter(({ id, kind }) => kind === "control" && read.has(id));
}

/** None where it has no value yet. */
export function parameterOf({ name, body }: CellFacts): [string, PipelineFile["params"][string]][] {
  const { value, label } = body as ControlBody;
  if (value === undefined) return [];
  const type = typeof value === "number" ? "number" : "string";
  return [[name, { type, default: value, ...(label !== undefined && { description: label }) }]];
}
