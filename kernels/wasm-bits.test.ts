// In Node; wasm-bits.gpu.test.ts does the same in the browser.
import { expect, test } from "vitest";
import { startBackend } from "./fixtures/backends.ts";
import { WASM_BITS, wasmBits } from "./fixtures/wasm-bits.ts";
import { install, uninstall } from "./install.ts";

test("a training and some operations on WebAssembly give the same bits in Node as in the browser", async () => {
  const tf = await startBackend("wasm");
  await install(tf);
  expect(await wasmBits(tf)).toBe(WASM_BITS);
  uninstall(tf);
});
