import { expect, test } from "vitest";
import { lockOf, type Measured } from "./lock-file.ts";
import { reproductionOf } from "./reproduction.ts";

const order = ["birds", "rate", "classifier", "report"];
const run: Measured = {
  datasets: { birds: "sha256:aa" },
  results: { report: { accuracy: 0.97, log_loss: 0.1 } },
  values: { birds: "b1", classifier: "c1", report: "r1" },
  backend: "wasm",
};
const lock = lockOf(run, { cairn: "0.1.0" });

test("before anything has run, the figures are the author's", () => {
  const { results, verdict, computedCount, parted } = reproductionOf(lock, undefined, order);
  expect(results).toEqual([
    { cell: "report", metric: "accuracy", published: 0.97 },
    { cell: "report", metric: "log_loss", published: 0.1 },
  ]);
  expect({ verdict, computedCount, parted }).toEqual({
    verdict: "waiting",
    computedCount: 0,
    parted: undefined,
  });
});

test("a run that gives the same results, to 12 digits, has reproduced them", () => {
  const again = { ...run, results: { report: { accuracy: 0.97 + 1e-14, log_loss: 0.1 } } };
  const { verdict, matchCount, datasets, parted } = reproductionOf(lock, again, order);
  expect({ verdict, matchCount, parted }).toEqual({
    verdict: "reproduced",
    matchCount: 2,
    parted: undefined,
  });
  expect(datasets).toEqual([{ cell: "birds", published: "sha256:aa", here: "sha256:aa", isSame: true }]);
});

test("half-way it waits; one result that differs decides it, and the first cell that parted is named", () => {
  const half = { ...run, results: { report: { accuracy: 0.97 } } };
  expect(reproductionOf(lock, half, order).verdict).toBe("waiting");
  const other: Measured = {
    ...run,
    results: { report: { accuracy: 0.96, log_loss: 0.1 } },
    values: { birds: "b1", classifier: "c2", report: "r2" },
  };
  const { verdict, matchCount, parted, results } = reproductionOf(lock, other, order);
  expect({ verdict, matchCount, parted }).toEqual({
    verdict: "different",
    matchCount: 1,
    parted: "classifier",
  });
  expect(results.map((each) => each.verdict)).toEqual(["different", "identical"]);
});

test("other data is where a run parted, whatever came of it", () => {
  const other = { ...run, datasets: { birds: "sha256:bb" }, values: { ...run.values, birds: "b2" } };
  expect(reproductionOf(lock, other, order).parted).toBe("birds");
});

test("on another backend hashes are not compared, and numbers only where a tolerance was measured", () => {
  const gpu: Measured = {
    ...run,
    results: { report: { accuracy: 0.98, log_loss: 0.1 } },
    values: { classifier: "c9" },
    backend: "webgpu:x",
  };
  const strict = reproductionOf(lock, gpu, order);
  expect({ verdict: strict.verdict, parted: strict.parted }).toEqual({
    verdict: "not comparable",
    parted: undefined,
  });
  const tolerant = structuredClone(lock);
  tolerant.results["report"]["accuracy"]["wasm"].tolerance = 0.02;
  tolerant.results["report"]["log_loss"]["wasm"].tolerance = 0.02;
  expect(reproductionOf(tolerant, gpu, order)).toMatchObject({ verdict: "reproduced", matchCount: 2 });
});
