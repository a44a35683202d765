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
import { sparseSegmentReference } from "./sparse-segment.reference.ts";

onWebGpu();

test.each([
  [1, 1, 1],
  [10, 3, 40],
  [10, 3, 3000],
])(
  "sums and means of %i rows of %i columns by %i indices are the reference's",
  async (rows, columns, count) => {
    const data = numbers(rows * columns);
    const indices = integers(count, 0, rows);
    const segmentIds = integers(count, 0, 9, 2).sort();
    for (const isMean of [false, true]) {
      const op = isMean ? tf.sparse.sparseSegmentMean : tf.sparse.sparseSegmentSum;
      const run = () =>
        valuesOf(() =>
          op(
            tf.tensor2d(data, [rows, columns]),
            tf.tensor1d(indices, "int32"),
            tf.tensor1d(segmentIds, "int32"),
          ),
        );
      const got = await run();
      expectClose(got, sparseSegmentReference({ data, columns, indices, segmentIds, isMean }), {
        name: op.name,
      });
      expect(await run()).toEqual(got);
    }
  },
);

test("an index outside and ids that fall are refused as on the CPU", () => {
  const data = tf.tensor2d([1, 2], [2, 1]);
  const run = (indices: number[], ids: number[]) => () =>
    tf.sparse.sparseSegmentSum(data, tf.tensor1d(indices, "int32"), tf.tensor1d(ids, "int32"));
  expect(run([0, 2], [0, 1])).toThrow(/indices\[1\] == 2 out of range \[0, 2\)/);
  expect(run([0, 1], [1, 0])).toThrow(/segment ids are not increasing/);
  expect(run([0], [-1])).toThrow(/segment ids must be >= 0/);
});

test("stock differs from run to run, and this does not", async () => {
  const [data, indices] = [numbers(1000), integers(20_000, 0, 1000)];
  const run = () =>
    valuesOf(() =>
      tf.sparse.sparseSegmentSum(
        tf.tensor2d(data, [1000, 1]),
        tf.tensor1d(indices, "int32"),
        tf.zeros([20_000], "int32") as tf.Tensor1D,
      ),
    );
  // The day this fails, tfjs has mended it.
  expect(await withStock(() => differsFromRunToRun(run))).toBe(true);
  expect(await differsFromRunToRun(run)).toBe(false);
});
