import { expect, test } from "vitest";
import { integers, numbers, onWebGpu, sizeOf, tf, valuesOf, valuesOn } from "#kernels/fixtures/gpu-test.ts";

onWebGpu();

test.each([[[40, 30]], [[2, 3, 2, 3, 4]], [[2, 3, 2, 3, 2, 3]]])(
  "where of %j is what it is on the CPU",
  async (shape) => {
    const size = sizeOf(shape);
    for (const dtype of ["float32", "int32"] as const) {
      const values = (seed: number) =>
        tf.tensor(
          dtype === "int32" ? integers(size, 2 ** 25, 2 ** 26, seed) : numbers(size, seed),
          shape,
          dtype,
        );
      const condition = () => tf.tensor(integers(size, 0, 2, 3), shape, "bool");
      const run = () => tf.where(condition(), values(1), values(2));
      expect([...(await valuesOf(run))]).toEqual([...(await valuesOn("cpu", run))]);
    }
  },
);

test("a condition of one dimension chooses whole rows", async () => {
  const run = () =>
    tf.engine().runKernel("Select", {
      condition: tf.tensor1d([true, false], "bool"),
      t: tf.ones([2, 1, 2, 1, 1]),
      e: tf.zeros([2, 1, 2, 1, 1]),
    }) as tf.Tensor;
  expect([...(await valuesOf(run))]).toEqual([1, 1, 0, 0]);
});

test("a division that spares 0 takes five dimensions", async () => {
  const run = () => tf.divNoNan(tf.ones([1, 2, 1, 2, 1]), tf.tensor([0, 2, 4, 0], [1, 2, 1, 2, 1]));
  expect([...(await valuesOf(run))]).toEqual([0, 0.5, 0.25, 0]);
});
