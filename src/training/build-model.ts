// The network of a `train`: a tf.LayersModel that a cell made, or a short list of layers that is
// finished here; and the check, before any training, that its shapes fit the data.
import type { LayersModel } from "@tensorflow/tfjs-layers";
import { CairnError } from "#errors/cairn-error.ts";
import { shapeText } from "#models/describe-model.ts";
import { tf } from "#models/tensorflow.ts";
import { activationNames, type ActivationName } from "./activation-names.ts";
import { featureNames, featureWidth, type Preprocessing } from "./preprocessing.ts";

/** `{ dense: 16, activation: "relu" }` or `{ dropout: 0.2 }`. */
export type LayerSpec = { dense: number; activation?: string } | { dropout: number };

export type OutputMeaning = "probabilities" | "logits" | "number";

/** Hidden layers as listed, then the output layer that the target needs. */
export function buildModel(specs: readonly LayerSpec[], preprocessing: Preprocessing): LayersModel {
  const model = tf.sequential();
  const inputShape = [featureWidth(preprocessing)];
  const { target } = preprocessing;
  const output =
    target.type === "classes"
      ? { units: target.classes.length, activation: "softmax" as const }
      : { units: 1, activation: "linear" as const };
  specs.forEach((spec, index) => {
    checkLayer(spec, index);
    const first = index === 0 ? { inputShape } : {};
    if ("dropout" in spec) model.add(tf.layers.dropout({ rate: spec.dropout, ...first }));
    else {
      const activation = (spec.activation ?? "relu") as ActivationName;
      model.add(tf.layers.dense({ units: spec.dense, activation, ...first }));
    }
  });
  model.add(tf.layers.dense({ ...output, ...(specs.length === 0 ? { inputShape } : {}) }));
  return model;
}

/** Again what a form's schema asks, for code and for `$name`. @throws CairnError naming the layer. */
function checkLayer(spec: LayerSpec, index: number): void {
  const fail = (key: string, rule: string, got: unknown): never => {
    throw new CairnError(`train: ${key} of layer ${index + 1} must be ${rule}, got ${JSON.stringify(got)}`, {
      code: "bad-layer",
      path: ["layers", index, key],
    });
  };
  if ("dropout" in spec) {
    if (!(spec.dropout >= 0 && spec.dropout < 1)) fail("dropout", "0 or more and less than 1", spec.dropout);
    return;
  }
  const { dense, activation = "relu" } = spec;
  if (!Number.isInteger(dense) || dense < 1) fail("dense", "a whole number of 1 or more", dense);
  if (!activationNames.includes(activation as ActivationName))
    fail("activation", `one of ${activationNames.join(", ")}`, activation);
}

/** @throws CairnError with both shapes and the names, when the model cannot take the features or give the target. */
export function checkShapes(model: LayersModel, preprocessing: Preprocessing): OutputMeaning {
  const { target } = preprocessing;
  const width = featureWidth(preprocessing);
  const inputShape = model.inputs[0].shape;
  const takes = shapeText(inputShape);
  if (
    model.inputs.length !== 1 ||
    inputShape.length !== 2 ||
    (inputShape[1] !== null && inputShape[1] !== width)
  ) {
    throw new CairnError(
      `train: shapes do not fit: the model takes ${model.inputs.length === 1 ? takes : `${model.inputs.length} inputs`}, the features make [${width}] (${featureNames(preprocessing).join(", ")})`,
      {
        code: "shape",
        path: ["model"],
        hint: `Give the model's first layer inputShape: [${width}], or list other features.`,
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
