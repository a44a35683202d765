// What a training may be told, with the defaults and the ranges.
import type { Optimizer } from "@tensorflow/tfjs-core";
import { CairnError } from "#errors/cairn-error.ts";
import { tf } from "#models/tensorflow.ts";
import { optimizerNames, type OptimizerName } from "./optimizer-names.ts";

export interface TrainOptions {
  /** Passes over the training rows; 1 or more. @default 40 */
  epochs: number;
  /** Rows in one step; 1 or more. @default 32 */
  batchSize: number;
  /** Above 0. @default 0.01 */
  learningRate: number;
  /** @default "adam" */
  optimizer: OptimizerName;
  /** Epochs without a better validation loss after which it stops early; 0: never. @default 0 */
  patience: number;
}

export function trainOptions(given: Partial<TrainOptions>): TrainOptions {
  const options: TrainOptions = {
    epochs: given.epochs ?? 40,
    batchSize: given.batchSize ?? 32,
    learningRate: given.learningRate ?? 0.01,
    optimizer: given.optimizer ?? "adam",
    patience: given.patience ?? 0,
  };
  requireWhole("epochs", options.epochs, 1);
  requireWhole("batchSize", options.batchSize, 1);
  requireWhole("patience", options.patience, 0);
  if (!(options.learningRate > 0) || !Number.isFinite(options.learningRate)) {
    throw new CairnError(`train: learningRate must be a number above 0, got ${options.learningRate}`, {
      code: "bad-option",
      path: ["learningRate"],
    });
  }
  if (!optimizerNames.includes(options.optimizer)) {
    throw new CairnError(
      `train: optimizer must be one of ${optimizerNames.join(", ")}, got "${options.optimizer}"`,
      {
        code: "bad-option",
        path: ["optimizer"],
      },
    );
  }
  return options;
}

export function optimizerOf({ optimizer, learningRate }: TrainOptions): Optimizer {
  switch (optimizer) {
    case "adam":
      return tf.train.adam(learningRate);
    case "sgd":
      return tf.train.sgd(learningRate);
    case "momentum":
      return tf.train.momentum(learningRate, 0.9);
    case "rmsprop":
      return tf.train.rmsprop(learningRate);
  }
}

function requireWhole(name: string, value: number, least: number): void {
  if (Number.isInteger(value) && value >= least) return;
  throw new CairnError(`train: ${name} must be a whole number of ${least} or more, got ${value}`, {
    code: "bad-option",
    path: [name],
  });
}
