import fc from "fast-check";
import { afterEach, beforeAll, expect, test } from "vitest";
import { expectClose } from "#kernels/expect-close.ts";
import { startBackend } from "#kernels/fixtures/backends.ts";
import { install, report, uninstall } from "#kernels/install.ts";
import type { TensorFlow } from "#kernels/patch.ts";
import { adamReference } from "./adam.reference.ts";

let tf: TensorFlow;
beforeAll(async () => {
  tf = await startBackend("wasm");
});
afterEach(() => uninstall(tf));

/** Both parameters after some steps down a bowl, and the optimizer's own weights. */
async function trained(
  learningRate: number,
  steps: number,
): Promise<{ values: number[][]; names: string[] }> {
  const a = tf.variable(tf.tensor1d([1, -2, 3e-4, 50]));
  const b = tf.variable(tf.scalar(-0.7));
  const optimizer = tf.train.adam(learningRate, 0.9, 0.99);
  for (let step = 0; step < steps; step++) {
    optimizer.minimize(() => tf.sum(tf.square(tf.sub(tf.mul(a, b), [1, 2, 3, 4]))), false, [a, b]);
  }
  const state = await optimizer.getWeights();
  const found = await Promise.all(
    [a, b, ...state.map(({ tensor }) => tensor)].map(async (x) => [...(await x.data())]),
  );
  optimizer.dispose();
  tf.dispose([a, b]);
  return { values: found, names: state.map(({ name }) => name.replace(/^\d+/, "")) };
}

test("Adam gives the same bits with one kernel as with tfjs's fourteen", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(1e-4, 0.01, 0.5),
      fc.integer({ min: 1, max: 8 }),
      async (rate, steps) => {
        uninstall(tf);
        const stock = await trained(rate, steps);
        await install(tf);
        expect(await trained(rate, steps)).toEqual(stock);
        expect(report(tf).find(({ kernel }) => kernel === "AdamStep")!.calls).toBe(2 * steps);
      },
    ),
    { numRuns: 12 },
  );
});

test.each([1, 3, 4, 5, 8, 1001])("AdamStep over %i elements is Adam by its definition", async (size) => {
  await install(tf);
  const slopeOf = (step: number) => Array.from({ length: size }, (_, i) => Math.sin(i * 1.7 + step));
  const variable = tf.variable(tf.zeros([size]));
  const optimizer = tf.train.adam(0.02, 0.8, 0.95, 1e-6);
  const attrs = { learningRate: 0.02, beta1: 0.8, beta2: 0.95, epsilon: 1e-6 };
  const zeros = Array<number>(size).fill(0);
  let expected = { value: zeros, moment: zeros, squares: zeros };
  for (let step = 1; step <= 3; step++) {
    optimizer.applyGradients([{ name: variable.name, tensor: tf.tensor1d(slopeOf(step)) }]);
    expected = adamReference(expected, slopeOf(step), attrs, step);
  }
  expectClose(await variable.data(), expected.value, { name: "value", absolute: 0, relative: 2e-6 });
  optimizer.dispose();
  variable.dispose();
});

test("a copy of a variable that was taken before a step keeps its values", async () => {
  await install(tf);
  const x = tf.variable(tf.tensor1d([1, 2]));
  const before = tf.clone(x);
  tf.train.adam(0.1).minimize(() => tf.sum(tf.square(x)), false, [x]);
  expect([...(await before.data())]).toEqual([1, 2]);
  expect([...(await x.data())]).not.toEqual([1, 2]);
  tf.dispose([x, before]);
});

test("200 steps leave no tensor behind", async () => {
  await install(tf);
  const x = tf.variable(tf.tensor1d([1, 2]));
  const optimizer = tf.train.adam(0.01);
  const step = () => optimizer.minimize(() => tf.sum(tf.square(x)), false, [x]);
  step();
  const before = tf.memory();
  for (let i = 0; i < 200; i++) step();
  expect(tf.memory()).toMatchObject({ numTensors: before.numTensors, numDataBuffers: before.numDataBuffers });
  optimizer.dispose();
  x.dispose();
});
