// Networks over pictures, on the plain-JavaScript backend: small ones, because it is slow.
import "@tensorflow/tfjs-backend-cpu";
import { beforeAll, expect, test } from "vitest";
import type { Column } from "#datasets/column.ts";
import { makeDataset } from "#datasets/import-dataset.ts";
import { tf } from "#models/tensorflow.ts";
import { randomStream } from "#random/random-stream.ts";
import { train, type TrainInput } from "./train.ts";

const side = 6;

/** Bars that stand or lie, at any place: no single pixel tells them apart. */
function bars(rowCount = 120) {
  const random = randomStream("bars");
  const pixels = new Uint8Array(rowCount * side * side);
  const words: string[] = [];
  for (let row = 0; row < rowCount; row++) {
    const stands = row % 2 === 0;
    const place = Math.floor(random() * side);
    for (let i = 0; i < side; i++)
      pixels[row * side * side + (stands ? i * side + place : place * side + i)] =
        200 + Math.floor(random() * 55);
    words.push(stands ? "stands" : "lies");
  }
  const columns: Column[] = [
    { name: "bar", type: "picture", shape: [side, side, 1], pixels },
    { name: "way", type: "category", values: words },
    { name: "place", type: "number", values: Float64Array.from(words, (_, i) => i) },
  ];
  const split = { by: "hash", train: 0.7, validation: 0.15, test: 0.15 } as const;
  return makeDataset({ columns, rowCount, warnings: [] }, 0, { source: "./bars.zip", split }).dataset;
}
const data = bars();
const host = () => ({
  random: randomStream("s"),
  seed: "s",
  breathe: () => Promise.resolve(),
  now: () => performance.now(),
});
const base: TrainInput = {
  model: [{ conv2d: 4 }, { maxPooling2d: 2 }, { flatten: true }, { dense: 8 }],
  data,
  target: "way",
  features: ["bar"],
  epochs: 8,
  batchSize: 8,
};

beforeAll(async () => {
  await tf.setBackend("cpu");
});

test("train({ … }) learns from a picture column with convolutions, and predict takes a picture", async () => {
  const native = Math.random;
  Math.random = randomStream("initial");
  const { trained, progress } = await train(base, host()).finally(() => (Math.random = native));
  expect(progress.points.at(-1)!.validationMetric).toBeGreaterThan(0.9);
  expect(trained.model.inputs[0].shape).toEqual([null, side, side, 1]);
  const answers = await trained.predict(data.rows("test", 10));
  const right = data.rows("test", 10).filter(({ way }, i) => (answers[i] as { class: string }).class === way);
  expect(right.length).toBeGreaterThanOrEqual(9);
});

test("a network without flatten is finished with one, and one of dense layers alone asks for it", async () => {
  const { trained } = await train({ ...base, model: [{ conv2d: 2 }], epochs: 1 }, host());
  expect(trained.model.layers.map((layer) => layer.getClassName())).toEqual(["Conv2D", "Flatten", "Dense"]);
  await expect(train({ ...base, model: [{ dense: 4 }] }, host())).rejects.toThrow(
    "layer 1 (dense) needs a flat row of numbers, and gets [6, 6, 1]",
  );
});

test.each([
  ["a convolution over numbers", { features: ["place"] }, "layer 1 (conv2d) needs a picture, and gets [1]"],
  [
    "a square larger than the picture",
    { model: [{ maxPooling2d: 9 }] },
    "maxPooling2d of layer 1 must be at most 6 here, got 9",
  ],
  [
    "a picture and a number together",
    { features: ["bar", "place"] },
    'the picture "bar" cannot be learned together',
  ],
  ["a picture as target", { target: "bar", features: ["place"] }, 'the target "bar" is a picture'],
] as const)("%s is refused before training, with what is there", async (_, more, message) => {
  await expect(train({ ...base, ...more } as TrainInput, host())).rejects.toThrow(message);
});

test("predict says which picture it wants when another is given", async () => {
  const { trained } = await train({ ...base, epochs: 1 }, host());
  const wrong = { width: 2, height: 2, channels: 3, pixels: new Uint8Array(12) };
  await expect(trained.predict([{ bar: wrong }])).rejects.toThrow(
    'row 1 must have a picture "bar" of 6 × 6 grey, got 2 × 2 colour',
  );
});
