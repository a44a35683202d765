// What every test on a GPU needs: tfjs with its WebGPU and CPU backends, numbers that repeat, and a check
// that nothing stays behind. It runs in Chromium, on the software adapter where there is no other.
import "@tensorflow/tfjs-backend-cpu";
import "@tensorflow/tfjs-backend-webgpu";
import * as tf from "@tensorflow/tfjs-core";
import "@tensorflow/tfjs-core/dist/register_all_gradients.js";
import { afterAll, beforeAll, expect } from "vitest";
import { install, uninstall } from "./install.ts";
import { webGpuBackend } from "./webgpu-backend.ts";

export { tf };

/** Starts WebGPU before the tests of a file, with the patches in unless `stock` is asked for. */
export function onWebGpu({ stock = false } = {}): void {
  beforeAll(async () => {
    expect(await tf.setBackend("webgpu"), "this test needs a WebGPU adapter").toBe(true);
    await tf.ready();
    if (!stock) await install(tf);
  });
  afterAll(() => uninstall(tf));
}

/** Numbers in [-1, 1) that repeat with the seed (mulberry32). */
export function numbers(count: number, seed = 1): Float32Array {
  let state = seed >>> 0;
  return Float32Array.from({ length: count }, () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 31 - 1;
  });
}

/** Whole numbers from `from` up to and without `to`. */
export function integers(count: number, from: number, to: number, seed = 1): Int32Array {
  return Int32Array.from(numbers(count, seed), (x) => Math.floor(from + ((x + 1) / 2) * (to - from)));
}

export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((size, d) => size * d, 1);
}

/** The values of what `make` returns; fails when it leaves a tensor behind. */
export async function valuesOf(make: () => tf.Tensor): Promise<Float32Array> {
  const before = tf.memory().numTensors;
  const dataBefore = tf.engine().backend.numDataIds();
  const result = tf.tidy(make);
  const values = await result.data();
  result.dispose();
  expect(tf.memory().numTensors, "tensors left behind").toBe(before);
  expect(tf.engine().backend.numDataIds(), "data left behind by a kernel").toBe(dataBefore);
  return values as Float32Array;
}

/** The same on another backend; the active one is restored. */
export async function valuesOn(backend: string, make: () => tf.Tensor): Promise<Float32Array> {
  const before = tf.getBackend();
  await tf.setBackend(backend);
  try {
    return await valuesOf(make);
  } finally {
    await tf.setBackend(before);
  }
}

/** With stock tfjs, in the middle of a file that tests the patches. */
export async function withStock<T>(run: () => Promise<T>): Promise<T> {
  uninstall(tf);
  try {
    return await run();
  } finally {
    // What WebGPU has to say of stock's kernels is not to be told of ours.
    const { device } = webGpuBackend(tf);
    device.pushErrorScope("validation");
    await device.popErrorScope();
    await install(tf);
  }
}

/** Whether two of up to 60 runs differ in a bit: float atomics add in whatever order the GPU takes. */
export async function differsFromRunToRun(run: () => Promise<Float32Array>): Promise<boolean> {
  const first = await run();
  for (let i = 0; i < 60; i++) {
    const next = await run();
    if (next.some((value, at) => value !== first[at])) return true;
  }
  return false;
}
