import { expect, test } from "vitest";
import type { RunRecord } from "#tracking/run-record.ts";
import { exampleRun } from "#ui/fixtures/example-runs.ts";
import { runTable } from "./run-rows.ts";

const training = (number: number, given: Partial<RunRecord> = {}) =>
  exampleRun({ number, artifacts: { classifier: `sha256:${number}` }, ...given });
const evaluation = (number: number, of: number, accuracy: number) =>
  exampleRun({
    number,
    type: "evaluation",
    cell: "report",
    kind: "evaluate",
    inputs: [{ name: "classifier", kind: "train", hash: `sha256:${of}` }],
    curves: [],
    metrics: { accuracy },
  });

test("runTable(runs) has a row for each training with its evaluation beside it, the latest first", () => {
  const runs = [
    training(1),
    evaluation(2, 1, 0.9),
    training(3),
    evaluation(4, 3, 0.95),
    evaluation(5, 3, 0.96),
  ];
  const { rows, columns } = runTable(runs);
  expect(rows.map(({ run }) => run.number)).toEqual([3, 1]);
  expect(columns.map(({ name }) => name)).toEqual(["Run", "report.accuracy", "Data", "Time"]);
  expect(rows[0].texts).toEqual(["3", "0.96", "v1", "18.2 s"]);
});

test("an evaluation of a model that nothing recorded made has a row of its own", () => {
  expect(runTable([evaluation(1, 9, 0.5)]).rows.map(({ run }) => run.cell)).toEqual(["report"]);
});

test("parameters that were varied get columns, the two that were varied most", () => {
  const parameters = [
    { rate: 0.1, width: 8, epochs: 3 },
    { rate: 0.2, width: 8, epochs: 5 },
    { rate: 0.3, width: 16, epochs: 7 },
  ];
  const { columns } = runTable(parameters.map((each, at) => training(at + 1, { parameters: each })));
  expect(columns.map(({ name }) => name)).toEqual([
    "Run",
    "validation accuracy",
    "rate",
    "epochs",
    "Data",
    "Time",
  ]);
});

test("rows are sorted by any column, and what is missing comes last either way", () => {
  const runs = [0.1, undefined, 0.3].map((rate, at) =>
    training(at + 1, { parameters: rate === undefined ? {} : { rate } }),
  );
  const numbers = (isDescending: boolean) =>
    runTable(runs, { column: 2, isDescending }).rows.map(({ run }) => run.number);
  expect(numbers(false)).toEqual([1, 3, 2]);
  expect(numbers(true)).toEqual([3, 1, 2]);
});
