import { expect, test } from "vitest";
import { checkMessage } from "./check-message.ts";

const expected = { run: 3, defines: ["a"] };
const finished = {
  type: "finished",
  run: 3,
  ms: 1,
  values: [{ name: "a", sizeBytes: 8 }],
  memory: { tensorCount: 0, tensorBytes: 0 },
  isImpure: false,
  wasStopped: false,
  restored: [],
  lost: [],
  isSpoiled: false,
};
const failed = {
  type: "failed",
  run: 3,
  ms: 1,
  error: { name: "Error", message: "no" },
  lost: ["b"],
  isSpoiled: false,
};
const outputs = { type: "outputs", run: 3, start: 0, outputs: [{ type: "text", text: "hi" }] };

test.each([finished, failed, outputs, { type: "ready" }])(
  "a message of the running cell counts",
  (message) => {
    expect(checkMessage(message, expected)).toEqual(message);
  },
);

test.each<[string, unknown]>([
  ["another run finished", { ...finished, run: 2 }],
  ["another run failed", { ...failed, run: 4 }],
  ["another run's outputs", { ...outputs, run: 2 }],
  ["another cell's name", { ...finished, values: [{ name: "b", sizeBytes: 8 }] }],
  ["a hash that is none", { ...finished, values: [{ name: "a", sizeBytes: 8, contentHash: "sha256:0" }] }],
  ["too many outputs", { ...outputs, outputs: Array.from({ length: 2101 }, () => outputs.outputs[0]) }],
  ["an oversize error", { ...failed, error: { name: "Error", message: "x".repeat(100_001) } }],
  ["an asset outside its folder", { type: "ask", ask: 1, request: { type: "asset", name: "../secret" } }],
  ["an unknown type", { type: "other", run: 3 }],
  ["no object", "finished"],
  ["nothing", undefined],
])("%s is dropped", (_, message) => {
  expect(checkMessage(message, expected)).toBeUndefined();
});

test("nothing about a cell counts while none runs", () => {
  for (const message of [finished, failed, outputs]) expect(checkMessage(message, undefined)).toBeUndefined();
});

test("an output of a shape that is not agreed is left out, the others stay", () => {
  const message = { ...outputs, outputs: [{ type: "script", code: "1" }, outputs.outputs[0]] };
  expect(checkMessage(message, expected)).toEqual(outputs);
});
