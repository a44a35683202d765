// On the software adapter: the products that the guard keeps training away from are really wrong, and with
// the guard the gradient of a wide layer is right.
import "@tensorflow/tfjs-backend-cpu";
import "@tensorflow/tfjs-backend-webgpu";
import * as tf from "@tensorflow/tfjs-core";
import "@tensorflow/tfjs-core/dist/register_all_gradients.js";
import { beforeAll, expect, test } from "vitest";
import { guardMatmul, guardTraining } from "./guard.ts";

const WIDE = 2048;
const x = new Float32Array(32 * 64).map((_, i) => Math.sin(i * 0.7));
const weights = new Float32Array(64 * WIDE).map((_, i) => Math.cos(i * 0.3));

/** Gradient of sum(square(x · w)) for x [32, 64], w [64, 2048]: its product has a transposed operand. */
async function inputGradient(backend: string): Promise<Float32Array> {
  await tf.setBackend(backend);
  const gradient = tf.grad((input) =>
    tf.sum(tf.square(tf.matMul(input as tf.Tensor2D, tf.tensor2d(weights, [64, WIDE])))),
  );
  return (await gradient(tf.tensor2d(x, [32, 64])).data()) as Float32Array;
}

function relativeError(got: Float32Array, wanted: Float32Array): number {
  let difference = 0;
  let size = 0;
  got.forEach((value, i) => {
    difference = Math.max(difference, Math.abs(value - wanted[i]));
    size = Math.max(size, Math.abs(wanted[i]));
  });
  return difference / size;
}

beforeAll(async () => {
  expect(await tf.setBackend("webgpu"), "this test needs a WebGPU adapter").toBe(true);
  await tf.ready();
});

test("the gradient of Dense(64 -> 2048) is wrong on stock WebGPU and right with guardMatmul", async () => {
  const wanted = await inputGradient("cpu");
  const unguarded = relativeError(await inputGradient("webgpu"), wanted);
  guardMatmul(tf.env());
  const guarded = relativeError(await inputGradient("webgpu"), wanted);
  expect(unguarded).toBeGreaterThan(0.1); // the day this fails, tfjs has mended it and the guard can go
  expect(guarded).toBeLessThan(1e-5);
});

test("two runs of one gradient on one adapter are equal bit by bit with guardMatmul", async () => {
  guardMatmul(tf.env());
  expect(await inputGradient("webgpu")).toEqual(await inputGradient("webgpu"));
});

test("guardTraining sends a model with an embedding to WebAssembly and leaves the others", () => {
  const layersOf = (...names: string[]) => ({ layers: names.map((name) => ({ getClassName: () => name })) });
  expect(guardTraining("webgpu", layersOf("Embedding", "Dense")).backend).toBe("wasm");
  expect(guardTraining("webgpu", layersOf("Dense")).backend).toBe("webgpu");
  expect(guardTraining("wasm", layersOf("Embedding")).backend).toBe("wasm");
});
