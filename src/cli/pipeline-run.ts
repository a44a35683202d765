// The steps of an exported pipeline: each brings its cell up to date and says so in `.steps/<step>.json`.
import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import type { PipelineFile, PipelineFileStep } from "#pipelines/pipeline-file.ts";
import { stepFile } from "#pipelines/pipeline-file.ts";
import type { Session } from "#session/session.ts";
import type { CodeCellView } from "#session/session-view.ts";
import { findCell } from "./find-cell.ts";
import type { PipelineArguments } from "./pipeline-arguments.ts";
import { promoteModel } from "./promote-model.ts";
import { writeWhole } from "./write-whole.ts";

/** As `.steps/<step>.json` has it. */
export interface StepRecord {
  step: string;
  status: "done";
  /** A hash of all that decides the result. */
  key: string;
  /** Of what it read, by name: a hash of the value, or the key of its cell. */
  inputs: Readonly<Record<string, string>>;
  /** Content hashes of what it defines, by name. */
  outputs: Readonly<Record<string, string>>;
  params: Readonly<Record<string, string | number>>;
  metrics?: Readonly<Record<string, number>>;
  startedAt: string;
  endedAt: string;
}

export interface StepResult extends Pick<StepRecord, "key" | "outputs" | "metrics"> {
  id: string;
  status: "done" | "cached" | "error" | "waiting";
  ms: number;
  error?: string;
}

/** Failed for a reason that may pass: out of memory, a host that does not answer. EX_TEMPFAIL of sysexits.h */
export const TRY_AGAIN = 75;

export interface StepRun {
  session: Session;
  pipeline: PipelineFile;
  given: PipelineArguments;
  /** Resolves when what was computed is on the disk. */
  settled: () => Promise<void>;
}

/** Runs the steps in their order; after one that failed the others wait. */
export async function runSteps(run: StepRun): Promise<{ results: StepResult[]; code: number }> {
  const { pipeline, given } = run;
  const wanted = pipeline.steps.filter(({ id }) => given.step === undefined || id === given.step);
  const results: StepResult[] = [];
  let code = 0;
  for (const step of wanted) {
    if (code !== 0) {
      results.push({ id: step.id, status: "waiting", key: "", outputs: {}, ms: 0 });
      continue;
    }
    let tries = 0;
    for (;;) {
      const outcome = await runStep(step, run);
      code = outcome.code;
      if (code === TRY_AGAIN && tries++ < given.retries) {
        process.stderr.write(`  ${step.id}: try ${tries + 1} of ${given.retries + 1}\n`);
        continue;
      }
      results.push(outcome.result);
      break;
    }
  }
  return { results, code };
}

async function runStep(
  { id, kind }: PipelineFileStep,
  { session, pipeline, given, settled }: StepRun,
): Promise<{ result: StepResult; code: number }> {
  const startedAt = new Date();
  const isPromotion = kind === "promote";
  const cell = isPromotion ? pipeline.promote!.gate : id;
  await session.update([findCell(session, cell, id).id]);
  const view = findCell(session, cell, id);
  const result: StepResult = { id, key: "", outputs: {}, ms: Math.round(view.ms ?? 0), status: "error" };
  const kept = session.state(view.id).result;
  if (!kept || (view.status !== "done" && view.status !== "cached"))
    return {
      result: { ...result, error: view.error?.message ?? view.statusDetail ?? "it did not run" },
      code: isPassing(view) ? TRY_AGAIN : 1,
    };
  await settled();
  const record: Omit<StepRecord, "startedAt" | "endedAt"> = {
    step: id,
    status: "done",
    key: kept.key,
    inputs: kept.parts.inputs,
    outputs: kept.contentHashes,
    params: Object.fromEntries(
      Object.entries(pipeline.params).map(([name, { default: value }]) => [
        name,
        given.params.get(name) ?? value,
      ]),
    ),
    ...(kept.metrics && { metrics: kept.metrics }),
  };
  let isCached = !kept.ranHere;
  if (isPromotion) {
    const promoted = await promoteModel(session, pipeline, kept.metrics ?? {}, given.workFolder);
    record.inputs = promoted.inputs;
    record.outputs = promoted.outputs;
    isCached = promoted.isThere;
  }
  const file = join(resolve(given.workFolder), stepFile(id));
  if (!isCached || !(await says(file, record)))
    await writeWhole(
      file,
      `${JSON.stringify({ ...record, startedAt: startedAt.toISOString(), endedAt: new Date().toISOString() }, null, 2)}\n`,
    );
  return {
    result: {
      ...result,
      status: isCached ? "cached" : "done",
      key: record.key,
      outputs: record.outputs,
      ...(record.metrics && { metrics: record.metrics }),
    },
    code: 0,
  };
}

/** True when the file says the same already: the times of the run that did the work stay. */
async function says(file: string, { key, outputs }: Pick<StepRecord, "key" | "outputs">): Promise<boolean> {
  try {
    const known = JSON.parse(await readFile(file, "utf8")) as Partial<StepRecord>;
    return known.key === key && JSON.stringify(known.outputs) === JSON.stringify(outputs);
  } catch {
    return false;
  }
}

/** The worker was lost, or the network: another try may succeed. */
function isPassing({ error }: CodeCellView): boolean {
  return (
    error !== undefined &&
    /sandbox's worker ended|ran out of memory|fetch failed|answered 5\d\d/.test(error.message)
  );
}
