// pipeline.json: the steps of an exported notebook, from which every launcher is written, and which `cairn.mjs` reads.
import * as v from "valibot";
import { CairnError } from "#errors/cairn-error.ts";

const step = v.strictObject({
  id: v.string(),
  /** Of its cell; "promote" for the last one, which is no cell. */
  kind: v.string(),
  deps: v.array(v.string()),
  /** Files of the project that it reads. */
  in: v.array(v.string()),
  /** Below the folder of work: what says that it is done. */
  out: v.array(v.string()),
});

const parameter = v.strictObject({
  type: v.picklist(["number", "string"]),
  default: v.union([v.number(), v.string()]),
  description: v.optional(v.string()),
});

const pipelineFileSchema = v.strictObject({
  version: v.literal(1),
  name: v.string(),
  /** Beside this file. */
  notebook: v.string(),
  params: v.record(v.string(), parameter),
  schedule: v.optional(v.string()),
  retries: v.number(),
  /** Hosts that its cells may ask. */
  hosts: v.array(v.string()),
  /** Data that it reads, and what they should be. `included: false`: too large, to be put there by hand. */
  files: v.array(
    v.strictObject({ path: v.string(), hash: v.string(), bytes: v.number(), included: v.boolean() }),
  ),
  /** In an order in which they can run. */
  steps: v.array(step),
  promote: v.optional(v.strictObject({ step: v.string(), gate: v.string(), model: v.string() })),
});

export type PipelineFile = v.InferOutput<typeof pipelineFileSchema>;
export type PipelineFileStep = PipelineFile["steps"][number];

/** @throws CairnError when the text is no such file */
export function parsePipelineFile(text: string, file = "pipeline.json"): PipelineFile {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw notOne(file, error instanceof Error ? error.message : String(error));
  }
  const result = v.safeParse(pipelineFileSchema, value);
  if (result.success) return result.output;
  const [issue] = result.issues;
  throw notOne(file, `${v.getDotPath(issue) ?? "the file"}: ${issue.message}`);
}

export function printPipelineFile(pipeline: PipelineFile): string {
  return `${JSON.stringify(pipeline, null, 2)}\n`;
}

/** Where a step says that it is done, below the folder of work. */
export function stepFile(id: string): string {
  return `.steps/${id}.json`;
}

function notOne(file: string, why: string): CairnError {
  return new CairnError(`${file} is no pipeline of Cairn: ${why}`, {
    code: "bad-pipeline",
    hint: "Restore it from version control, or export the notebook anew.",
  });
}
