// Our kernels on tfjs's own command encoder: their order, its deferred submits, timers and buffer pool.
import { expect, test } from "vitest";
import { numbers, onWebGpu, tf, valuesOf } from "./fixtures/gpu-test.ts";

onWebGpu();

test("a chain of our kernels and stock's keeps its order over many submits", async () => {
  const got = await valuesOf(() => {
    let x: tf.Tensor = tf.ones([40, 40]);
    for (let i = 0; i < 60; i++) {
      x = tf.matMul(x as tf.Tensor2D, tf.eye(40)); // ours
      x = tf.relu(tf.sub(x, 0.5)); // stock's
      x = tf.add(x, tf.mul(tf.softmax(tf.zeros([40, 40])), 20)); // 0.5 in each of 40 columns
    }
    return x;
  });
  expect(Math.max(...got)).toBeCloseTo(1, 5);
  expect(Math.min(...got)).toBeCloseTo(1, 5);
});

test("what is disposed before its commands are submitted is still there for them", async () => {
  const rows = numbers(256);
  const results = Array.from({ length: 10 }, (_, i) => {
    const x = tf.tensor2d(
      rows.map((value) => value + i),
      [16, 16],
    );
    const product = tf.matMul(x, tf.eye(16));
    x.dispose();
    return product;
  });
  for (const [i, result] of results.entries()) {
    expect(await result.data()).toEqual(rows.map((value) => value + i));
    result.dispose();
  }
});

test("tf.time() measures our kernels like stock's", async () => {
  const x = tf.ones([64, 64]) as tf.Tensor2D;
  await valuesOf(() => tf.matMul(x, x));
  const time = await tf.time(() => tf.tidy(() => void tf.matMul(x, x)));
  const { getExtraProfileInfo } = time as { getExtraProfileInfo?: () => string };
  expect(getExtraProfileInfo?.()).toMatch(/matmul-tiled: /);
  x.dispose();
});

test("compiling alone records nothing, and the kernel runs afterwards", async () => {
  tf.env().set("WEBGPU_ENGINE_COMPILE_ONLY", true);
  tf.tidy(() => void tf.matMul(tf.ones([9, 9]), tf.ones([9, 9])));
  tf.env().set("WEBGPU_ENGINE_COMPILE_ONLY", false);
  const got = await valuesOf(() => tf.matMul(tf.ones([9, 9]), tf.ones([9, 9])));
  expect([...got].every((value) => value === 9)).toBe(true);
});
