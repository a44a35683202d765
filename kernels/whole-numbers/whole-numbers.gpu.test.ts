import { describe, expect, test } from "vitest";
import { integers, onWebGpu, tf, valuesOf, withStock } from "#kernels/fixtures/gpu-test.ts";
import { wholeNumberReference, type WholeNumberOperation } from "./whole-numbers.reference.ts";

onWebGpu();

const ops = {
  Equal: tf.equal,
  NotEqual: tf.notEqual,
  Less: tf.less,
  LessEqual: tf.lessEqual,
  Greater: tf.greater,
  GreaterEqual: tf.greaterEqual,
  Mod: tf.mod,
  Pow: tf.pow,
  SquaredDifference: tf.squaredDifference,
  Add: tf.add,
  Sub: tf.sub,
  Multiply: tf.mul,
  Maximum: tf.maximum,
  Minimum: tf.minimum,
  FloorDiv: tf.floorDiv,
};

describe.each(Object.keys(ops) as WholeNumberOperation[])("%s", (operation) => {
  const reference = wholeNumberReference[operation];
  const op = ops[operation] as (a: tf.Tensor, b: tf.Tensor) => tf.Tensor;
  const isPower = operation === "Pow";

  test("is the reference's, near and beyond 2^24", async () => {
    const a = isPower
      ? integers(2000, -20, 20)
      : integers(2000, -6, 6).map((x, i) => (i % 2 ? x : 16_777_217 + x));
    const b = isPower
      ? integers(2000, -3, 9, 2)
      : integers(2000, -6, 6, 2).map((x, i) => (i % 4 ? x : 16_777_217 + x));
    const got = await valuesOf(() => op(tf.tensor1d(a, "int32"), tf.tensor1d(b, "int32")));
    expect([...got]).toEqual(Array.from(a, (x, i) => reference(x, b[i]) + 0));
  });

  test("broadcasts, down to nothing", async () => {
    const [a, b] = [integers(6, 1, 5), integers(4, 1, 5, 2)];
    const got = await valuesOf(() =>
      op(tf.tensor(a, [3, 1, 2, 1], "int32"), tf.tensor(b, [2, 1, 2], "int32")),
    );
    const expected: number[] = [];
    for (let i = 0; i < 3; i++)
      for (let j = 0; j < 2; j++)
        for (let k = 0; k < 2; k++)
          for (let l = 0; l < 2; l++) expected.push(reference(a[i * 2 + k], b[j * 2 + l]));
    expect([...got]).toEqual(expected);
    expect((await valuesOf(() => op(tf.zeros([0, 2], "int32"), tf.scalar(1, "int32")))).length).toBe(0);
  });
});

test("stock takes a whole number beyond 2^24 for its neighbour", async () => {
  const numbers = Int32Array.from({ length: 2000 }, (_, i) => 16_777_216 + 2 * i);
  const run = () =>
    valuesOf(() =>
      tf.equal(
        tf.tensor1d(numbers, "int32"),
        tf.tensor1d(
          numbers.map((x) => x + 1),
          "int32",
        ),
      ),
    );
  expect([...(await run())].some(Boolean)).toBe(false);
  // The day this fails, tfjs has mended it.
  expect([...(await withStock(run))].some(Boolean)).toBe(true);
});
