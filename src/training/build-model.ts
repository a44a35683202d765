// The network of a `train`: a tf.LayersModel that a cell made, or a short list of layers that is
// finished here; and the check, before any training, that its shapes fit the data.
import type { LayersModel } from "@tensorflow/tfjs-layers";
import { CairnError } from "#errors/cairn-error.ts";
import { shapeText } from "#models/describe-model.ts";
import { tf } from "#models/tensorflow.ts";
import { layerOf, type LayerSpec } from "./layer-specs.ts";
import { featureNames, inputShape, type Preprocessing } from "./preprocessing.ts";

export type OutputMeaning = "probabilities" | "logits" | "number";

/** Hidden layers as listed, then the output layer that the target needs. */
export function buildModel(specs: readonly LayerSpec[], preprocessing: Preprocessing): LayersModel {
  const model = tf.sequential();
  const { target } = preprocessing;
  const output =
    target.type === "classes"
      ? { units: target.classes.length, activation: "softmax" as const }
      : { units: 1, activation: "linear" as const };
  let shape = inputShape(preprocessing);
  for (const [index, spec] of specs.entries()) {
    model.add(layerOf(spec, index, shape));
    shape = model.outputs[0].shape.slice(1) as number[];
  }
  const first = specs.length === 0 ? { inputShape: shape } : {};
  if (shape.length === 1) model.add(tf.layers.dense({ ...output, ...first }));
  else {
    model.add(tf.layers.flatten(first));
    model.add(tf.layers.dense(output));
  }
  return model;
}

/** @throws CairnError with both shapes and the names, when the model cannot take the features or give the target. */
export function checkShapes(model: LayersModel, preprocessing: Preprocessing): OutputMeaning {
  const { target } = preprocessing;
  const made = inputShape(preprocessing);
  const given = model.inputs[0].shape;
  const fits =
    given.length === made.length + 1 &&
    made.every((side, i) => given[i + 1] === null || given[i + 1] === side);
  if (model.inputs.length !== 1 || !fits) {
    throw new CairnError(
      `train: shapes do not fit: the model takes ${model.inputs.length === 1 ? shapeText(given) : `${model.inputs.length} inputs`}, the features make [${made.join(", ")}] (${featureNames(preprocessing).join(", ")})`,
      {
        code: "shape",
        path: ["model"],
        hint: `Give the model's first layer inputShape: [${made.join(", ")}], or list other features.`,
      },
    );
  }
  const outputShape = model.outputs[0].shape;
  const wanted = target.type === "classes" ? target.classes.length : 1;
  if (model.outputs.length !== 1 || outputShape.length !== 2 || outputShape[1] !== wanted) {
    const what =
      target.type === "classes"
        ? `the target "${target.name}" has ${wanted} classes (${target.classes.join(", ")})`
        : `the target "${target.name}" is one number`;
    throw new CairnError(`train: shapes do not fit: the model gives ${shapeText(outputShape)}, ${what}`, {
      code: "shape",
      path: ["model"],
      hint: `Give the last layer units: ${wanted}${target.type === "classes" ? ', activation: "softmax"' : ""}.`,
    });
  }
  if (target.type === "number") return "number";
  const activation = model.layers.at(-1)!.getConfig()["activation"];
  return activation === "softmax" ? "probabilities" : "logits";
}
