import * as v from "valibot";
import { textAt, type Kind } from "#cells/kind.ts";
import { activationNames } from "#training/activation-names.ts";
import type { LayerSpec } from "#training/layer-specs.ts";
import { optimizerNames } from "#training/optimizer-names.ts";

const atLeast = (least: number) =>
  v.pipe(
    v.number("must be a whole number"),
    v.integer("must be a whole number"),
    v.minValue(least, `must be ${least} or more`),
  );

const denseLayer = v.strictObject({
  dense: atLeast(1),
  activation: v.optional(v.picklist(activationNames, `must be one of ${activationNames.join(", ")}`)),
});
const dropoutLayer = v.strictObject({
  dropout: v.pipe(
    v.number("must be a number"),
    v.minValue(0, "must be 0 or more"),
    v.ltValue(1, "must be less than 1: it is the share of values left out"),
  ),
});
const convolutionLayer = v.strictObject({
  conv2d: atLeast(1),
  kernelSize: v.optional(atLeast(1)),
  strides: v.optional(atLeast(1)),
  padding: v.optional(v.picklist(["same", "valid"], "must be same or valid")),
  activation: v.optional(v.picklist(activationNames, `must be one of ${activationNames.join(", ")}`)),
});
const maxPoolingLayer = v.strictObject({ maxPooling2d: atLeast(1) });
const averagePoolingLayer = v.strictObject({ averagePooling2d: atLeast(1) });
const flattenLayer = v.strictObject({ flatten: v.literal(true, "must be true") });
const layersByKey = {
  dropout: dropoutLayer,
  conv2d: convolutionLayer,
  maxPooling2d: maxPoolingLayer,
  averagePooling2d: averagePoolingLayer,
  flatten: flattenLayer,
};
/** By its keys, so that what is wrong is said of the layer that was meant. */
const layer = v.lazy((input): v.GenericSchema<LayerSpec> => {
  if (input === null || typeof input !== "object") return denseLayer;
  const [, found] = Object.entries(layersByKey).find(([key]) => key in input) ?? [];
  return found ?? denseLayer;
});

export const trainSchema = v.pipe(
  v.strictObject({
    /** Name of a cell that makes a tf.LayersModel. */
    model: v.optional(v.string("must be the name of a cell that makes a model")),
    /** Or the hidden layers; the output layer is added. */
    layers: v.optional(v.array(layer, "must be a list of layers")),
    data: v.string("must be the name of a dataset cell"),
    target: v.string("must be the name of a column"),
    features: v.optional(v.array(v.string(), "must be a list of columns")),
    epochs: v.optional(atLeast(1)),
    batchSize: v.optional(atLeast(1)),
    learningRate: v.optional(v.pipe(v.number("must be a number"), v.gtValue(0, "must be above 0"))),
    optimizer: v.optional(v.picklist(optimizerNames, `must be one of ${optimizerNames.join(", ")}`)),
    patience: v.optional(atLeast(0)),
  }),
  v.check(
    (body) => (body.model === undefined) !== (body.layers === undefined),
    "must have either model (the name of a cell) or layers (a list)",
  ),
);

export type TrainBody = v.InferOutput<typeof trainSchema>;

export const trainKind: Kind = {
  name: "train",
  schema: trainSchema,
  reads: (body) => ["model", "data"].flatMap((key) => textAt(body, key) ?? []),
  costly: true,
  resultVersion: 2, // 2: products and gradients by kernels of our own
  runsIn: "cells",
  needsBackend: true,
};
