import { expect, test } from "vitest";
import { parseLock, printLock } from "#document/sidecars.ts";
import { backendId } from "#session/backend-id.ts";
import { areIdentical, compareWithLock, lockFileOf, lockOf, type Measured } from "./lock-file.ts";

const libraries = { cairn: "0.1.0", "@tensorflow/tfjs-core": "4.22.0" };
const onWasm: Measured = {
  datasets: { penguins: "sha256:aa" },
  results: { report: { accuracy: 0.97, log_loss: 0.1 } },
  backend: "wasm",
};

test("birds.md has birds.lock.json beside it, wherever it lies", () => {
  expect(lockFileOf("a/birds.md")).toBe("a/birds.lock.json");
  expect(lockFileOf("birds.MARKDOWN")).toBe("birds.lock.json");
});

test("a lock names WebGPU with its adapter, and WebAssembly where nothing asked for a backend", () => {
  expect(backendId({ name: "webgpu", adapter: "apple m3" })).toBe("webgpu:apple m3");
  expect(backendId({ name: "wasm" })).toBe("wasm");
  expect(backendId({})).toBe("wasm");
});

test("lockOf(run) is a lock that reads back as it was and agrees with its run", () => {
  const lock = lockOf(onWasm, libraries);
  expect(parseLock(printLock(lock))).toEqual(lock);
  expect(lock.provenance).toEqual({ cairn: "0.1.0", libraries: { "@tensorflow/tfjs-core": "4.22.0" } });
  expect(compareWithLock(lock, onWasm).map(({ verdict }) => verdict)).toEqual(
    Array.from({ length: 3 }, () => "identical"),
  );
});

test("lockOf(run, libraries, before) keeps what other backends reached and the evidence, and drops cells that are gone", () => {
  const before = lockOf(onWasm, libraries);
  before.evidence["1.4"] = { at: "2026-11-28" };
  before.results["old"] = { accuracy: { wasm: { value: 1, tolerance: 0 } } };
  const lock = lockOf(
    { ...onWasm, results: { report: { accuracy: 0.98 } }, backend: "webgpu:x" },
    libraries,
    before,
  );
  expect(lock.results).toEqual({
    report: {
      accuracy: { wasm: { value: 0.97, tolerance: 0 }, "webgpu:x": { value: 0.98, tolerance: 0 } },
    },
  });
  expect(lock.evidence).toEqual(before.evidence);
});

test("compareWithLock says what differs, is missing or was never locked", () => {
  const lock = lockOf(onWasm, libraries);
  const run: Measured = {
    datasets: { penguins: "sha256:bb", more: "sha256:cc" },
    results: { report: { accuracy: 0.97 + 1e-9, f1: 0.9 } },
    backend: "wasm",
  };
  expect(compareWithLock(lock, run)).toEqual([
    { cell: "more", got: "sha256:cc", verdict: "not locked" },
    { cell: "penguins", expected: "sha256:aa", got: "sha256:bb", verdict: "different" },
    { cell: "report", metric: "accuracy", expected: 0.97, got: 0.97 + 1e-9, verdict: "different" },
    { cell: "report", metric: "f1", got: 0.9, verdict: "not locked" },
    { cell: "report", metric: "log_loss", expected: 0.1, verdict: "missing" },
  ]);
});

test("on another backend a number may differ by the tolerance that was measured, and is not judged where none was", () => {
  const lock = lockOf(onWasm, libraries);
  lock.results["report"]["accuracy"]["wasm"].tolerance = 0.02;
  const run = { ...onWasm, results: { report: { accuracy: 0.98, log_loss: 0.1 } }, backend: "webgpu:x" };
  expect(compareWithLock(lock, run).slice(1)).toEqual([
    { cell: "report", metric: "accuracy", expected: 0.97, got: 0.98, verdict: "within tolerance" },
    { cell: "report", metric: "log_loss", got: 0.1, verdict: "not locked" },
  ]);
  run.results.report.accuracy = 0.9;
  expect(compareWithLock(lock, run)[1].verdict).toBe("different");
});

test("numbers are identical when they agree to 12 significant digits", () => {
  expect(areIdentical(0.1 + 0.2, 0.3)).toBe(true);
  expect(areIdentical(1, 1 + 2e-12)).toBe(false);
  expect(areIdentical(0, 1e-300)).toBe(false);
  expect(areIdentical(1.5e-33, 1.5e-33 * (1 + 1e-13))).toBe(true);
});
