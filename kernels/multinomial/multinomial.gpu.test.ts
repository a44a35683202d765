import { expect, test } from "vitest";
import { numbers, onWebGpu, tf, valuesOf, valuesOn, withStock } from "#kernels/fixtures/gpu-test.ts";
import { softmaxReference } from "#kernels/softmax/softmax.reference.ts";
import { multinomialReference } from "./multinomial.reference.ts";

onWebGpu();

test("one seed draws what the reference and the CPU draw", async () => {
  for (const [rows, outcomes, samples] of [
    [1, 2, 1],
    [3, 5, 100],
    [2, 1000, 40],
  ]) {
    const logits = numbers(rows * outcomes).map((x) => 3 * x);
    const run = () => tf.multinomial(tf.tensor2d(logits, [rows, outcomes]), samples, 7);
    const got = [...(await valuesOf(run))];
    const uniform = await valuesOf(() => tf.randomUniform([samples], 0, 1, "float32", 7));
    expect(got).toEqual(multinomialReference(softmaxReference(logits, outcomes), outcomes, uniform));
    expect(got).toEqual([...(await valuesOn("cpu", run))]);
  }
});

test("probabilities that are given are taken as they are", async () => {
  const run = () => tf.multinomial(tf.tensor2d([0, 0, 1, 1, 0, 0], [2, 3]), 5, 3, true);
  expect([...(await valuesOf(run))]).toEqual([2, 2, 2, 2, 2, 0, 0, 0, 0, 0]);
});

test("one sample is each outcome about as often as it is likely, where stock always draws the first", async () => {
  const draw = async (seed: number) =>
    (await valuesOf(() => tf.multinomial(tf.tensor1d([0, 0, 0, 0]), 1, seed)))[0];
  const seeds = Array.from({ length: 40 }, (_, i) => i + 1);
  const drawAll = async () => {
    const drawn = new Set<number>();
    for (const seed of seeds) drawn.add(await draw(seed));
    return drawn;
  };
  expect((await drawAll()).size).toBe(4);
  // The day this fails, tfjs has mended it.
  expect((await withStock(drawAll)).size).toBe(1);
});
