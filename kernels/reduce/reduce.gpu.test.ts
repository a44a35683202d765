import { describe, expect, test } from "vitest";
import { expectClose } from "#kernels/expect-close.ts";
import { integers, numbers, onWebGpu, sizeOf, tf, valuesOf, withStock } from "#kernels/fixtures/gpu-test.ts";
import { reduceReference, type Reduction } from "./reduce.reference.ts";
import { reduce } from "./reduce.ts";

onWebGpu();

const ops = { Sum: tf.sum, Mean: tf.mean, Prod: tf.prod, Max: tf.max, Min: tf.min, All: tf.all, Any: tf.any };
const cases: [shape: number[], axes: number[]][] = [
  [[1], [0]],
  [[7], [0]],
  [[5, 40], [1]],
  [[40, 5], [0]],
  [[3, 4, 5], [1]],
  [
    [3, 4, 5],
    [0, 2],
  ],
  [
    [2, 3, 4, 5],
    [1, 3],
  ],
  [
    [2, 3, 2, 3, 2, 3],
    [0, 2, 4],
  ],
  [
    [2, 3, 2, 3, 2, 3],
    [1, 3, 5],
  ],
  [[3, 3000], [1]],
  [[3000, 3], [0]],
  [[200_000], [0]],
];

function input(
  reduction: Reduction,
  shape: number[],
): { values: Float32Array | Int32Array; tensor: () => tf.Tensor } {
  if (reduction === "All" || reduction === "Any") {
    // About as many true as false results.
    const values = integers(sizeOf(shape), 0, 100).map((x) => Number(reduction === "All" ? x > 2 : x > 97));
    return { values, tensor: () => tf.tensor(values, shape, "bool") };
  }
  const values = numbers(sizeOf(shape)).map((x) => (reduction === "Prod" ? 1 + x / 100 : x));
  return { values, tensor: () => tf.tensor(values, shape) };
}

describe.each(Object.keys(ops) as Reduction[])("%s", (reduction) => {
  test("over any axes is the reference's", async () => {
    for (const [shape, axes] of cases) {
      if (reduction === "Prod" && sizeOf(shape) > 10_000) continue;
      const { values, tensor } = input(reduction, shape);
      const got = await valuesOf(() => ops[reduction](tensor(), axes));
      expectClose(got, reduceReference(reduction, values, shape, axes), {
        name: `[${String(shape)}] over ${String(axes)}`,
      });
    }
  });
});

test("both variants are the reference's for every layout", async () => {
  for (const variant of ["line", "lanes"] as const) {
    for (const [shape, axes] of cases) {
      const values = numbers(sizeOf(shape));
      const kept = shape.filter((_, d) => !axes.includes(d));
      const got = await valuesOf(() =>
        tf
          .engine()
          .makeTensorFromTensorInfo(reduce(tf, "Sum", tf.tensor(values, shape), axes, kept, variant)),
      );
      expectClose(got, reduceReference("Sum", values, shape, axes), {
        name: `${variant} [${String(shape)}]`,
      });
    }
  }
});

test("more than 65535 rows are right to the last one", async () => {
  const shape = [65_601, 33];
  const values = numbers(sizeOf(shape));
  const got = await valuesOf(() => tf.max(tf.tensor(values, shape), 1));
  expectClose(got, reduceReference("Max", values, shape, [1]), { name: "max", absolute: 0, relative: 0 });
});

test("a reduction of nothing is what changes nothing", async () => {
  const empty = () => tf.zeros([2, 0]);
  expect([...(await valuesOf(() => tf.sum(empty(), 1)))]).toEqual([0, 0]);
  expect([...(await valuesOf(() => tf.prod(empty(), 1)))]).toEqual([1, 1]);
  expect([...(await valuesOf(() => tf.max(empty(), 1)))]).toEqual([-Infinity, -Infinity]);
  expect([...(await valuesOf(() => tf.mean(empty(), 1)))]).toEqual([NaN, NaN]);
  const noTruth = () => tf.zeros([2, 0], "bool");
  expect([...(await valuesOf(() => tf.all(noTruth(), 1)))]).toEqual([1, 1]);
  expect([...(await valuesOf(() => tf.any(noTruth(), 1)))]).toEqual([0, 0]);
  expect((await valuesOf(() => tf.sum(empty(), 0))).length).toBe(0);
});

test("the largest and smallest of values with a NaN is NaN, as on the CPU", async () => {
  const x = () => tf.tensor2d([1, NaN, 3, 4, 5, 6], [2, 3]);
  expect([...(await valuesOf(() => tf.max(x(), 1)))]).toEqual([NaN, 6]);
  expect([...(await valuesOf(() => tf.min(x(), 1)))]).toEqual([NaN, 4]);
});

test("dimensions are kept as 1 where that is asked for", () => {
  expect(tf.sum(tf.ones([2, 3, 4]), [0, 2], true).shape).toEqual([1, 3, 1]);
});

test("whole numbers are exact beyond what a float holds, where stock is wrong", async () => {
  const run = () =>
    valuesOf(() => tf.sum(tf.tensor1d([16_777_217, 16_777_217, 1, ...Array<number>(2000).fill(0)], "int32")));
  expect([...(await run())]).toEqual([33_554_435]);
  // The day this fails, tfjs has mended it.
  expect([...(await withStock(run))]).not.toEqual([33_554_435]);
});

test("stock cannot reduce a leading axis of a boolean of four dimensions", async () => {
  const shape = [5, 7, 11, 13];
  const values = integers(sizeOf(shape), 0, 2);
  const run = () => valuesOf(() => tf.all(tf.tensor(values, shape, "bool"), 0));
  const expected = [...reduceReference("All", values, shape, [0])];
  // The day this fails, tfjs has mended it. (Stock comes first: what it leaves unwritten may hold our result.)
  expect([...(await withStock(run))]).not.toEqual(expected);
  expect([...(await run())]).toEqual(expected);
});

test("the gradients of sum, mean and max are those of tfjs on the CPU", async () => {
  const x = numbers(60);
  for (const op of [tf.sum, tf.mean, tf.max]) {
    const gradient = () => tf.grad((t) => tf.sum(tf.square(op(t, 1))))(tf.tensor3d(x, [3, 4, 5]));
    await tf.setBackend("cpu");
    const expected = await gradient().data();
    await tf.setBackend("webgpu");
    expectClose(await valuesOf(gradient), expected, { name: op.name });
  }
});
