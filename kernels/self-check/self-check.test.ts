// On WebAssembly, in Node; the same on WebGPU in self-check.gpu.test.ts.
import * as core from "@tensorflow/tfjs-core";
import fc from "fast-check";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { startBackend } from "#kernels/fixtures/backends.ts";
import { randomCases } from "#kernels/fixtures/random-cases.ts";
import { install, uninstall } from "#kernels/install.ts";
import type { TensorFlow } from "#kernels/patch.ts";
import { grid } from "./grid.ts";
import { numericGradient } from "./numeric-gradient.ts";
import { broadcastCases } from "./elementwise-cases.ts";
import { furtherImageCases } from "./image-cases.ts";
import { fusedConvolutionCases, lossCases } from "./product-cases.ts";
import { opCases, selfCheck } from "./self-check.ts";

let tf: TensorFlow;
beforeAll(async () => {
  tf = await startBackend("wasm");
});
beforeEach(() => uninstall(tf));

test("there is a case for every kernel that has a gradient, patched ones included", async () => {
  await install(tf);
  const names = Object.values(core).filter((value) => typeof value === "string");
  const withGradient = names.filter((name) => tf.getGradient(name));
  expect(withGradient.length).toBeGreaterThan(100);
  const covered = new Set(opCases.flatMap(({ covers }) => covers));
  expect(withGradient.filter((name) => !covered.has(name))).toEqual([]);
});

test("selfCheck(tf) finds nothing wrong on WebAssembly with the patches, and frees all it made", async () => {
  await install(tf);
  const before = tf.memory();
  const check = await selfCheck(tf);
  expect(check.wrong).toEqual([]);
  expect(check.caseCount).toBe(opCases.length);
  expect(tf.memory()).toMatchObject({ numTensors: before.numTensors, numDataBuffers: before.numDataBuffers });
});

test("selfCheck(tf) finds what stock WebAssembly computes wrong or not at all", async () => {
  const check = await selfCheck(tf);
  const covers = check.wrong.flatMap(({ name }) => opCases.find((each) => each.name === name)!.covers);
  const known = [
    [
      "Conv2D",
      "DepthwiseConv2dNative",
      "Conv3D",
      "UnsortedSegmentSum",
      "GatherV2",
      "Einsum",
      "FFT",
      "ComplexAbs",
    ],
    [
      "MaxPool",
      "MaxPool3D",
      "AvgPool",
      "AvgPool3D",
      "Dilation2D",
      "MirrorPad",
      "Prelu",
      "Cast",
      "BatchMatMul",
    ],
    ["Maximum", "Cumsum", "Greater", "Select"],
  ].flat();
  // The day this fails, tfjs has mended one of them and its patch can go.
  expect(known.filter((kernel) => !covers.includes(kernel))).toEqual([]);
});

test("a kernel that is wrong is named, with what was expected and what to use instead", async () => {
  const stock = tf.getKernel("Relu", "wasm");
  tf.unregisterKernel("Relu", "wasm");
  tf.registerKernel({ ...tf.getKernel("Relu6", "wasm"), kernelName: "Relu" });
  try {
    const case6 = { ...opCases.find(({ name }) => name === "Relu6")!, name: "far above six" };
    const cases = [{ ...case6, run: (tf: TensorFlow, x: core.Tensor) => tf.relu(x), reference: relu }];
    const { wrong } = await selfCheck(tf, { cases });
    expect(wrong).toHaveLength(1);
    expect(wrong[0].problems[0]).toMatch(/^result: at \d+ expected 8\.\d+, got 6, allowed ±/);
    expect(wrong[0].fallback).toEqual({ use: "nothing" });
  } finally {
    tf.unregisterKernel("Relu", "wasm");
    tf.registerKernel(stock);
  }
  function relu(x: { shape: readonly number[]; values: Float64Array }) {
    return { shape: x.shape, values: x.values.map((value) => Math.max(0, value)) };
  }
});

test("numericGradient(f, x, slope) is the derivative", () => {
  const x = grid([3], (_, i) => i + 1);
  const [gradient] = numericGradient(
    ({ shape, values }) => ({ shape, values: values.map((value) => value ** 3) }),
    [x],
    grid([3], (_, i) => i - 1),
  );
  expect([...gradient.values].map((value) => Number(value.toFixed(6)))).toEqual([-3, 0, 27]);
});

test("functions of two numbers sum their gradients where an operand was broadcast", async () => {
  await install(tf);
  expect((await selfCheck(tf, { cases: broadcastCases })).wrong).toEqual([]);
});

test("losses, fused convolutions and further shapes of images agree with their definitions", async () => {
  await install(tf);
  expect(
    (await selfCheck(tf, { cases: [...lossCases, ...fusedConvolutionCases, ...furtherImageCases] })).wrong,
  ).toEqual([]);
});

describe.each(Object.entries(randomCases))("%s of random shapes, forward and backward", (_, cases) => {
  test("equals its definition", async () => {
    await install(tf);
    await fc.assert(
      fc.asyncProperty(cases, async (each) => {
        const { wrong } = await selfCheck(tf, { cases: [each] });
        expect(wrong).toEqual([]);
      }),
      { numRuns: 30 },
    );
  });
});
