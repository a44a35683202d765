import { expect, test } from "vitest";
import { expectClose } from "#kernels/expect-close.ts";
import { numbers, onWebGpu, tf, valuesOf, withStock } from "#kernels/fixtures/gpu-test.ts";

onWebGpu();

const terms = (count: number) => Array.from({ length: count }, (_, i) => numbers(1500, i + 1));
const addN = (count: number) => () =>
  valuesOf(() => tf.addN(terms(count).map((values) => tf.tensor1d(values))));

test.each([1, 7, 8, 13, 14, 30])("addN of %i tensors is their sum", async (count) => {
  const added = terms(count);
  const expected = Float64Array.from({ length: 1500 }, (_, i) =>
    added.reduce((sum, values) => sum + values[i], 0),
  );
  expectClose(await addN(count)(), expected, { name: `addN of ${count}` });
});

test("stock fails for thirty tensors", async () => {
  const expected = [...(await addN(30)())];
  // The day this fails, tfjs has mended it.
  expect([
    ...(await withStock(() =>
      valuesOf(() => tf.addN(terms(30).map((values) => tf.tensor1d(values.slice(1))))),
    )),
  ]).not.toEqual(expected.slice(1));
});
