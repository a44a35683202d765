import { expect, test } from "vitest";
import { expectClose } from "#kernels/expect-close.ts";
import {
  differsFromRunToRun,
  integers,
  numbers,
  onWebGpu,
  sizeOf,
  tf,
  valuesOf,
  withStock,
} from "#kernels/fixtures/gpu-test.ts";
import { scatterLastReference, scatterSumReference } from "./scatter.reference.ts";

onWebGpu();

interface Case {
  shape: number[];
  /** Leading dimensions of `shape` that an index names. */
  rank: number;
  rows: number;
}

const cases: Case[] = [
  { shape: [7], rank: 1, rows: 1 },
  { shape: [7], rank: 1, rows: 40 },
  { shape: [5, 3], rank: 1, rows: 20 },
  { shape: [5, 3], rank: 2, rows: 50 },
  { shape: [4, 3, 2, 5], rank: 3, rows: 100 },
  { shape: [50, 40], rank: 2, rows: 3000 },
  { shape: [70_000], rank: 1, rows: 5000 },
];

function scatterOf({ shape, rank, rows }: Case) {
  const columns = sizeOf(shape.slice(rank));
  const strides = shape.slice(0, rank).map((_, d) => sizeOf(shape.slice(d + 1, rank)));
  const indices = new Int32Array(rows * rank);
  for (let d = 0; d < rank; d++)
    integers(rows, 0, shape[d], d + 1).forEach((at, row) => (indices[row * rank + d] = at));
  return { indices, strides, updates: numbers(rows * columns, 9), columns };
}

const indexTensor = ({ rank, rows }: Case, indices: Int32Array) =>
  tf.tensor2d(indices, [rows, rank], "int32");
const updateShape = ({ shape, rank, rows }: Case) => [rows, ...shape.slice(rank)];

test.each(cases)("scatterND into $shape of $rows rows adds in their order", async (given) => {
  const scatter = scatterOf(given);
  const run = () =>
    valuesOf(() =>
      tf.scatterND(
        indexTensor(given, scatter.indices),
        tf.tensor(scatter.updates, updateShape(given)),
        given.shape,
      ),
    );
  const got = await run();
  expectClose(got, scatterSumReference(scatter, sizeOf(given.shape) / scatter.columns), {
    name: "scatterND",
  });
  expect(await run()).toEqual(got);
});

test.each(cases)(
  "tensorScatterUpdate of $shape by $rows rows keeps the last of each position",
  async (given) => {
    const scatter = scatterOf(given);
    const base = numbers(sizeOf(given.shape), 5);
    const got = await valuesOf(() =>
      tf.tensorScatterUpdate(
        tf.tensor(base, given.shape),
        indexTensor(given, scatter.indices),
        tf.tensor(scatter.updates, updateShape(given)),
      ),
    );
    expectClose(got, scatterLastReference(scatter, base), {
      name: "tensorScatterUpdate",
      relative: 0,
      absolute: 0,
    });
  },
);

test.each(cases.filter(({ shape, rank }) => shape.length === rank))(
  "sparseToDense into $shape of $rows values keeps the last of each position",
  async (given) => {
    const scatter = scatterOf(given);
    const got = await valuesOf(() =>
      tf.sparseToDense(
        indexTensor(given, scatter.indices),
        tf.tensor1d(scatter.updates),
        given.shape as [number],
        0.5,
      ),
    );
    const expected = scatterLastReference(scatter, new Float32Array(sizeOf(given.shape)).fill(0.5));
    expectClose(got, expected, { name: "sparseToDense", relative: 0, absolute: 0 });
  },
);

test("one value for all positions, and one index, may be scalars", async () => {
  const many = await valuesOf(() => tf.sparseToDense(tf.tensor1d([1, 3], "int32"), tf.scalar(7), [5], -1));
  expect([...many]).toEqual([-1, 7, -1, 7, -1]);
  const one = await valuesOf(() => tf.sparseToDense(tf.scalar(2, "int32"), tf.scalar(7), [4], 0));
  expect([...one]).toEqual([0, 0, 7, 0]);
});

test("whole numbers and truth values keep their type", async () => {
  const sums = await valuesOf(() =>
    tf.scatterND(tf.tensor2d([[1], [1]], undefined, "int32"), tf.tensor1d([16_777_217, 2], "int32"), [2]),
  );
  expect([...sums]).toEqual([0, 16_777_219]);
  const flags = await valuesOf(() =>
    tf.sparseToDense(tf.tensor1d([1], "int32"), tf.tensor1d([true], "bool"), [3], false as unknown as number),
  );
  expect([...flags]).toEqual([0, 1, 0]);
});

test("without updates the result is the base, and without elements it is empty", async () => {
  const none = tf.tensor2d([], [0, 1], "int32");
  const empty = tf.tensor1d([]);
  expect([...(await valuesOf(() => tf.scatterND(none, empty, [2])))]).toEqual([0, 0]);
  expect([...(await valuesOf(() => tf.sparseToDense(none, empty, [2], 4)))]).toEqual([4, 4]);
  expect([...(await valuesOf(() => tf.tensorScatterUpdate(tf.tensor1d([1, 2]), none, empty)))]).toEqual([
    1, 2,
  ]);
});

test("stock adds up what sparseToDense should replace", async () => {
  const run = () =>
    valuesOf(() => tf.sparseToDense(tf.tensor1d([1, 1], "int32"), tf.tensor1d([2, 3]), [2], 0));
  // The day this fails, tfjs has mended it.
  expect([...(await withStock(run))]).toEqual([0, 5]);
  expect([...(await run())]).toEqual([0, 3]);
});

test("stock's scatterND differs from run to run, and this does not", async () => {
  const indices = integers(20_000, 0, 3);
  const updates = numbers(20_000);
  const run = () =>
    valuesOf(() => tf.scatterND(tf.tensor2d(indices, [20_000, 1], "int32"), tf.tensor1d(updates), [3]));
  // The day this fails, tfjs has mended it.
  expect(await withStock(() => differsFromRunToRun(run))).toBe(true);
  expect(await differsFromRunToRun(run)).toBe(false);
});

test("stock's tensorScatterUpdate keeps any of several updates", async () => {
  const indices = new Int32Array(20_000);
  const updates = Float32Array.from(indices, (_, i) => i + 1);
  const run = () =>
    valuesOf(() =>
      tf.tensorScatterUpdate(tf.zeros([1]), tf.tensor2d(indices, [20_000, 1], "int32"), tf.tensor1d(updates)),
    );
  const kept = await withStock(async () => {
    const seen = new Set<number>();
    for (let i = 0; i < 60; i++) seen.add((await run())[0]);
    return seen;
  });
  // The day this fails, tfjs has mended it.
  expect([...kept]).not.toEqual([20_000]);
  expect([...(await run())]).toEqual([20_000]);
});
