import { expect, test } from "vitest";
import { expectClose } from "#kernels/expect-close.ts";
import {
  differsFromRunToRun,
  integers,
  numbers,
  onWebGpu,
  tf,
  valuesOf,
  withStock,
} from "#kernels/fixtures/gpu-test.ts";
import { bincountReference } from "./bincount.reference.ts";

onWebGpu();

const unweighted = () => tf.tensor([]) as tf.Tensor1D & tf.Tensor2D;

test.each([
  [1, 1],
  [100, 7],
  [5000, 300],
])("bincount of %i numbers in %i bins is the reference's", async (count, size) => {
  const x = integers(count, 0, size + 3);
  const weights = numbers(count, 2);
  const weighted = () => valuesOf(() => tf.bincount(tf.tensor1d(x, "int32"), tf.tensor1d(weights), size));
  const got = await weighted();
  expectClose(got, bincountReference({ x, rows: 1, size, weights }), { name: "weighted" });
  expect(await weighted()).toEqual(got);
  const plain = await valuesOf(() => tf.bincount(tf.tensor1d(x, "int32"), unweighted(), size));
  expectClose(plain, bincountReference({ x, rows: 1, size }), { name: "plain", absolute: 0, relative: 0 });
});

test("denseBincount counts each row by itself, in full, by weight and as yes or no", async () => {
  for (const [rows, columns, size] of [
    [1, 5, 4],
    [3, 40, 9],
    [50, 60, 5],
  ]) {
    const x = integers(rows * columns, 0, size + 2);
    const weights = numbers(x.length, 3);
    const tensor = () => tf.tensor2d(x, [rows, columns], "int32");
    const weightTensor = () => tf.tensor2d(weights, [rows, columns]);
    const name = `[${rows}, ${columns}] in ${size}`;
    const plain = await valuesOf(() => tf.denseBincount(tensor(), unweighted(), size));
    expectClose(plain, bincountReference({ x, rows, size }), { name });
    const weighted = await valuesOf(() => tf.denseBincount(tensor(), weightTensor(), size));
    expectClose(weighted, bincountReference({ x, rows, size, weights }), { name: `${name} by weight` });
    const binary = await valuesOf(() => tf.denseBincount(tensor(), unweighted(), size, true));
    expectClose(binary, bincountReference({ x, rows, size, isBinary: true }), { name: `${name} binary` });
  }
});

test("nothing to count gives zeros, and no bins give no elements", async () => {
  expect([...(await valuesOf(() => tf.bincount(tf.tensor1d([], "int32"), unweighted(), 2)))]).toEqual([0, 0]);
  expect((await valuesOf(() => tf.bincount(tf.tensor1d([1], "int32"), unweighted(), 0))).length).toBe(0);
});

test("stock writes the bits of floats into whole numbers", async () => {
  const run = () =>
    valuesOf(() => tf.bincount(tf.tensor1d([0, 0, 1], "int32"), tf.tensor1d([2, 3, 4], "int32"), 2));
  // The day this fails, tfjs has mended it.
  expect([...(await withStock(run))]).not.toEqual([5, 4]);
  expect([...(await run())]).toEqual([5, 4]);
});

test("stock's weighted counts differ from run to run, and these do not", async () => {
  const [x, weights] = [integers(20_000, 0, 3), numbers(20_000)];
  const run = () => valuesOf(() => tf.bincount(tf.tensor1d(x, "int32"), tf.tensor1d(weights), 3));
  // The day this fails, tfjs has mended it.
  expect(await withStock(() => differsFromRunToRun(run))).toBe(true);
  expect(await differsFromRunToRun(run)).toBe(false);
});
