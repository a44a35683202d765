import * as fc from "fast-check";
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
import { ShapeError } from "#kernels/patch.ts";
import { segmentSumGradientReference, segmentSumReference } from "./segment-sum.reference.ts";

onWebGpu();

const sum = (values: Float32Array | Int32Array, ids: Int32Array, columns: number, segments: number) =>
  valuesOf(() => {
    const dtype = values instanceof Int32Array ? "int32" : "float32";
    const x = tf.tensor2d(values, [ids.length, columns], dtype);
    return tf.unsortedSegmentSum(x, tf.tensor1d(ids, "int32"), segments);
  });

test("segment sums are the reference's for any number of rows, columns and segments", async () => {
  const sizes = fc.tuple(
    fc.integer({ min: 0, max: 3000 }),
    fc.integer({ min: 1, max: 20 }),
    fc.oneof(fc.integer({ min: 1, max: 8 }), fc.integer({ min: 1, max: 3000 })),
  );
  await fc.assert(
    fc.asyncProperty(sizes, async ([rows, columns, segments]) => {
      const values = numbers(rows * columns);
      const ids = integers(rows, -2, segments + 2);
      const name = `${rows} rows, ${columns} columns, ${segments} segments`;
      const expected = segmentSumReference(values, ids, columns, segments);
      expectClose(await sum(values, ids, columns, segments), expected, { name });
    }),
    {
      numRuns: 25,
      seed: 7,
      examples: [[[1, 1, 1]], [[0, 3, 4]], [[256, 2, 1]], [[2048, 2, 1]], [[2049, 2, 1]]],
    },
  );
});

test("a hundred thousand ids of which nine tenths are one are the reference's", async () => {
  const rows = 100_000;
  const ids = integers(rows, -90_000, 10_000).map((id) => Math.max(0, id));
  const values = numbers(rows * 4);
  const expected = segmentSumReference(values, ids, 4, 10_000);
  expectClose(await sum(values, ids, 4, 10_000), expected, { name: "uneven segments" });
});

test("whole numbers are added exactly, beyond what a float holds", async () => {
  const values = Int32Array.of(16_777_217, 16_777_217, -5);
  expect([...(await sum(values, Int32Array.of(1, 1, 0), 1, 2))]).toEqual([-5, 33_554_434]);
});

test("no segments and no columns give no elements", async () => {
  expect((await sum(numbers(4), Int32Array.of(0, 0), 2, 0)).length).toBe(0);
  expect((await sum(numbers(0), Int32Array.of(0, 0), 0, 3)).length).toBe(0);
});

test("ids may have several dimensions", async () => {
  const got = await valuesOf(() =>
    tf.engine().runKernel(
      "UnsortedSegmentSum",
      {
        x: tf.tensor3d([1, 2, 3, 4, 5, 6, 7, 8], [2, 2, 2]),
        segmentIds: tf.tensor2d([0, 1, 1, 1], [2, 2], "int32"),
      },
      { numSegments: 2 },
    ),
  );
  expect([...got]).toEqual([1, 2, 15, 18]);
});

test("ids that do not lead the values are a ShapeError", () => {
  expect(() => tf.unsortedSegmentSum(tf.zeros([3, 2]), tf.tensor1d([0, 1], "int32"), 2)).toThrow(ShapeError);
});

test("the gradient of an embedding is the reference's, and equal bit by bit in two runs", async () => {
  const [tokens, width, vocabulary] = [300, 16, 50];
  const ids = integers(tokens, 0, vocabulary);
  const weights = numbers(vocabulary * width);
  const dy = numbers(tokens * width, 2);
  const gradient = () =>
    valuesOf(() =>
      tf.grad((table) =>
        tf.sum(tf.mul(tf.gather(table, tf.tensor1d(ids, "int32")), tf.tensor2d(dy, [tokens, width]))),
      )(tf.tensor2d(weights, [vocabulary, width])),
    );
  const first = await gradient();
  expectClose(first, segmentSumReference(dy, ids, width, vocabulary), { name: "embedding" });
  expect(await gradient()).toEqual(first);
});

test("the gradient of a segment sum is the reference's", async () => {
  const ids = Int32Array.of(0, 2, -1, 2, 7);
  const dy = numbers(3 * 2);
  const got = await valuesOf(() =>
    tf.grad((x) =>
      tf.sum(tf.mul(tf.unsortedSegmentSum(x, tf.tensor1d(ids, "int32"), 3), tf.tensor2d(dy, [3, 2]))),
    )(tf.zeros([5, 2])),
  );
  // tfjs gathers with ids clamped to 0 and masks negative ones; ids that are too large are left to it.
  const expected = segmentSumGradientReference(dy, ids, 2, 3).subarray(0, 8);
  expectClose(got.subarray(0, 8), expected, { name: "gradient" });
});

test("stock adds an id beyond the last segment to another one", async () => {
  const run = () => sum(Float32Array.of(1), Int32Array.of(3), 1, 2);
  // The day this fails, tfjs has mended it.
  expect([...(await withStock(run))]).toEqual([0, 1]);
  expect([...(await run())]).toEqual([0, 0]);
});

test("stock differs from run to run, and this does not", async () => {
  const values = numbers(20_000);
  const ids = integers(20_000, 0, 3);
  const run = () => sum(values, ids, 1, 3);
  // The day this fails, tfjs has mended it.
  expect(await withStock(() => differsFromRunToRun(run))).toBe(true);
  expect(await differsFromRunToRun(run)).toBe(false);
});
