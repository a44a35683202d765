// Trains a network on a dataset: fits the preprocessing on the training rows, checks shapes before any
// work, and runs the loop on a copy of the model it is given, so that training twice gives one result.
import type { LayersModel } from "@tensorflow/tfjs-layers";
import { CairnError } from "#errors/cairn-error.ts";
import type { Dataset } from "#datasets/dataset.ts";
import { copyModel } from "#models/model-artifacts.ts";
import { tf } from "#models/tensorflow.ts";
import { buildModel, checkShapes, type OutputMeaning } from "./build-model.ts";
import type { LayerSpec } from "./layer-specs.ts";
import {
  encodeDataset,
  fitPreprocessing,
  inputShape,
  type EncodedRows,
  type Preprocessing,
} from "./preprocessing.ts";
import { TrainedModel } from "./trained-model.ts";
import { trainOptions, type TrainOptions } from "./train-options.ts";
import { trainingLoop, type TrainingHost } from "./training-loop.ts";
import type { TrainingProgress } from "./training-types.ts";

export interface TrainInput extends Partial<TrainOptions> {
  /** A tf.LayersModel, or hidden layers to which the output layer is added. */
  model: LayersModel | readonly LayerSpec[];
  data: Dataset;
  target: string;
  /** @default every column but the target that is a number, a category or a picture */
  features?: readonly string[];
}

export interface TrainResult {
  trained: TrainedModel;
  progress: TrainingProgress;
}

/** @throws CairnError before training when shapes, names or options are wrong; in it when the loss is lost. */
export async function train(input: TrainInput, host: TrainingHost): Promise<TrainResult> {
  const options = trainOptions(input);
  const preprocessing = fitPreprocessing(input.data, input.target, input.features);
  const model = isLayerList(input.model)
    ? buildModel(input.model, preprocessing)
    : await copyModel(input.model);
  const output = checkShapes(model, preprocessing);
  const { rows, held } = encodedParts(input.data, preprocessing);
  const metricScale = preprocessing.target.type === "number" ? preprocessing.target.deviation : 1;
  const progress = await trainingLoop(
    {
      model,
      output,
      metricScale,
      inputShape: inputShape(preprocessing),
      rows,
      options,
      progress: firstProgress(model, { options, host, rows, output, ...(held && { held }) }),
      ...(held && { held }),
    },
    host,
  );
  return { trained: await TrainedModel.of(model, preprocessing, output), progress };
}

function encodedParts(
  data: Dataset,
  preprocessing: Preprocessing,
): { rows: EncodedRows; held?: EncodedRows } {
  const hasSplit = data.data().partOfRow !== undefined;
  const rows = encodeDataset(data, preprocessing, hasSplit ? "train" : "all");
  if (rows.rowCount === 0) {
    throw new CairnError(`train: no training row of "${data.source}" has all its values`, {
      code: "no-rows",
      path: ["data"],
      hint: "Give the split a larger train fraction, or leave out a column that is mostly empty.",
    });
  }
  return hasSplit ? { rows, held: encodeDataset(data, preprocessing, "validation") } : { rows };
}

function firstProgress(
  model: LayersModel,
  {
    options,
    host,
    rows,
    held,
    output,
  }: {
    options: TrainOptions;
    host: TrainingHost;
    rows: EncodedRows;
    held?: EncodedRows;
    output: OutputMeaning;
  },
): TrainingProgress {
  const notes: string[] = [];
  const leftOut = rows.leftOutCount + (held?.leftOutCount ?? 0);
  if (leftOut > 0) notes.push(`${leftOut} rows lack a value and were left out.`);
  if (!held)
    notes.push("The dataset has no split: all rows were trained on, and none shows how it does on others.");
  return {
    state: "running",
    epoch: 0,
    epochs: options.epochs,
    learningRate: options.learningRate,
    batchSize: options.batchSize,
    seed: host.seed,
    backend: tf.getBackend(),
    parameterCount: model.countParams(),
    rowCounts: { train: rows.rowCount, validation: held?.rowCount ?? 0 },
    lossName: output === "number" ? "mean squared error, standardized" : "cross-entropy",
    metricName: output === "number" ? "mean absolute error" : "accuracy",
    points: [],
    notes,
  };
}

function isLayerList(model: TrainInput["model"]): model is readonly LayerSpec[] {
  return Array.isArray(model);
}
