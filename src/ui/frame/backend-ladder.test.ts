import { expect, test } from "vitest";
import { backendLadder } from "./backend-ladder.ts";

const said = (...args: Parameters<typeof backendLadder>) =>
  backendLadder(...args).map(({ name, state, says }) => `${name} ${state}: ${says}`);

test("on a GPU the first rung is in use and names it, WebAssembly waits below", () => {
  expect(said({ name: "webgpu", adapter: "Apple M3" }).slice(0, 2)).toEqual([
    "WebGPU used: in use, on Apple M3",
    "WebAssembly below: comes next, should the GPU be lost",
  ]);
});

test("on WebAssembly the first rung says why it is not to be had", () => {
  expect(said({ name: "wasm", reason: "There is no WebGPU adapter here" })[0]).toBe(
    "WebGPU missing: not used: there is no WebGPU adapter here",
  );
});
