import { expect, test } from "vitest";
import { expectClose } from "#kernels/expect-close.ts";
import {
  differsFromRunToRun,
  numbers,
  onWebGpu,
  sizeOf,
  tf,
  valuesOf,
  withStock,
} from "#kernels/fixtures/gpu-test.ts";
import { dilationGradientReference, type Dilation } from "./dilation.reference.ts";

onWebGpu();

type Size = [x: [number, number, number, number], filter: [number, number], stride: number, dilation: number];

const sizes: Size[] = [
  [[1, 1, 1, 1], [1, 1], 1, 1],
  [[2, 7, 9, 3], [3, 2], 1, 1],
  [[1, 12, 11, 4], [3, 3], 2, 1],
  [[2, 10, 10, 2], [3, 3], 1, 2],
  [[3, 20, 20, 5], [5, 5], 3, 1],
];

test.each(sizes)(
  "gradients of x %j by a filter %j are the reference's, stride %i, dilation %i",
  async (...size) => {
    const [xShape, filterSides, stride, dilation] = size;
    for (const pad of ["same", "valid"] as const) {
      const filterShape = [...filterSides, xShape[3]] as [number, number, number];
      const info = tf.backend_util.computeDilation2DInfo(xShape, filterShape, stride, pad, "NHWC", dilation);
      const given: Dilation = {
        x: numbers(sizeOf(xShape)),
        xShape,
        filter: numbers(sizeOf(filterShape), 2),
        filterShape,
        outHeight: info.outHeight,
        outWidth: info.outWidth,
        stride: [stride, stride],
        dilation: [dilation, dilation],
        pad: [info.padInfo.top, info.padInfo.left],
      };
      const dy = numbers(sizeOf(info.outShape), 3);
      const gradient = (of: "x" | "filter") => () => {
        const x = tf.tensor4d(given.x as Float32Array, xShape);
        const filter = tf.tensor3d(given.filter as Float32Array, filterShape);
        const [dx, dFilter] = tf.grads((a, b) => {
          const y = tf.dilation2d(a as tf.Tensor4D, b as tf.Tensor3D, stride, pad, dilation);
          return tf.sum(tf.mul(y, tf.tensor(dy, info.outShape)));
        })([x, filter]);
        return of === "x" ? dx : dFilter;
      };
      const expected = dilationGradientReference(given, dy);
      const dx = await valuesOf(gradient("x"));
      expectClose(dx, expected.dx, { name: `dx, ${pad}` });
      expectClose(await valuesOf(gradient("filter")), expected.dFilter, { name: `dFilter, ${pad}` });
      expect(await valuesOf(gradient("x"))).toEqual(dx);
    }
  },
);

test("of several largest sums the first takes the gradient", async () => {
  const got = await valuesOf(() =>
    tf.grad((x) => tf.sum(tf.dilation2d(x as tf.Tensor4D, tf.zeros([2, 2, 1]), 2, "valid")))(
      tf.ones([1, 2, 2, 1]),
    ),
  );
  expect([...got]).toEqual([1, 0, 0, 0]);
});

test("stock's gradient of the filter differs from run to run, and this does not", async () => {
  const [x, filter, dy] = [numbers(64 * 64), numbers(4, 2), numbers(63 * 63, 3)];
  const run = () =>
    valuesOf(() =>
      tf.grad((w) => {
        const y = tf.dilation2d(tf.tensor4d(x, [1, 64, 64, 1]), w as tf.Tensor3D, 1, "valid");
        return tf.sum(tf.mul(y, tf.tensor4d(dy, [1, 63, 63, 1])));
      })(tf.tensor3d(filter, [2, 2, 1])),
    );
  // The day this fails, tfjs has mended it.
  expect(await withStock(() => differsFromRunToRun(run))).toBe(true);
  expect(await differsFromRunToRun(run)).toBe(false);
});
