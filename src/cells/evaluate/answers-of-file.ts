// The first step of an evaluation of a quantized model, in the worker of ONNX Runtime: its file answers. report.ts scores.
import { Dataset, type DatasetData } from "#datasets/dataset.ts";
import { predictionsFor } from "#evaluation/predictions-for.ts";
import type { OnnxRuntime } from "#inference/onnx-runtime.ts";
import { aboutFile } from "#quantization/about-file.ts";
import { FilePredictor } from "#quantization/file-predictor.ts";
import { dependsOnBatch } from "#quantization/formats.ts";
import { fileOf, type QuantizedModelData } from "#quantization/quantized-model.ts";
import type { EvaluateBody } from "./evaluate-kind.ts";
import type { Handover } from "./report.ts";

export interface AnswersTask {
  body: EvaluateBody;
  model: QuantizedModelData;
  dataset: DatasetData;
}

export async function answersOfFile(
  { body, model, dataset }: AnswersTask,
  runtime: OnnxRuntime,
): Promise<Handover> {
  const format = body.format ?? model.picked;
  const bytes = fileOf(model, format);
  const { preprocessing } = model;
  const opened = await runtime.open(bytes);
  try {
    const about = aboutFile(bytes, body.model);
    return await predictionsFor({
      model: new FilePredictor(opened, { about, preprocessing, rowByRow: dependsOnBatch(format) }),
      data: new Dataset(dataset),
      ...(body.split && { split: body.split }),
      ...(body.baseline !== undefined && { baseline: body.baseline }),
      ...(body.slices && { slices: body.slices }),
    });
  } finally {
    await opened.close();
  }
}
