// Rows for checking a file where there is no dataset: drawn around what training saw, the same each time.
import type { LayersModel } from "@tensorflow/tfjs-layers";
import type { Row } from "#datasets/dataset.ts";
import { type RandomStream, randomStream } from "#random/random-stream.ts";
import { rowsAtOnce } from "#training/input-values.ts";
import type { FeatureEncoding, Preprocessing } from "#training/preprocessing.ts";

/** Numbers within two deviations of the mean; categories, and now and then one that training never saw. */
export function madeUpRows({ features }: Preprocessing, count: number): Row[] {
  const random = randomStream("made-up rows");
  return Array.from({ length: count }, () =>
    Object.fromEntries(features.map((feature) => [feature.name, valueFor(feature, random)])),
  );
}

function valueFor(feature: FeatureEncoding, random: RandomStream): Row[string] {
  if (feature.type === "number") return feature.mean + feature.deviation * (random() * 4 - 2);
  if (feature.type === "category") {
    const words = [...feature.categories, "unseen"];
    return words[Math.floor(random() * words.length)];
  }
  const [height, width, channels] = feature.shape;
  const pixels = Uint8Array.from({ length: height * width * channels }, () => Math.floor(random() * 256));
  return { height, width, channels, pixels };
}

/** A side that a network leaves open. */
const OPEN_SIDE = 8;

/** Floats from -2 to 2; for an embedding, indices that it has. [rows, …] */
export function madeUpInputs(
  model: LayersModel,
  random: RandomStream,
): { values: Float32Array; shape: number[] } {
  const sides = model.inputs[0].shape.slice(1).map((side) => side ?? OPEN_SIDE);
  const shape = [rowsAtOnce(sides, 32), ...sides];
  const first = model.layers.find((layer) => layer.getClassName() !== "InputLayer");
  const words = first?.getClassName() === "Embedding" ? (first.getConfig()["inputDim"] as number) : undefined;
  const draw = () => (words === undefined ? random() * 4 - 2 : Math.floor(random() * words));
  const length = shape.reduce((product, side) => product * side, 1);
  return { values: Float32Array.from({ length }, draw), shape };
}
