import type { LayersModel } from "@tensorflow/tfjs-layers";
import { trainShown } from "#cell-api/cell-api.ts";
import type { CellContext } from "#cell-api/cell-context.ts";
import { wrongInput } from "#cells/wrong-input.ts";
import { Dataset } from "#datasets/dataset.ts";
import { tf } from "#models/tensorflow.ts";
import type { TrainResult, TrainInput } from "#training/train.ts";
import type { TrainBody } from "./train-kind.ts";

export async function runTrain(
  body: TrainBody,
  inputs: Readonly<Record<string, unknown>>,
  context: CellContext,
): Promise<TrainResult> {
  const { model: modelName, layers, data: dataName, ...rest } = body;
  const data = inputs[dataName];
  if (!(data instanceof Dataset)) throw wrongInput("data", dataName, "a dataset", data);
  const model = layers ?? (await modelOf(modelName!, inputs[modelName!]));
  return trainShown({ ...rest, model: model as TrainInput["model"], data }, context);
}

/** A model, or a function that builds one (for models that cannot be copied). */
async function modelOf(name: string, value: unknown): Promise<LayersModel> {
  const model: unknown = typeof value === "function" ? await (value as () => unknown)() : value;
  if (model instanceof tf.LayersModel) return model;
  throw wrongInput(
    "model",
    name,
    "a tf.LayersModel (tf.sequential, tf.model) or a function that returns one",
    value,
  );
}
