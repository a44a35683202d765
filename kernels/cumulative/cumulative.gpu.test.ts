import { describe, expect, test } from "vitest";
import { expectClose, worstDifference } from "#kernels/expect-close.ts";
import { numbers, onWebGpu, sizeOf, tf, valuesOf, withStock } from "#kernels/fixtures/gpu-test.ts";
import { cumulativeReference } from "./cumulative.reference.ts";
import { cumulative } from "./cumulative.ts";

onWebGpu();

const shapes: [number, number, number][] = [
  [1, 1, 1],
  [3, 7, 1],
  [3, 7, 5],
  [1, 255, 1],
  [1, 256, 2],
  [2, 257, 1],
  [1, 5000, 1],
];

describe.each(["line", "lanes"] as const)("the %s variant", (variant) => {
  test("is the reference's in every direction", async () => {
    for (const shape of shapes) {
      for (const isProduct of [false, true]) {
        for (const isExclusive of [false, true]) {
          for (const isReverse of [false, true]) {
            const how = { isProduct, isExclusive, isReverse };
            const values = numbers(sizeOf(shape)).map((x) => (isProduct ? 1 + x / 50 : x));
            const got = await valuesOf(() =>
              tf.engine().makeTensorFromTensorInfo(cumulative(tf, tf.tensor(values, shape), 1, how, variant)),
            );
            const name = `[${String(shape)}] ${JSON.stringify(how)}`;
            expectClose(got, cumulativeReference(values, shape, how), { name, relative: 3e-5 });
          }
        }
      }
    }
  });
});

test("whole numbers are exact, and nothing gives nothing", async () => {
  const got = await valuesOf(() => tf.cumsum(tf.tensor1d([16_777_217, 1, 1], "int32")));
  expect([...got]).toEqual([16_777_217, 16_777_218, 16_777_219]);
  expect((await valuesOf(() => tf.cumsum(tf.zeros([2, 0]), 1))).length).toBe(0);
});

test("the gradient is the reference's from the other end", async () => {
  const weights = numbers(30);
  const got = await valuesOf(() =>
    tf.grad((x) => tf.sum(tf.mul(tf.cumsum(x, 1), tf.tensor(weights, [6, 5]))))(tf.zeros([6, 5])),
  );
  expectClose(got, cumulativeReference(weights, [6, 5, 1], { isReverse: true }), { name: "gradient" });
});

test("stock's second length from the end is wrong", async () => {
  const [long, short] = [numbers(1000), numbers(1000, 2)];
  const run = async () => {
    await valuesOf(() => tf.cumsum(tf.tensor2d(long, [2, 500]), 1, false, true));
    return valuesOf(() => tf.cumsum(tf.tensor2d(short, [200, 5]), 1, false, true));
  };
  const expected = cumulativeReference(short, [200, 5, 1], { isReverse: true });
  expectClose(await run(), expected, { name: "ours" });
  // The day this fails, tfjs has mended it.
  expect(worstDifference(await withStock(run), expected, { relative: 0.1 })).toBeDefined();
});
