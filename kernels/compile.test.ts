// Every WGSL file of this folder compiles, for each type of element, and makes a pipeline; no GPU is needed.
import { readdirSync } from "node:fs";
import { basename } from "node:path";
import { create, globals } from "webgpu";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { TensorFlow } from "./patch.ts";
import { compileErrors, defineKernel, definedKernels, pipelineFor } from "./pipeline.ts";
import { webgpuPatches } from "./webgpu-patches.ts";

// Dawn ends the process when its instance is collected before its devices.
const gpu = create(["backend=null"]);
let device: GPUDevice;

beforeAll(async () => {
  Object.assign(globalThis, globals);
  device = await (await gpu.requestAdapter())!.requestDevice();
  webgpuPatches({} as TensorFlow); // its imports declare the kernels
});

afterAll(() => device.destroy());

test("every .wgsl file belongs to a kernel that a patch uses", () => {
  const files = readdirSync(import.meta.dirname, { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".wgsl"))
    .map((path) => basename(path));
  const used = new Set(definedKernels().flatMap(({ parts }) => parts.map(({ file }) => file)));
  expect(files.length).toBeGreaterThan(0);
  expect(files.filter((file) => !used.has(file))).toEqual([]);
});

test.each(["f32", "i32"] as const)("every kernel compiles with elements of %s", async (element) => {
  device.pushErrorScope("validation");
  for (const kernel of definedKernels()) {
    expect(await compileErrors(device, kernel, element)).toEqual([]);
    pipelineFor(device, kernel, element, {});
  }
  expect((await device.popErrorScope())?.message).toBeUndefined();
});

test("a syntax error is told with its file, line and column", async () => {
  const { parts } = definedKernels().find(({ name }) => name === "matmul-naive")!;
  const broken = { file: "broken.wgsl", text: "fn right() {}\nfn wrong( {}\n" };
  device.pushErrorScope("validation");
  const errors = await compileErrors(device, { name: "broken", parts: [parts[0], broken] });
  await device.popErrorScope();
  expect(errors[0]).toMatch(/^broken\.wgsl:2:11: /);
});

test("a kernel that was declared is found by its name", () => {
  const kernel = defineKernel("nothing", {
    file: "nothing.wgsl",
    text: "@compute @workgroup_size(1) fn nothing() {}",
  });
  expect(definedKernels()).toContain(kernel);
});
