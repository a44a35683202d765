// Runs one cell in the place its kind asks for, and says what came of it. It decides nothing about order,
// keys or staleness: runner.ts does.
import type { Encoded } from "#cell-api/codec.ts";
import { placeInBody } from "#cells/check-body.ts";
import type { ControlBody } from "#cells/control/control-kind.ts";
import type { DatasetBody } from "#cells/dataset/dataset-kind.ts";
import { controlOutput } from "#cells/control/control-output.ts";
import { datasetSource } from "#cells/dataset/source.ts";
import type { EvaluateBody } from "#cells/evaluate/evaluate-kind.ts";
import type { Handover } from "#cells/evaluate/report.ts";
import type { MonitorBody } from "#cells/monitor/monitor-kind.ts";
import type { MonitorTask } from "#cells/monitor/report.ts";
import { kinds } from "#cells/kinds.ts";
import { pipelineTable, pipelineValue } from "#cells/pipeline/pipeline-value.ts";
import { CairnError } from "#errors/cairn-error.ts";
import { gateError } from "#evaluation/gates.ts";
import { hashJson, type ContentHash } from "#hashing/content-hash.ts";
import type { Outcome } from "#sandbox/cells-client.ts";
import type { CellTask, SentError } from "#sandbox/contract.ts";
import { sendError } from "#sandbox/send-error.ts";
import { type CellOutcome, made, type RunCellInput } from "./cell-outcome.ts";
import { quantizedCopy } from "./model-copies.ts";
import { encodePlain } from "./plain-value.ts";
import { valueOfControl } from "./run-control.ts";
import { readDataset } from "./run-dataset.ts";
import { answersOfQuantized, notQuantized, runInferCell, runQuantizeCell } from "./run-onnx.ts";
import { runQuery } from "./run-sql.ts";

/** tf's names: a cell that reads one of them needs a backend before it starts. */
const TENSOR_NAMES = new Set(["tf", "train", "evaluate", "kernels"]);

export async function runCell(input: RunCellInput): Promise<CellOutcome> {
  const outcome = await runWhereItBelongs(input);
  if (outcome.type !== "failed" || !kinds.has(input.fact.kind)) return outcome;
  return { ...outcome, error: placedInForm(outcome.error, input.text) };
}

/** A form's error has no line of code: it stands at the value that was wrong. */
function placedInForm(error: SentError, text: string): SentError {
  if (!error.path || error.line !== undefined) return error;
  const { line, column } = placeInBody(text, error.path);
  return { ...error, line, column };
}

async function runWhereItBelongs(input: RunCellInput): Promise<CellOutcome> {
  const kind = kinds.get(input.fact.kind);
  const startedMs = input.services.now();
  try {
    if (input.fact.kind === "sql") return await runSqlCell(input, startedMs);
    if (input.fact.kind === "pipeline") return runPipelineCell(input, startedMs);
    if (input.fact.kind === "monitor") return await runMonitorCell(input, startedMs);
    switch (kind?.runsIn) {
      case "session":
        return await runControl(input, startedMs);
      case "engine":
        return await runDatasetCell(input, startedMs);
      case "inference":
        return input.fact.kind === "quantize"
          ? await runQuantizeCell(input, startedMs)
          : await runInferCell(input, startedMs);
      case "cells+engine":
        return await runEvaluateCell(input, startedMs);
      default:
        return ofOutcome(
          await input.cells.run(taskOf(input), input.key, (outputs) => input.onOutputs(outputs)),
        );
    }
  } catch (error) {
    return {
      type: "failed",
      ms: input.services.now() - startedMs,
      error: sendError(error),
      lost: [],
      isSpoiled: false,
    };
  }
}

function taskOf({ fact, stream }: RunCellInput): CellTask {
  const kind = kinds.get(fact.kind);
  const { analysis } = fact;
  return {
    cell: fact.name,
    kind: fact.kind,
    ...(analysis && {
      script: analysis.script,
      ...(analysis.lastExpression && { lastExpression: analysis.lastExpression }),
    }),
    ...(kind && { body: fact.body }),
    reads: fact.inputNames,
    defines: fact.defines,
    locals: analysis?.locals ?? [],
    stream,
    needsBackend: kind?.needsBackend ?? fact.reads.some((name) => TENSOR_NAMES.has(name)),
    needsPlot: fact.reads.includes("Plot"),
    keepsState: analysis?.keepsState ?? false,
  };
}

function ofOutcome(outcome: Outcome): CellOutcome {
  if (outcome.type !== "finished") return outcome;
  const copies = new Map<string, Encoded>();
  const contentHashes: Record<string, ContentHash> = {};
  for (const { name, encoded, contentHash } of outcome.values) {
    // A value of undefined has a copy too, so the property counts, not the value.
    if (contentHash !== undefined || encoded !== undefined) copies.set(name, encoded);
    if (contentHash !== undefined) contentHashes[name] = contentHash;
  }
  return {
    type: "finished",
    ms: outcome.ms,
    copies,
    contentHashes,
    freshNames: outcome.values.filter((value) => value.isFresh).map((value) => value.name),
    memory: outcome.memory,
    isImpure: outcome.isImpure,
    wasStopped: outcome.wasStopped,
    restored: outcome.restored,
    lost: outcome.lost,
    isSpoiled: outcome.isSpoiled,
  };
}

