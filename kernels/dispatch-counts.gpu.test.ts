// How many kernels the GPU is sent for one training step, with stock tfjs and with the patches. A step of a
// small network is bound by these, not by arithmetic.
import { expect, test, vi } from "vitest";
import { integers, numbers, onWebGpu, sizeOf, tf, withStock } from "./fixtures/gpu-test.ts";

onWebGpu();

const sent = vi.spyOn(GPUComputePassEncoder.prototype, "dispatchWorkgroups");

/** Dispatches of the second of two steps: the first one also makes the optimizer's own variables. */
async function dispatchesOf(makeLoss: () => () => tf.Scalar, optimizer: tf.Optimizer): Promise<number> {
  const loss = makeLoss();
  for (let step = 0; step < 2; step++) {
    sent.mockClear();
    const value = optimizer.minimize(loss, true)!;
    const dispatches = sent.mock.calls.length; // reading the loss copies it and dispatches nothing
    await value.data();
    value.dispose();
    if (step === 1) {
      optimizer.dispose();
      tf.disposeVariables();
      return dispatches;
    }
  }
  throw new Error("unreachable");
}

const weights = (shape: number[], seed: number) =>
  tf.variable(tf.tensor(numbers(sizeOf(shape), seed), shape));

/** Three dense layers, 64 -> 128 -> 128 -> 10, batch of 32, squared error. */
function network(): () => tf.Scalar {
  const x = tf.tensor2d(numbers(32 * 64), [32, 64]);
  const y = tf.tensor2d(numbers(32 * 10, 2), [32, 10]);
  const layers = [
    [64, 128],
    [128, 128],
    [128, 10],
  ].map(([from, to], i) => ({
    kernel: weights([from, to], i + 3),
    bias: weights([to], i + 9),
  }));
  return () => {
    let h: tf.Tensor2D = x;
    layers.forEach(({ kernel, bias }, i) => {
      h = tf.add(tf.matMul(h, kernel as unknown as tf.Tensor2D), bias);
      if (i < 2) h = tf.relu(h);
    });
    return tf.mean(tf.squaredDifference(h, y)) as tf.Scalar;
  };
}

/** 512 tokens, an embedding of 1000 words in 16 dimensions. */
function embedding(): () => tf.Scalar {
  const ids = tf.tensor1d(integers(512, 0, 1000), "int32");
  const table = weights([1000, 16], 3);
  return () => tf.mean(tf.square(tf.gather(table, ids))) as tf.Scalar;
}

test.each([
  ["a network of three dense layers with SGD", network, () => tf.train.sgd(0.01), 0],
  ["a network of three dense layers with Adam", network, () => tf.train.adam(0.01), 0],
  // Sorting the ids costs what float atomics would save, and repeats bit by bit.
  ["an embedding with SGD", embedding, () => tf.train.sgd(0.01), 4],
] as const)("%s", async (name, makeLoss, makeOptimizer, more) => {
  const stock = await withStock(() => dispatchesOf(makeLoss, makeOptimizer()));
  const ours = await dispatchesOf(makeLoss, makeOptimizer());
  // oxlint-disable-next-line no-console -- the numbers are what this file is for
  console.log(`${name}: ${stock} dispatches with stock, ${ours} with the patches`);
  expect(ours).toBeLessThanOrEqual(stock + more);
});
