// A quantization, in the worker of ONNX Runtime: the model becomes a file, the file smaller ones, and each is scored on
// the same rows and timed on this device.
import { valueAt } from "#datasets/column.ts";
import { Dataset, type DatasetData } from "#datasets/dataset.ts";
import { atPath } from "#cells/at-path.ts";
import { CairnError } from "#errors/cairn-error.ts";
import { checkFormat, formatGates, metricNamed, pickFormat } from "#evaluation/format-gates.ts";
import type { FormatMetric, FormatReport, FormatResult } from "#evaluation/format-report.ts";
import { scoreFormat } from "#evaluation/score-format.ts";
import { measureLatency } from "#inference/latency.ts";
import type { OnnxRuntime } from "#inference/onnx-runtime.ts";
import { aboutFile } from "#quantization/about-file.ts";
import { fileInputs } from "#quantization/file-inputs.ts";
import { FilePredictor } from "#quantization/file-predictor.ts";
import { dependsOnBatch, type ModelFormat, quantizedFormats } from "#quantization/formats.ts";
import { withLogits } from "#quantization/logits.ts";
import { quantizeModel } from "#quantization/quantize-model.ts";
import type { QuantizedModelData } from "#quantization/quantized-model.ts";
import { signalToNoise } from "#quantization/signal-to-noise.ts";
import type { Preprocessing } from "#training/preprocessing.ts";
import type { AboutFile } from "#training/trained-model-file.ts";
import type { TrainedModelData } from "#training/trained-model.ts";
import { onnxFile } from "#cells/train/onnx-file.ts";
import type { QuantizeBody } from "./quantize-kind.ts";

export interface QuantizeTask {
  body: QuantizeBody;
  model: TrainedModelData;
  dataset: DatasetData;
}

interface Place {
  runtime: OnnxRuntime;
  /** Milliseconds that never go back. */
  now: () => number;
}

interface Scored {
  rowCount: number;
  /** What it answers before it becomes probabilities, row after row. */
  logits: Float32Array;
  result: Pick<FormatResult, "format" | "sizeBytes" | "metrics" | "latency">;
}

/** @throws CairnError at `model` for a layer that cannot be exported; at `metric` and `gates` for a metric there is not */
export async function runQuantize(
  { body, model, dataset }: QuantizeTask,
  place: Place,
): Promise<{ model: QuantizedModelData; report: FormatReport }> {
  const data = new Dataset(dataset);
  const { bytes } = await onnxFile(
    { name: body.model, model: { trained: model }, dataset },
    place.runtime,
  ).catch((error: unknown) => {
    throw atPath(error, ["model"]);
  });
  const about = aboutFile(bytes, body.model);
  const { preprocessing } = model;
  const score = (format: ModelFormat, file: Uint8Array) =>
    scoreFile({ body, data, about, preprocessing, format, file }, place);
  const reference = await score("float32", bytes);
  const wanted = formatGates(body.gates, reference.result.metrics);
  const metric = body.metric ?? reference.result.metrics[0].name;
  metricNamed(metric, reference.result.metrics, ["metric"]);
  const gatesOf = (metrics: FormatMetric[]) => checkFormat(wanted, metrics, reference.result.metrics);
  const ownGates = gatesOf(reference.result.metrics);
  const formats: FormatResult[] = [
    { ...reference.result, gates: ownGates, passed: ownGates.every(({ passed }) => passed), kept: [] },
  ];
  const files: QuantizedModelData["files"] = [{ format: "float32", bytes }];
  for (const format of new Set(body.formats ?? quantizedFormats)) {
    const made = quantizeModel(bytes, format);
    let scored: Scored;
    try {
      scored = await score(format, made.bytes);
    } catch (error) {
      const problem = error instanceof Error ? error.message : String(error);
      const none = { metrics: [], gates: [], passed: false, kept: made.kept };
      formats.push({ format, sizeBytes: made.bytes.length, ...none, problem });
      continue;
    }
    const gates = gatesOf(scored.result.metrics);
    const decibels = signalToNoise(reference.logits, scored.logits);
    formats.push({
      ...scored.result,
      ...(Number.isFinite(decibels) && { signalToNoise: decibels }),
      gates,
      passed: gates.every(({ passed }) => passed),
      kept: made.kept,
    });
    files.push({ format, bytes: made.bytes });
  }
  const picked = pickFormat(formats);
  return {
    model: { preprocessing, files, picked, ranges: rangesOf(data, preprocessing) },
    report: {
      model: body.model,
      target: about.target,
      task: about.task,
      split: splitOf(body, data),
      rowCount: reference.rowCount,
      metric,
      formats,
      picked,
      device: "WebAssembly, one thread",
    },
  };
}

interface ToScore {
  body: QuantizeBody;
  data: Dataset;
  about: AboutFile;
  preprocessing: Preprocessing;
  format: ModelFormat;
  file: Uint8Array;
}

async function scoreFile(
  { body, data, about, preprocessing, format, file }: ToScore,
  { runtime, now }: Place,
): Promise<Scored> {
  const measured = withLogits(file, about);
  const logits: Float32Array[] = [];
  const opened = await runtime.open(measured.bytes);
  try {
    const model = new FilePredictor(opened, {
      about,
      preprocessing,
      rowByRow: dependsOnBatch(format),
      onAnswers: (given) => logits.push(given[measured.output].values as Float32Array),
    });
    const predictions = await model.predictDataset(data, splitOf(body, data));
    const [first] = predictions.rows;
    if (first === undefined) throw noRows(splitOf(body, data));
    const metrics = scoreFormat(predictions, body.metric);
    const one = fileInputs(about, 1, (name) => valueAt(data.columnNamed(name), first));
    const wanted = Object.values(about.outputs);
    const latency = await measureLatency(() => opened.run(one, wanted), now);
    return {
      rowCount: predictions.rows.length,
      logits: joined(logits),
      result: { format, sizeBytes: file.length, metrics, latency },
    };
  } finally {
    await opened.close();
  }
}

function splitOf({ split }: QuantizeBody, data: Dataset): FormatReport["split"] {
  return split ?? (data.data().partOfRow ? "test" : "all");
}

function noRows(split: string): CairnError {
  return new CairnError(`quantize: no row of the ${split} part has all its values`, {
    code: "no-rows",
    path: ["split"],
    hint: "Give the split a larger fraction for this part.",
  });
}

function joined(parts: readonly Float32Array[]): Float32Array {
  const all = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

function rangesOf(data: Dataset, { features }: Preprocessing): QuantizedModelData["ranges"] {
  const rows = data.data().partOfRow ? "train" : "all";
  const ranges = features.flatMap(({ name, type }): [string, [number, number]][] => {
    if (type !== "number") return [];
    const values = (data.column(name, rows) as Float64Array).filter((value) => !Number.isNaN(value));
    if (values.length === 0) return [];
    const least = values.reduce((a, b) => Math.min(a, b));
    const greatest = values.reduce((a, b) => Math.max(a, b));
    return [[name, [least, greatest]]];
  });
  return Object.fromEntries(ranges);
}
