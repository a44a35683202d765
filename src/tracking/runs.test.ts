import fc from "fast-check";
import { expect, test } from "vitest";
import { compareRuns, dataLabels, evaluationsOf, varyingParameters } from "./compare-runs.ts";
import { flattenParameters } from "./flatten-parameters.ts";
import { readRun } from "./read-run.ts";
import type { RunRecord } from "./run-record.ts";

const run = (given: Partial<RunRecord> = {}): RunRecord => ({
  number: 1,
  state: "done",
  cell: "classifier",
  kind: "train",
  type: "training",
  startedAt: 0,
  key: "k",
  seed: "1",
  parameters: { epochs: 3 },
  inputs: [{ name: "birds", kind: "dataset", hash: "sha256:a" }],
  artifacts: { classifier: "sha256:m" },
  curves: [],
  metrics: {},
  device: "wasm",
  libraries: {},
  text: "",
  ...given,
});

test("flattenParameters(body) names each scalar by its way, and takes a list of scalars as one", () => {
  expect(
    flattenParameters({
      layers: [{ dense: 16, activation: "relu" }, { flatten: true }],
      features: ["a", "b"],
    }),
  ).toEqual({
    "layers.1.dense": 16,
    "layers.1.activation": "relu",
    "layers.2.flatten": true,
    features: "a, b",
  });
  expect(flattenParameters(undefined)).toEqual({});
});

test("flattenParameters(body) loses no scalar of a map (any YAML-like body)", () => {
  const tree = fc.letrec((tie) => ({
    node: fc.oneof(
      { maxDepth: 3 },
      fc.integer(),
      fc.dictionary(fc.stringMatching(/^[a-z]{1,4}$/), tie("node")),
    ),
  })).node;
  const scalars = (value: unknown): number =>
    typeof value === "object" && value !== null
      ? Object.values(value)
          .map(scalars)
          .reduce((a, b) => a + b, 0)
      : 1;
  fc.assert(
    fc.property(fc.dictionary(fc.stringMatching(/^[a-z]{1,4}$/), tree), (body) => {
      expect(Object.keys(flattenParameters(body)).length).toBe(scalars(body));
    }),
  );
});

test("compareRuns(a, b) tells parameters, seed, data and device that differ from those that do not", () => {
  const a = run({ parameters: { epochs: 3, rate: 0.1 } });
  const b = run({
    parameters: { epochs: 3 },
    seed: "2",
    inputs: [{ name: "birds", kind: "dataset", hash: "sha256:b" }],
  });
  const { differs, same } = compareRuns(a, b);
  expect(differs).toEqual([
    { name: "rate", values: [0.1, undefined] },
    { name: "seed", values: ["1", "2"] },
    { name: "birds", values: ["sha256:a", "sha256:b"] },
  ]);
  expect(same.map(({ name }) => name)).toEqual(["epochs", "device"]);
  expect(compareRuns(a, a).differs).toEqual([]);
});

test("varyingParameters(runs) puts what was varied most first and leaves out what never changed", () => {
  const runs = [0.1, 0.2, 0.3].map((rate, i) =>
    run({ parameters: { epochs: 3, width: i > 0 ? 8 : 4, rate } }),
  );
  expect(varyingParameters(runs)).toEqual(["rate", "width"]);
});

test("versions of data are v1, v2, … in the order in which they were read", () => {
  const reads = (hash: string) => run({ inputs: [{ name: "birds", kind: "dataset", hash }] });
  expect([...dataLabels([reads("b"), reads("a"), reads("b")])]).toEqual([
    ["b", "v1"],
    ["a", "v2"],
  ]);
});

test("evaluationsOf(training, runs) finds each cell's latest score of the model that it made", () => {
  const score = (number: number, hash: string, cell = "report") =>
    run({ number, type: "evaluation", cell, inputs: [{ name: "m", kind: "train", hash }] });
  const runs = [
    run(),
    score(2, "sha256:m"),
    score(3, "sha256:other"),
    score(4, "sha256:m"),
    score(5, "sha256:m", "fair"),
  ];
  expect(evaluationsOf(runs[0], runs).map(({ number }) => number)).toEqual([4, 5]);
});

test("readRun(value) takes a run and nothing that is damaged", () => {
  expect(readRun(JSON.parse(JSON.stringify(run())))).toEqual(run());
  expect(readRun({ ...run(), number: 0 })).toBeUndefined();
  expect(readRun({ ...run(), curves: [{ name: "loss", points: [[1]] }] })).toBeUndefined();
  expect(readRun(null)).toBeUndefined();
});
