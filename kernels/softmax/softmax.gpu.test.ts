import { describe, expect, test } from "vitest";
import { expectClose, worstDifference } from "#kernels/expect-close.ts";
import { numbers, onWebGpu, sizeOf, tf, valuesOf, withStock } from "#kernels/fixtures/gpu-test.ts";
import { softmaxGradientReference, softmaxReference } from "./softmax.reference.ts";
import { softmax } from "./softmax.ts";

onWebGpu();

/** Logits up to ±20, so that a row without its largest value taken off would overflow or vanish. */
const logits = (shape: readonly number[]) => numbers(sizeOf(shape)).map((x) => 20 * x);

describe.each(["rows", "lanes"] as const)("the %s variant", (variant) => {
  test("is the reference's for rows of any length", async () => {
    for (const shape of [
      [1, 1],
      [3, 2],
      [5, 31],
      [5, 32],
      [5, 33],
      [2, 3, 64],
      [7, 1000],
      [2, 5000],
    ]) {
      const x = logits(shape);
      const got = await valuesOf(() =>
        tf.engine().makeTensorFromTensorInfo(softmax(tf, tf.tensor(x, shape), variant)),
      );
      expectClose(got, softmaxReference(x, shape.at(-1)!), { name: `${variant} [${String(shape)}]` });
    }
  });
});

test("more than 65535 rows are right to the last element, where stock is wrong", async () => {
  const shape = [65_601, 3]; // one more than two rows of workgroups would hold evenly
  const x = logits(shape);
  const expected = softmaxReference(x, 3);
  for (const variant of ["rows", "lanes"] as const) {
    const got = await valuesOf(() =>
      tf.engine().makeTensorFromTensorInfo(softmax(tf, tf.tensor(x, shape), variant)),
    );
    expectClose(got, expected, { name: variant });
  }
  const stock = await withStock(() => valuesOf(() => tf.softmax(tf.tensor(x, shape))));
  // The day this fails, tfjs has mended it.
  expect(worstDifference(stock, expected, { relative: 1e-3 })).toBeDefined();
});

test("no rows and no columns give no elements", async () => {
  expect((await valuesOf(() => tf.softmax(tf.zeros([0, 3])))).length).toBe(0);
  expect((await valuesOf(() => tf.softmax(tf.zeros([3, 0])))).length).toBe(0);
});

test("a masked value has probability 0, and huge logits do not overflow", async () => {
  const got = await valuesOf(() => tf.softmax(tf.tensor2d([-Infinity, 0, 0, 3e38, 3e38, -3e38], [2, 3])));
  expect([...got]).toEqual([0, 0.5, 0.5, 0.5, 0.5, 0]);
});

test("the gradient is the reference's", async () => {
  for (const shape of [
    [4, 3],
    [2, 100],
  ]) {
    const x = logits(shape);
    const weights = numbers(sizeOf(shape), 2);
    const gradient = tf.grad((input) => tf.sum(tf.mul(tf.softmax(input), tf.tensor(weights, shape))));
    const got = await valuesOf(() => gradient(tf.tensor(x, shape)));
    const y = softmaxReference(x, shape[1]);
    expectClose(got, softmaxGradientReference(y, weights, shape[1]), { name: `[${String(shape)}]` });
  }
});
