import { describe, expect, test } from "vitest";
import { expectClose, worstDifference } from "#kernels/expect-close.ts";
import { numbers, onWebGpu, tf, valuesOf, withStock } from "#kernels/fixtures/gpu-test.ts";
import { trigonometryReference, type TrigonometryFunction } from "./trigonometry.reference.ts";

onWebGpu();

const ops = {
  Sin: tf.sin,
  Cos: tf.cos,
  Tan: tf.tan,
  Asin: tf.asin,
  Acos: tf.acos,
  Atan: tf.atan,
  Sinh: tf.sinh,
  Cosh: tf.cosh,
  Asinh: tf.asinh,
};

/** The largest arguments that are tried: beyond them the function is not defined, overflows or has poles. */
const scales: Record<TrigonometryFunction, number[]> = {
  Sin: [0.01, 4, 1000, 50_000],
  Cos: [0.01, 4, 1000, 50_000],
  Tan: [0.01, 1.5],
  Asin: [0.01, 1],
  Acos: [0.01, 1],
  Atan: [0.01, 3, 1e6],
  Sinh: [0.01, 3, 20],
  Cosh: [0.01, 3, 20],
  Asinh: [0.01, 1, 100, 1e6, 1e30],
};

describe.each(Object.keys(ops) as TrigonometryFunction[])("%s", (name) => {
  test("is the reference's to the accuracy of f32", async () => {
    for (const scale of scales[name]) {
      const x = numbers(4000).map((value) => value * scale);
      x[0] = 0;
      const expected = Float64Array.from(x, trigonometryReference[name]);
      const got = await valuesOf(() => ops[name](tf.tensor1d(x)));
      expectClose(got, expected, {
        name: `${name} to ±${scale}`,
        absolute: 1e-6 * Math.min(1, scale),
        relative: 2e-6,
      });
    }
  });

  test("of NaN is NaN, and of nothing nothing", async () => {
    expect([...(await valuesOf(() => ops[name](tf.tensor1d([NaN]))))]).toEqual([NaN]);
    expect((await valuesOf(() => ops[name](tf.tensor1d([])))).length).toBe(0);
  });

  test("has the gradient of tfjs on the CPU", async () => {
    const x = numbers(500).map((value) => value * 0.9);
    const gradient = () => tf.grad((t) => tf.sum(ops[name](t)))(tf.tensor1d(x));
    await tf.setBackend("cpu");
    const expected = await gradient().data();
    await tf.setBackend("webgpu");
    expectClose(await valuesOf(gradient), expected, { name });
  });
});

test("asin and acos of what no sine is are NaN", async () => {
  const got = await valuesOf(() =>
    tf.concat([tf.asin(tf.tensor1d([-1.5, 2])), tf.acos(tf.tensor1d([-1.5, 2]))]),
  );
  expect([...got]).toEqual([NaN, NaN, NaN, NaN]);
});

test("sinh and cosh reach as far as a float does", async () => {
  const got = await valuesOf(() => tf.stack([tf.sinh(tf.scalar(-89)), tf.cosh(tf.scalar(89))]));
  expectClose(got, [Math.sinh(-89), Math.cosh(89)], { name: "near overflow", relative: 1e-5 });
});

test("stock cancels in asinh of large negative values", async () => {
  const x = Float32Array.from({ length: 2000 }, (_, i) => -5000 - i);
  const stock = await withStock(() => valuesOf(() => tf.asinh(tf.tensor1d(x))));
  // The day this fails, tfjs has mended it.
  expect(worstDifference(stock, Float64Array.from(x, Math.asinh), { relative: 1e-2 })).toBeDefined();
});
