import { expect, test } from "vitest";
import { expectClose } from "#kernels/expect-close.ts";
import { integers, numbers, onWebGpu, tf, valuesOf } from "#kernels/gpu-test.ts";
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
