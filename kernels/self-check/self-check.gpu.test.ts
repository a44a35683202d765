// On WebGPU, the software adapter; the same on WebAssembly in self-check.test.ts.
import "@tensorflow/tfjs-backend-webgpu";
import fc from "fast-check";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { startBackend } from "#kernels/fixtures/backends.ts";
import { randomCases } from "#kernels/fixtures/random-cases.ts";
import { install, uninstall } from "#kernels/install.ts";
import type { TensorFlow } from "#kernels/patch.ts";
import { broadcastCases } from "./elementwise-cases.ts";
import { furtherImageCases } from "./image-cases.ts";
import { fusedConvolutionCases, lossCases } from "./product-cases.ts";
import { opCases, selfCheck } from "./self-check.ts";

let tf: TensorFlow;
beforeAll(async () => {
  tf = await startBackend("webgpu");
});
beforeEach(() => uninstall(tf));

test("selfCheck(tf) finds nothing wrong on WebGPU with the patches, and frees all it made", async () => {
  await install(tf);
  const before = { tensors: tf.memory().numTensors, data: tf.backend().numDataIds() };
  const check = await selfCheck(tf);
  expect(check.wrong).toEqual([]);
  expect(check.caseCount).toBe(opCases.length);
  expect({ tensors: tf.memory().numTensors, data: tf.backend().numDataIds() }).toEqual(before);
});

test("selfCheck(tf) finds what stock WebGPU computes wrong, and says to use WebAssembly", async () => {
  const { wrong } = await selfCheck(tf);
  const covers = wrong.flatMap(({ name }) => opCases.find((each) => each.name === name)!.covers);
  const known = [
    "BatchMatMul",
    "Softmax",
    "Einsum",
    "AvgPool",
    "AvgPool3D",
    "MirrorPad",
    "Maximum",
    "Greater",
  ];
  // The day this fails, tfjs has mended one of them and its patch can go.
  expect(known.filter((kernel) => !covers.includes(kernel))).toEqual([]);
  expect(wrong.every(({ fallback }) => fallback.use === "wasm")).toBe(true);
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
      { numRuns: 20, seed: 1 },
    );
  });
});
