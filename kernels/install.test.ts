// What install() does to a copy of tfjs, and that uninstall() leaves no trace. On WebAssembly, in Node.
import type { Rank } from "@tensorflow/tfjs-core";
import { afterEach, beforeAll, describe, expect, test } from "vitest";
import { startBackend } from "./fixtures/backends.ts";
import { install, report, TESTED_VERSION, uninstall } from "./install.ts";
import { ShapeError, type TensorFlow } from "./patch.ts";

let tf: TensorFlow;
beforeAll(async () => {
  tf = await startBackend("wasm");
});
afterEach(() => uninstall(tf));

const registered = () => ({
  kernels: new Map(tf.getKernelsForBackend("wasm").map((kernel) => [kernel.kernelName, kernel])),
  gradients: ["BatchMatMul", "Einsum", "Maximum", "Greater"].map((name) => tf.getGradient(name)),
});

describe("install(tf)", () => {
  test("says which kernels and gradients it replaced, which it added, and why", async () => {
    const { backend, patched, warnings } = await install(tf);
    expect(backend).toBe("wasm");
    expect(warnings).toEqual([]);
    const find = (name: string, kind: string) =>
      patched.find((part) => part.name === name && part.kind === kind);
    expect(find("BatchMatMul", "kernel")).toMatchObject({
      isNew: false,
      why: expect.stringContaining("fast path"),
    });
    expect(find("Conv2DBackpropFilter", "kernel")).toMatchObject({
      isNew: true,
      why: expect.stringContaining("missing"),
    });
    expect(find("Einsum", "gradient")).toMatchObject({ isNew: true });
    expect(patched.every(({ why }) => why.length > 0)).toBe(true);
  });

  test("a second time changes nothing", async () => {
    const first = await install(tf);
    const kernel = tf.getKernel("BatchMatMul", "wasm");
    expect(await install(tf)).toBe(first);
    expect(tf.getKernel("BatchMatMul", "wasm")).toBe(kernel);
  });

  test("fails on a backend without patches, saying what to do", async () => {
    await import("@tensorflow/tfjs-backend-cpu");
    await tf.setBackend("cpu");
    try {
      await expect(install(tf)).rejects.toThrow(
        /"webgpu" and "wasm", and "cpu" is active; call tf\.setBackend/,
      );
    } finally {
      await tf.setBackend("wasm");
    }
  });

  test("on a version of tfjs that it was not tested with warns, and lets the self-check decide", async () => {
    const other = { ...tf, version_core: "4.99.0" } as unknown as TensorFlow;
    const { warnings, check } = await install(other);
    expect(warnings).toEqual([
      `the kernels were tested with tfjs ${TESTED_VERSION}, and this is 4.99.0: the self-check decided which of them stay`,
    ]);
    expect(check?.caseCount).toBeGreaterThan(130);
  });

  test("with selfCheck takes back a patch that is wrong where the stock kernel is right", async () => {
    // A copy of tfjs whose Relu6, which our fused product calls and the stock one does not, is Relu.
    const stockProduct = tf.getKernel("_FusedMatMul", "wasm");
    const stock = tf.getKernel("Relu6", "wasm");
    tf.unregisterKernel("Relu6", "wasm");
    tf.registerKernel({ ...tf.getKernel("Relu", "wasm"), kernelName: "Relu6" });
    try {
      const { warnings } = await install(tf, { selfCheck: true });
      expect(warnings).toEqual([
        expect.stringMatching(
          /^_FusedMatMul with a bias and relu6.*: result: at \d+ expected 6, got .*; the kernels of stock tfjs are used instead$/,
        ),
        expect.stringMatching(/^Relu6: .*; nothing here computes it right$/),
      ]);
      expect(tf.getKernel("_FusedMatMul", "wasm")).toBe(stockProduct);
    } finally {
      tf.unregisterKernel("Relu6", "wasm");
      tf.registerKernel(stock);
    }
  });
});