async function runControl(input: RunCellInput, startedMs: number): Promise<CellOutcome> {
  const { fact, services, engine } = input;
  const body = input.filledBody as ControlBody;
  // Its view stays where its file is missing: one chooses another there.
  if (body.type === "file" || body.type === "camera") input.onOutputs([controlOutput(fact.name, body)]);
  const { value, contentHash, output } = await valueOfControl(fact.name, body, { services, engine });
  if (input.isStopped()) return { type: "ended" };
  return {
    type: "finished",
    ms: services.now() - startedMs,
    copies: new Map([[fact.name, encodePlain(value)]]),
    contentHashes: { [fact.name]: contentHash },
    outputs: [output],
    ...made,
  };
}

/** What it names has run before it, as what any cell reads has. */
function runPipelineCell({ fact, graph, services }: RunCellInput, startedMs: number): CellOutcome {
  const value = pipelineValue(fact, graph);
  return {
    type: "finished",
    ms: services.now() - startedMs,
    copies: new Map([[fact.name, encodePlain(value)]]),
    contentHashes: { [fact.name]: hashJson(value) },
    outputs: [pipelineTable(value)],
    ...made,
  };
}

async function runDatasetCell(input: RunCellInput, startedMs: number): Promise<CellOutcome> {
  const { fact, services } = input;
  const result = await readDataset(input);
  if (!result) return { type: "ended" };
  const { encoded, output } = result;
  const contentHash = (encoded as Extract<Encoded, { $: "dataset" }>).data.contentHash;
  return {
    type: "finished",
    ms: services.now() - startedMs,
    copies: new Map([[fact.name, encoded]]),
    contentHashes: { [fact.name]: contentHash },
    outputs: [output],
    ...made,
    // Another host may answer something else the next time.
    isImpure: datasetSource((input.filledBody as DatasetBody).from).type === "url",
  };
}

async function runSqlCell(input: RunCellInput, startedMs: number): Promise<CellOutcome> {
  const { fact, services } = input;
  const result = await runQuery(input);
  if (!result) return { type: "ended" };
  const { encoded, output } = result;
  const contentHash = (encoded as Extract<Encoded, { $: "dataset" }>).data.contentHash;
  const isNamed = fact.defines.length > 0;
  return {
    type: "finished",
    ms: services.now() - startedMs,
    copies: new Map(isNamed ? [[fact.name, encoded]] : []),
    contentHashes: isNamed ? { [fact.name]: contentHash } : {},
    outputs: [output],
    ...made,
  };
}

async function runEvaluateCell(input: RunCellInput, startedMs: number): Promise<CellOutcome> {
  const { fact, cells, engine, services } = input;
  const body = input.filledBody as EvaluateBody;
  const quantized = quantizedCopy(input.copies[body.model] as Encoded);
  let handover: Handover;
  if (quantized) handover = await answersOfQuantized(input, quantized);
  else {
    if (body.format) throw notQuantized(body.model);
    const outcome = await cells.run(taskOf(input), input.key, () => undefined);
    if (outcome.type !== "finished") return outcome;
    handover = outcome.handover as Handover;
  }
  if (input.isStopped()) return { type: "ended" };
  const report = await engine.call("evaluate", { body, handover });
  const failed = gateError(report);
  return {
    type: "finished",
    ms: services.now() - startedMs,
    copies: new Map([[fact.name, encodePlain(report)]]),
    contentHashes: { [fact.name]: hashJson(report) },
    outputs: [{ type: "report", report }],
    metrics: Object.fromEntries(report.metrics.map((metric) => [metric.name, metric.value])),
    ...(failed && { gateError: sendError(failed) }),
    ...made,
  };
}

/** Without a model the engine alone compares; with one its answers come from among the cells. */
async function runMonitorCell(input: RunCellInput, startedMs: number): Promise<CellOutcome> {
  const { fact, cells, engine, services, copies } = input;
  const body = input.filledBody as MonitorBody;
  let answers: MonitorTask["answers"];
  if (body.model !== undefined) {
    const outcome = await cells.run(taskOf(input), input.key, () => undefined);
    if (outcome.type !== "finished") return outcome;
    answers = outcome.handover as MonitorTask["answers"];
  }
  if (input.isStopped()) return { type: "ended" };
  const report = await engine.call("monitor", {
    body,
    reference: copyOf(copies, body.reference, "reference"),
    current: copyOf(copies, body.current, "current"),
    ...(answers && { answers }),
  });
  return {
    type: "finished",
    ms: services.now() - startedMs,
    copies: new Map([[fact.name, encodePlain(report)]]),
    contentHashes: { [fact.name]: hashJson(report) },
    outputs: [{ type: "drift", report }],
    metrics: {
      drifted_columns: report.driftedCount,
      judged_columns: report.judgedCount,
      drifted_share: report.driftedShare,
      alerts: report.alerts.length,
      ...Object.fromEntries((report.quality?.metrics ?? []).map(({ name, current }) => [name, current])),
    },
    ...made,
  };
}

/** @throws CairnError when the value cannot be copied */
function copyOf(copies: RunCellInput["copies"], name: string, key: string): Encoded {
  if (Object.hasOwn(copies, name) && copies[name] !== undefined) return copies[name] as Encoded;
  throw new CairnError(`monitor: the value of "${name}" has no copy that a table could be made of`, {
    code: "wrong-input",
    path: [key],
    hint: "It must be a dataset, or an array of plain objects of at most 64 MB.",
  });
}
