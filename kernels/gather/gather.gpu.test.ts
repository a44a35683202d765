import { expect, test } from "vitest";
import { integers, onWebGpu, sizeOf, tf, valuesOf, withStock } from "#kernels/fixtures/gpu-test.ts";
import { gatherReference } from "./gather.reference.ts";

onWebGpu();

/** Beyond 2^24, which no float holds. */
const large = (size: number) => integers(size, 2 ** 25, 2 ** 26);

test("whole numbers are gathered exactly along any axis, by batch and from nowhere", async () => {
  for (const [shape, axis, indexShape, batchDims] of [
    [[50], 0, [7], 0],
    [[9, 4], 0, [2, 3], 0],
    [[3, 9, 4], 1, [5], 0],
    [[3, 9, 4], 2, [5], 0],
    [[2, 9, 4], 1, [2, 6], 1],
    [[2, 3, 9, 4], 2, [2, 6], 1],
  ] as [number[], number, number[], number][]) {
    const values = large(sizeOf(shape));
    const indices = integers(sizeOf(indexShape), 0, shape[axis]);
    const got = await valuesOf(() =>
      tf.gather(tf.tensor(values, shape, "int32"), tf.tensor(indices, indexShape, "int32"), axis, batchDims),
    );
    const batch = sizeOf(shape.slice(0, batchDims));
    const outer = sizeOf(shape.slice(batchDims, axis));
    const sizes = { batch, outer, length: shape[axis], inner: sizeOf(shape.slice(axis + 1)) };
    expect([...got], String(shape)).toEqual([...gatherReference(values, indices, sizes)]);
  }
});

test("stock gathers the neighbours of whole numbers beyond 2^24", async () => {
  const values = large(2000).map((x) => x | 1);
  const run = () =>
    valuesOf(() => tf.gather(tf.tensor1d(values, "int32"), tf.tensor1d(integers(1500, 0, 2000), "int32")));
  const ours = await run();
  expect([...ours].every((x) => x % 2 === 1)).toBe(true);
  // The day this fails, tfjs has mended it.
  expect([...(await withStock(run))].every((x) => x % 2 === 1)).toBe(false);
});
