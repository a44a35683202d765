import { expect, test } from "vitest";
import {
  integers,
  numbers,
  onWebGpu,
  sizeOf,
  tf,
  valuesOf,
  valuesOn,
  withStock,
} from "#kernels/fixtures/gpu-test.ts";
import { moveReference, type Moved } from "./move.reference.ts";
import { move } from "./move.ts";

onWebGpu();

test("elements are moved as the reference says, of any type", async () => {
  const moved: Moved[] = [
    { outShape: [4], start: [0], step: [1], shape: [4], strides: [1], fill: 0 },
    { outShape: [3, 2], start: [0, 1], step: [1, -1], shape: [3, 2], strides: [1, 3], fill: 0 },
    { outShape: [5, 4], start: [-1, -2], step: [1, 1], shape: [2, 3], strides: [3, 1], fill: 7 },
    {
      outShape: [1, 1, 2, 1, 3, 1, 1, 1],
      start: [0, 0, 0, 0, 0, 0, 0, 0],
      step: [1, 1, 1, 1, 1, 1, 1, 1],
      shape: [1, 1, 2, 1, 3, 1, 1, 1],
      strides: [6, 6, 3, 3, 1, 1, 1, 1],
      fill: 0,
    },
  ];
  for (const each of moved) {
    const size = sizeOf(each.shape);
    for (const [values, dtype] of [
      [numbers(size), "float32"],
      [integers(size, -9, 9), "int32"],
    ] as const) {
      const got = await valuesOf(() =>
        tf.engine().makeTensorFromTensorInfo(move(tf, tf.tensor(values, [size], dtype), each)),
      );
      expect([...got]).toEqual([...moveReference(values, each)]);
    }
  }
});

/** Ops that stock cannot do, on whole numbers where those fail and on five and six dimensions elsewhere. */
const shape5 = [2, 3, 2, 4, 3];
const shape6 = [2, 3, 2, 3, 2, 3];
/** Odd numbers beyond 2^24, which no float holds. */
const whole = (shape: number[]) =>
  tf.tensor(
    integers(sizeOf(shape), -50, 50).map((x) => 16_777_217 + 2 * x),
    shape,
    "int32",
  );
const real = (shape: number[]) => tf.tensor(numbers(sizeOf(shape)), shape);
const ops: Record<string, () => tf.Tensor> = {
  "a transposition of whole numbers": () => tf.transpose(whole([7, 11, 13]), [2, 0, 1]),
  "a transposition of six dimensions": () => tf.transpose(whole(shape6), [5, 0, 3, 2, 1, 4]),
  "a transposition of booleans": () => tf.transpose(tf.greater(real([7, 11, 13, 3]), 0), [3, 1, 0, 2]),
  "a transposition of a boolean cast to floats": () =>
    tf.transpose(tf.cast(tf.greater(real([7, 11, 13, 3]), 0), "float32"), [3, 1, 0, 2]),
  "batchToSpaceND of whole numbers": () =>
    tf.batchToSpaceND(
      whole([8, 5, 7, 3]),
      [2, 2],
      [
        [0, 1],
        [1, 0],
      ],
    ),
  "a slice of whole numbers": () => tf.slice(whole([20, 30, 4]), [1, 2, 3], [15, 20, 1]),
  "a tiling of whole numbers": () => tf.tile(whole([5, 7, 3]), [2, 1, 3]),
  "a join of whole numbers": () =>
    tf.concat([whole([5, 7]), whole([5, 1]), whole([5, 0]), whole([5, 20])], 1),
  "a stack of whole numbers": () => tf.stack([whole([5, 7]), whole([5, 7])], 1),
  "a stack of whole numbers along the last axis": () => tf.stack([whole([5, 7]), whole([5, 7])], 2),
  "a part of whole numbers that are split": () => tf.split(whole([30, 40]), [5, 10, 25], 1)[1],
  "a part of whole numbers that are unstacked": () => tf.unstack(whole([30, 40]), 1)[7],
  "a reversal of whole numbers": () => tf.reverse(whole([40, 30]), 1),
  "a padding of whole numbers": () =>
    tf.pad(
      whole([40, 30]),
      [
        [1, 2],
        [0, 3],
      ],
      5,
    ),
  "a slice by steps of whole numbers": () => tf.stridedSlice(whole([40, 30]), [39, 1], [0, 30], [-2, 3]),
  "a reversal of five dimensions": () => tf.reverse(real(shape5), [0, 3]),
  "a reversal of six dimensions": () => tf.reverse(real(shape6)),
  "a padding of five dimensions": () =>
    tf.pad(
      real(shape5),
      shape5.map((_, d) => [d % 2, 1]),
      0.5,
    ),
  "a padding of whole numbers of six": () =>
    tf.pad(
      whole(shape6),
      shape6.map(() => [1, 0]),
      -3,
    ),
  "a slice by steps of five dimensions": () =>
    tf.stridedSlice(real(shape5), [1, 2, 0, 3, 0], [0, 0, 2, 0, 3], [-1, -1, 1, -2, 2]),
};

test.each(Object.entries(ops))("%s is what it is on the CPU", async (_, op) => {
  const expected = await valuesOn("cpu", op);
  expect([...(await valuesOf(op))]).toEqual([...expected]);
});

test("stock does not transpose whole numbers of three dimensions", async () => {
  // A size of its own: what stock leaves unwritten may hold the result of another test.
  const op = () => tf.transpose(whole([7, 11, 17]), [2, 0, 1]);
  const stock = await withStock(() => valuesOf(op));
  // The day this fails, tfjs has mended it.
  expect([...stock]).not.toEqual([...(await valuesOn("cpu", op))]);
});

test("a slice by steps that drops a dimension takes it at its place, where stock takes the first", async () => {
  const matrix = () => tf.tensor2d([1, 2, 3, 4, 5, 6], [3, 2]);
  const run = () => valuesOf(() => tf.stridedSlice(matrix(), [0, 1], [3, 2], [2, 1], 0, 0, 0, 0, 2));
  expect([...(await run())]).toEqual([2, 6]);
  expect([
    ...(await valuesOf(() => tf.stridedSlice(matrix(), [0, 0], [3, 2], [2, 1], 0, 0, 0, 2, 0))),
  ]).toEqual([1, 2, 5, 6]);
  // The day this fails, tfjs has mended it.
  expect([...(await withStock(run))]).toEqual([1, 3]);
});
