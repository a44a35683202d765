// Cells that ask ONNX Runtime: quantize, infer, and an evaluation of a quantized model.
import type { Encoded } from "#cell-api/codec.ts";
import type { EvaluateBody } from "#cells/evaluate/evaluate-kind.ts";
import type { Handover } from "#cells/evaluate/report.ts";
import { type InferBody, isModelFile } from "#cells/infer/infer-kind.ts";
import type { Given } from "#cells/infer/model-fields.ts";
import type { InferModel } from "#cells/infer/run.ts";
import type { QuantizeBody } from "#cells/quantize/quantize-kind.ts";
import type { DatasetData } from "#datasets/dataset.ts";
import { CairnError } from "#errors/cairn-error.ts";
import { noFormatError } from "#evaluation/format-gates.ts";
import type { FormatReport } from "#evaluation/format-report.ts";
import { hashBytes, hashJson } from "#hashing/content-hash.ts";
import { type QuantizedModelData, quantizedHash } from "#quantization/quantized-model.ts";
import { sendError } from "#sandbox/send-error.ts";
import type { TrainedModelData } from "#training/trained-model.ts";
import { encodePlain } from "./plain-value.ts";
import { type CellOutcome, made, type RunCellInput } from "./cell-outcome.ts";

export async function runQuantizeCell(input: RunCellInput, startedMs: number): Promise<CellOutcome> {
  const { fact, inference, services } = input;
  const body = input.filledBody as QuantizeBody;
  const trained = copyAt(input, body.model);
  if (trained?.$ !== "trained-model") throw wrongCopy("model", body.model, "a trained model");
  const task = { body, model: trained.data as TrainedModelData, dataset: datasetAt(input, body.data) };
  const { model, report } = await inference.ask("quantize", task);
  if (input.isStopped()) return { type: "ended" };
  const failed = noFormatError(report);
  const encoded: Encoded = { $: "quantized-model", data: model };
  return {
    type: "finished",
    ms: services.now() - startedMs,
    copies: new Map([[fact.name, encoded]]),
    contentHashes: { [fact.name]: quantizedHash(model) },
    outputs: [{ type: "formats", report }],
    metrics: metricsOf(report),
    ...(failed && { gateError: sendError(failed) }),
    ...made,
  };
}

/** Of the format that was picked; what was measured in time is no metric. */
function metricsOf({ formats, picked }: FormatReport): Record<string, number> {
  const chosen = formats.find(({ format }) => format === picked)!;
  return {
    ...Object.fromEntries(chosen.metrics.map(({ name, value }) => [name, value])),
    bytes: chosen.sizeBytes,
    float32_bytes: formats[0].sizeBytes,
  };
}

export async function runInferCell(input: RunCellInput, startedMs: number): Promise<CellOutcome> {
  const { fact, inference, services } = input;
  const body = input.filledBody as InferBody;
  const asked = (fact.body as InferBody).inputs ?? {};
  const { id, model } = await modelOf(input, body);
  if (body.format && model.type !== "quantized") throw notQuantized(body.model);
  const noGpu = await inference.prepareGpu();
  const isKnown = await inference.ask("hasModel", id);
  const { answer, output } = await inference.ask("infer", {
    name: body.model,
    id,
    ...(!isKnown && { model }),
    ...(body.format && { format: body.format }),
    given: Object.fromEntries(
      Object.entries(body.inputs ?? {}).map(([name, value]) => [name, plainGiven(value as Encoded)]),
    ),
    from: Object.fromEntries(
      Object.entries(asked).flatMap(([name, value]) =>
        typeof value === "string" && /^\$\w+$/.test(value) ? [[name, value.slice(1)]] : [],
      ),
    ),
    ...(noGpu !== undefined && { noGpu }),
  });
  if (input.isStopped()) return { type: "ended" };
  return {
    type: "finished",
    ms: services.now() - startedMs,
    copies: new Map([[fact.name, encodePlain(answer)]]),
    contentHashes: { [fact.name]: hashJson(answer) },
    outputs: [output],
    ...made,
    // Another file may lie there the next time.
    isImpure: model.type === "file",
  };
}

export function answersOfQuantized(input: RunCellInput, model: QuantizedModelData): Promise<Handover> {
  const body = input.filledBody as EvaluateBody;
  return input.inference.ask("answers", { body, model, dataset: datasetAt(input, body.data) });
}

/** Copies do not change, and a value made anew has a copy of its own. */
const ids = new WeakMap<object, string>();
let count = 0;

async function modelOf(
  input: RunCellInput,
  { model: name }: InferBody,
): Promise<{ id: string; model: InferModel }> {
  if (isModelFile(name)) {
    const bytes = await input.services.file(name.slice(2));
    if (bytes) return { id: hashBytes(bytes), model: { type: "file", bytes } };
    throw new CairnError(`infer: there is no file "${name}" beside the notebook`, {
      code: "no-model-file",
      path: ["model"],
      hint: "Put it into the notebook's folder, or name a train or quantize cell.",
    });
  }
  const copy = copyAt(input, name);
  if (copy?.$ !== "trained-model" && copy?.$ !== "quantized-model")
    throw wrongCopy("model", name, "a trained or a quantized model");
  let id = ids.get(copy);
  if (id === undefined) ids.set(copy, (id = `model ${++count}`));
  return copy.$ === "trained-model"
    ? { id, model: { type: "trained", data: copy.data } }
    : { id, model: { type: "quantized", data: copy.data } };
}

/** A picture of another cell as it was before it was copied. */
function plainGiven(value: Encoded): Given {
  if (value === null || typeof value !== "object") return value as Given;
  if (value.$ === "bytes") return value.value as unknown as Given;
  if (value.$ !== "object") return value as unknown as Given; // said to be no number where it is read
  return Object.fromEntries(value.entries.map(([key, item]) => [key, plainGiven(item)])) as unknown as Given;
}

function copyAt({ copies }: RunCellInput, name: string): Extract<Encoded, object> | undefined {
  const copy = copies[name] as Encoded;
  return copy !== null && typeof copy === "object" ? copy : undefined;
}

function datasetAt(input: RunCellInput, name: string): DatasetData {
  const copy = copyAt(input, name);
  if (copy?.$ === "dataset") return copy.data;
  throw wrongCopy("data", name, "a dataset");
}

function wrongCopy(key: string, name: string, wanted: string): CairnError {
  return new CairnError(`${key}: "${name}" must be ${wanted} of at most 64 MB`, {
    code: "wrong-input",
    path: [key],
  });
}

export function notQuantized(name: string): CairnError {
  return new CairnError(`format: "${name}" is no quantized model, so it has one format: float32`, {
    code: "wrong-input",
    path: ["format"],
    hint: "Name a quantize cell as model, or take out the line format.",
  });
}
