import { describe, expect, test } from "vitest";
import { integers, onWebGpu, tf } from "#kernels/fixtures/gpu-test.ts";
import { sortReference } from "./sort.reference.ts";
import { sortRows, type RowsToSort } from "./sort.ts";

onWebGpu();

async function sorted(
  what: Omit<RowsToSort, "indices" | "rows">,
  indices: Int32Array,
  variant: "rank" | "radix",
) {
  const rows = indices.length / what.strides.length;
  const tensor = tf.tensor(indices, [rows, what.strides.length], "int32");
  const result = sortRows(tf, { ...what, indices: tensor, rows }, variant);
  const tensors = [result.order, result.starts, result.keys].map((info) =>
    tf.engine().makeTensorFromTensorInfo(info),
  );
  const [order, starts] = await Promise.all(tensors.map((t) => t.data()));
  tf.dispose([tensor, ...tensors]);
  return { order: [...order], starts: [...starts] };
}

describe.each(["rank", "radix"] as const)("sorting by %s", (variant) => {
  test("is stable and puts rows outside last, for any number of rows", async () => {
    for (const [rows, keyCount] of [
      [1, 1],
      [2, 1],
      [64, 7],
      [1023, 16],
      [1025, 300],
      [3000, 15],
      [3000, 70_000],
    ]) {
      const indices = integers(rows, -2, keyCount + 3, rows);
      const what = { strides: [1], keyCount };
      expect(await sorted(what, indices, variant)).toEqual(sortReference(indices, [1], keyCount));
    }
  });

  test("takes positions of several dimensions", async () => {
    const indices = integers(2 * 500, 0, 5);
    const what = { strides: [6, 1], keyCount: 30 };
    expect(await sorted(what, indices, variant)).toEqual(sortReference(indices, [6, 1], 30));
  });

  test("keeps groups of rows apart", async () => {
    const indices = new Int32Array([1, 0, 5, 0, 0, -1]);
    const { order, starts } = await sorted({ strides: [1], keyCount: 4, groups: 2 }, indices, variant);
    expect(order.slice(0, 4)).toEqual([1, 0, 3, 4]);
    expect(starts).toEqual([0, 1, 2, 4, 4]);
  });
});
