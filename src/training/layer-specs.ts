// The layers that a form can list, and what becomes of each.
import type { layers } from "@tensorflow/tfjs-layers";
import { CairnError } from "#errors/cairn-error.ts";
import { tf } from "#models/tensorflow.ts";
import { activationNames, type ActivationName } from "./activation-names.ts";

/** By its one key: `{ dense: 16, activation: "relu" }`, `{ conv2d: 8, kernelSize: 3 }`, `{ flatten: true }`. */
export type LayerSpec =
  | { dense: number; activation?: string }
  | { dropout: number }
  /** Filters over a picture; `kernelSize` is the side of a filter in pixels. @default kernelSize 3, padding "same" */
  | { conv2d: number; kernelSize?: number; strides?: number; padding?: string; activation?: string }
  /** The greatest of each square with this side. */
  | { maxPooling2d: number }
  /** The mean of each square with this side. */
  | { averagePooling2d: number }
  | { flatten: true };

type Layer = ReturnType<
  | typeof layers.dense
  | typeof layers.dropout
  | typeof layers.flatten
  | typeof layers.conv2d
  | typeof layers.maxPooling2d
  | typeof layers.averagePooling2d
>;

/**
 * @param shape of what comes in, for one row: [D] or [height, width, channels]
 * @throws CairnError naming the layer: again what a form's schema asks, for code and for `$name`, and what only the shape tells
 */
export function layerOf(spec: LayerSpec, index: number, shape: readonly number[]): Layer {
  const first = index === 0 ? { inputShape: [...shape] } : {};
  const check = checker(index);
  if ("dropout" in spec) {
    const isShare = spec.dropout >= 0 && spec.dropout < 1;
    check("dropout", isShare, "0 or more and less than 1", spec.dropout);
    return tf.layers.dropout({ rate: spec.dropout, ...first });
  }
  if ("dense" in spec) {
    checkWhole(check, "dense", spec.dense);
    if (shape.length !== 1)
      throw needs(index, "dense", "a flat row of numbers", shape, "Put flatten: true before it.");
    return tf.layers.dense({ units: spec.dense, activation: activationOf(check, spec.activation), ...first });
  }
  if (shape.length !== 3) {
    const [kind] = Object.keys(spec);
    const hint =
      "Only a picture has a height and a width; choose a picture column in features, before flatten.";
    if (!("flatten" in spec)) throw needs(index, kind, "a picture", shape, hint);
    return tf.layers.flatten(first);
  }
  if ("flatten" in spec) return tf.layers.flatten(first);
  if ("conv2d" in spec) {
    const { conv2d, kernelSize = 3, strides = 1, padding = "same" } = spec;
    checkWhole(check, "conv2d", conv2d);
    checkWhole(check, "kernelSize", kernelSize);
    checkWhole(check, "strides", strides);
    check("padding", padding === "same" || padding === "valid", "same or valid", padding);
    const least = Math.min(shape[0], shape[1]);
    check("kernelSize", padding === "same" || kernelSize <= least, `at most ${least} here`, kernelSize);
    const activation = activationOf(check, spec.activation);
    return tf.layers.conv2d({
      filters: conv2d,
      kernelSize,
      strides,
      padding: padding as "same",
      activation,
      ...first,
    });
  }
  const key = "maxPooling2d" in spec ? "maxPooling2d" : "averagePooling2d";
  const poolSize = "maxPooling2d" in spec ? spec.maxPooling2d : spec.averagePooling2d;
  checkWhole(check, key, poolSize);
  const least = Math.min(shape[0], shape[1]);
  check(key, poolSize <= least, `at most ${least} here`, poolSize);
  return tf.layers[key]({ poolSize, ...first });
}

type Check = (key: string, holds: boolean, rule: string, got: unknown) => void;

function checker(index: number): Check {
  return (key, holds, rule, got) => {
    if (holds) return;
    throw new CairnError(`train: ${key} of layer ${index + 1} must be ${rule}, got ${JSON.stringify(got)}`, {
      code: "bad-layer",
      path: ["layers", index, key],
    });
  };
}

function checkWhole(check: Check, key: string, value: number): void {
  check(key, Number.isInteger(value) && value >= 1, "a whole number of 1 or more", value);
}

function activationOf(check: Check, given = "relu"): ActivationName {
  check(
    "activation",
    activationNames.includes(given as ActivationName),
    `one of ${activationNames.join(", ")}`,
    given,
  );
  return given as ActivationName;
}

function needs(index: number, key: string, what: string, shape: readonly number[], hint: string): CairnError {
  return new CairnError(`train: layer ${index + 1} (${key}) needs ${what}, and gets [${shape.join(", ")}]`, {
    code: "bad-layer",
    path: ["layers", index, key],
    hint,
  });
}
