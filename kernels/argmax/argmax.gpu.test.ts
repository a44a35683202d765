import { describe, expect, test } from "vitest";
import { integers, numbers, onWebGpu, sizeOf, tf, valuesOf, withStock } from "#kernels/fixtures/gpu-test.ts";
import { argmaxReference } from "./argmax.reference.ts";
import { argmax } from "./argmax.ts";

onWebGpu();

const shapes: [number, number, number][] = [
  [1, 1, 1],
  [3, 7, 1],
  [3, 64, 1],
  [2, 100, 5],
  [1, 5000, 1],
  [4, 65, 3],
];

describe.each(["line", "lanes"] as const)("the %s variant", (variant) => {
  test("is the reference's, with the first of equal values", async () => {
    for (const shape of shapes) {
      for (const isMin of [false, true]) {
        for (const values of [numbers(sizeOf(shape)), Float32Array.from(integers(sizeOf(shape), 0, 4))]) {
          const got = await valuesOf(() =>
            tf.engine().makeTensorFromTensorInfo(argmax(tf, tf.tensor(values, shape), 1, isMin, variant)),
          );
          expect([...got], String(shape)).toEqual([...argmaxReference(values, shape, isMin)]);
        }
      }
    }
  });

  test("passes over a NaN, except in the first place, and finds -Infinity", async () => {
    const rows = [
      [NaN, 1, 2],
      [1, NaN, 2],
      [-Infinity, -Infinity, -Infinity],
      [NaN, NaN, NaN],
    ];
    const got = await valuesOf(() =>
      tf.engine().makeTensorFromTensorInfo(argmax(tf, tf.tensor2d(rows), 1, false, variant)),
    );
    expect([...got]).toEqual([0, 2, 0, 0]);
  });

  test("tells whole numbers apart that are one float", async () => {
    const x = () => tf.tensor1d([16_777_216, 16_777_217, 16_777_216], "int32");
    const got = await valuesOf(() =>
      tf.engine().makeTensorFromTensorInfo(argmax(tf, x(), 0, false, variant)),
    );
    expect([...got]).toEqual([1]);
  });
});

test("more than 65535 lines are right to the last one", async () => {
  const shape: [number, number, number] = [65_601, 64, 1];
  const values = Float32Array.from(integers(sizeOf(shape), 0, 9));
  const got = await valuesOf(() => tf.argMax(tf.tensor(values, shape), 1));
  expect(got).toEqual(argmaxReference(values, shape));
});

test("of a vector the result is a scalar, and of an axis without values it is refused", () => {
  expect(tf.argMax(tf.tensor1d([1, 2])).shape).toEqual([]);
  expect(() => tf.argMax(tf.zeros([2, 0]), 1)).toThrow(/axis 1 of \[2,0\] has no values/);
});

test("stock gives a later one of equal values", async () => {
  const values = new Float32Array(100);
  values[1] = values[64] = 5;
  const run = () =>
    valuesOf(() => tf.argMax(tf.reshape(tf.add(tf.tensor1d(values), tf.zeros([100])), [1, 100]), 1));
  // The day this fails, tfjs has mended it.
  expect([...(await withStock(run))]).toEqual([64]);
  expect([...(await run())]).toEqual([1]);
});
