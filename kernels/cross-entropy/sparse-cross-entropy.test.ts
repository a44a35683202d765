import { sparseCategoricalCrossentropy } from "@tensorflow/tfjs-layers/dist/losses.js";
import { beforeAll, expect, test } from "vitest";
import { startBackend } from "#kernels/fixtures/backends.ts";
import { ShapeError, type TensorFlow } from "#kernels/patch.ts";
import { sparseCrossEntropy } from "./sparse-cross-entropy.ts";
import { sparseCrossEntropyReference } from "./sparse-cross-entropy.reference.ts";

let tf: TensorFlow;
beforeAll(async () => {
  tf = await startBackend("wasm");
});

const logits = [4, -3, 0.5, -20, 30, 2];
const labels = [2, 0];

test("sparseCrossEntropy(tf, labels, logits) is the mean of log Σ e^logit - logit[label], also far from zero", async () => {
  const loss = sparseCrossEntropy(tf, tf.tensor1d(labels, "int32"), tf.tensor2d(logits, [2, 3]));
  expect((await loss.data())[0]).toBeCloseTo(sparseCrossEntropyReference(labels, logits), 5);
});

test("its gradient is (softmax - one-hot) / N", async () => {
  const gradient = tf.grad((x) => sparseCrossEntropy(tf, tf.tensor1d(labels, "int32"), x as never));
  const got = await gradient(tf.tensor2d(logits, [2, 3])).array();
  const exps = [0, 3].map((start) => logits.slice(start, start + 3).map(Math.exp));
  exps.forEach((row, i) => {
    const sum = row.reduce((total, value) => total + value, 0);
    row.forEach((value, c) => {
      const expected = (value / sum - Number(labels[i] === c)) / 2;
      expect((got as number[][])[i][c]).toBeCloseTo(expected, 5);
    });
  });
});

test("a label that is no class gives NaN and not a loss without its row", async () => {
  const loss = sparseCrossEntropy(tf, tf.tensor1d([2, 3], "int32"), tf.tensor2d(logits, [2, 3]));
  expect(await loss.data()).toEqual(Float32Array.of(NaN));
});

test("labels that are not one for each row are refused", () => {
  const work = () => sparseCrossEntropy(tf, tf.tensor1d([1], "int32"), tf.tensor2d(logits, [2, 3]));
  expect(work).toThrow(
    new ShapeError(
      "sparseCrossEntropy: there must be one label for each row of logits, got labels [1] and logits [2, 3]",
    ),
  );
});

test("tfjs's sparseCategoricalCrossentropy from logits gives every logit above 1 the same loss", async () => {
  // The day this fails, tfjs no longer clips, and sparseCrossEntropy can go.
  const of = (logit: number) =>
    sparseCategoricalCrossentropy(tf.tensor1d([0]), tf.tensor2d([[logit, 0, 0]]), true);
  const [low, high] = await Promise.all([of(2).data(), of(9).data()]);
  expect(low).toEqual(high);
});
