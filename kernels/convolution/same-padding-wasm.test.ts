import type { Rank } from "@tensorflow/tfjs-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startBackend } from "#kernels/fixtures/backends.ts";
import { install, uninstall } from "#kernels/install.ts";
import type { TensorFlow } from "#kernels/patch.ts";

let tf: TensorFlow;
beforeAll(async () => {
  tf = await startBackend("wasm");
});
afterAll(() => uninstall(tf));

test("a 2 × 1 window with stride 2 sees the padded row, which stock WebAssembly makes zero", async () => {
  const of = async () => {
    const x = tf.tensor4d([1, 2, 3, 4], [1, 2, 2, 1]);
    const filter = tf.ones<Rank.R4>([2, 1, 1, 1]);
    return [...(await tf.conv2d(x, filter, [1, 2], "same").data())];
  };
  expect(await of()).not.toEqual([4, 3]); // the day this fails, tfjs has mended it and the patch can go
  await install(tf);
  expect(await of()).toEqual([4, 3]);
});