test("uninstall(tf) restores every kernel, gradient and method of stock tfjs", async () => {
  const before = registered();
  const readSync = Object.getOwnPropertyDescriptor(tf.backend(), "readSync");
  await install(tf);
  expect(tf.getKernel("BatchMatMul", "wasm")).not.toBe(before.kernels.get("BatchMatMul"));
  uninstall(tf);
  expect(registered()).toEqual(before);
  for (const [name, kernel] of before.kernels) expect(tf.getKernel(name, "wasm")).toBe(kernel);
  expect(Object.getOwnPropertyDescriptor(tf.backend(), "readSync")).toEqual(readSync);
});

test("uninstall(tf) leaves a kernel that somebody has put over ours", async () => {
  await install(tf);
  const ours = tf.getKernel("Prelu", "wasm");
  const theirs = { ...ours, kernelFunc: ours.kernelFunc };
  tf.unregisterKernel("Prelu", "wasm");
  tf.registerKernel(theirs);
  uninstall(tf);
  expect(tf.getKernel("Prelu", "wasm")).toBe(theirs);
});

describe("report(tf)", () => {
  const countsOf = (kernel: string) => report(tf).find((counts) => counts.kernel === kernel);

  test("counts the calls of each patched kernel", async () => {
    await install(tf);
    tf.dispose(tf.matMul(tf.ones([3, 4]), tf.ones([5, 4]), false, true));
    expect(countsOf("BatchMatMul")).toEqual({
      kernel: "BatchMatMul",
      backend: "wasm",
      calls: 1,
      fellThrough: {},
    });
  });

  test("counts the calls that a patch leaves to stock tfjs, by reason", async () => {
    await install(tf);
    const x = tf.ones<Rank.R4>([1, 4, 4, 1]);
    tf.dispose(tf.conv2d(x, tf.ones([3, 3, 1, 1]), 1, "same"));
    expect(countsOf("Conv2D")).toMatchObject({
      calls: 0,
      fellThrough: { "stride and padding that the stock kernel takes right": 1 },
    });
  });

  test("a dtype that neither we nor stock tfjs take is a clear error", async () => {
    await install(tf);
    expect(() => tf.einsum("i,i->", tf.tensor1d([1, 2], "int32"), tf.tensor1d([3, 4], "int32"))).toThrow(
      "Einsum on wasm: not possible with an operand of int32",
    );
  });
});

describe("shapes that do not fit are refused before anything is computed, with both shapes and the operation", () => {
  const cases: [string, () => unknown, string][] = [
    [
      "einsum",
      () => tf.einsum("ij,jk->ik", tf.ones([2, 3]), tf.ones([4, 5])),
      'einsum "ij,jk->ik": "j" is 3 and 4 long; got [2, 3] and [4, 5]',
    ],
    [
      "einsum's letters",
      () => tf.einsum("ijk->i", tf.ones([2, 3])),
      'einsum "ijk->i": "ijk" has 3 letters for a tensor of 2 axes; got [2, 3]',
    ],
    [
      "unsortedSegmentSum",
      () => tf.unsortedSegmentSum(tf.ones([3, 2]), tf.tensor1d([0, 1], "int32"), 2),
      "unsortedSegmentSum: there must be one segment id for each row, got rows [3, 2] and ids [2]",
    ],
    [
      "a product called by a kernel",
      () =>
        tf
          .engine()
          .runKernel(
            "BatchMatMul",
            { a: tf.ones([2, 3]), b: tf.ones([4, 5]) },
            { transposeA: false, transposeB: true },
          ),
      "matMul: inner sizes must match, got [2, 3] × [4, 5] transposed",
    ],
  ];
  test.each(cases)("%s", async (_, work, message) => {
    await install(tf);
    const before = tf.memory().numDataBuffers;
    expect(work).toThrow(new ShapeError(message));
    expect(tf.memory().numDataBuffers - before).toBeLessThanOrEqual(2); // the operands
  });
});
