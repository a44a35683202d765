// Arguments of cairn.mjs, the runner of an exported pipeline.
import { readFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { nearestName } from "#errors/nearest-name.ts";
import type { PipelineFile } from "#pipelines/pipeline-file.ts";
import { UsageError } from "./usage-error.ts";

export interface PipelineArguments {
  /** Undefined: all. */
  step?: string;
  workFolder: string;
  params: ReadonlyMap<string, string>;
  retries: number;
  isFresh: boolean;
  json: boolean;
}

const own = {
  workdir: { type: "string" },
  params: { type: "string" },
  retries: { type: "string" },
  fresh: { type: "boolean" },
  json: { type: "boolean" },
} as const;

/** @throws UsageError naming the flag or the step, and the one that was probably meant */
export async function parsePipelineArguments(
  args: readonly string[],
  pipeline: PipelineFile,
): Promise<PipelineArguments> {
  const flags = Object.keys(pipeline.params).filter((name) => !(name in own));
  const known = [...Object.keys(own), ...flags];
  for (const arg of args) {
    const flag = /^--([^=]+)/.exec(arg)?.[1];
    if (flag === undefined || known.includes(flag)) continue;
    const near = nearestName(flag, known);
    throw new UsageError(
      `there is no flag --${flag}${near === undefined ? "" : `; did you mean --${near}?`}`,
    );
  }
  const options = { ...own, ...Object.fromEntries(flags.map((name) => [name, { type: "string" as const }])) };
  let parsed;
  try {
    parsed = parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
  const values = parsed.values as Readonly<Record<string, string | boolean | undefined>>;
  const [command, step, ...rest] = parsed.positionals;
  if (command === "step" && step === undefined) throw new UsageError("step takes the name of a step");
  if (rest.length > 0 || (command === "run" && step !== undefined))
    throw new UsageError(`${command} does not take "${rest[0] ?? step}"`);
  const params = new Map([
    ...(values["params"] === undefined ? [] : await readParams(String(values["params"]), pipeline)),
    ...flags.flatMap((name): [string, string][] =>
      values[name] === undefined ? [] : [[name, String(values[name])]],
    ),
  ]);
  return {
    ...(command === "step" && { step: knownStep(step, pipeline) }),
    workFolder: String(values["workdir"] ?? "work"),
    params,
    retries: retriesOf(values["retries"], command === "run" ? pipeline.retries : 0),
    isFresh: values["fresh"] === true,
    json: values["json"] === true,
  };
}

function knownStep(name: string, { steps }: PipelineFile): string {
  const ids = steps.map(({ id }) => id);
  if (ids.includes(name)) return name;
  const near = nearestName(name, ids);
  throw new UsageError(
    `there is no step "${name}"${near === undefined ? `; there are: ${ids.join(", ")}` : `; did you mean ${near}?`}`,
  );
}

function retriesOf(value: string | boolean | undefined, otherwise: number): number {
  if (value === undefined) return otherwise;
  if (/^\d{1,2}$/.test(String(value))) return Number(value);
  throw new UsageError(`--retries must be a whole number, got "${String(value)}"`);
}

async function readParams(file: string, { params }: PipelineFile): Promise<[string, string][]> {
  let value: unknown;
  try {
    value = JSON.parse(await readFile(file, "utf8"));
  } catch (error) {
    throw new UsageError(`--params ${file}: ${error instanceof Error ? error.message : String(error)}`);
  }
  if (value === null || typeof value !== "object") throw new UsageError(`--params ${file} must be an object`);
  return Object.entries(value).map(([name, given]): [string, string] => {
    if (Object.hasOwn(params, name)) return [name, String(given)];
    throw new UsageError(`--params ${file}: there is no parameter "${name}"`);
  });
}
