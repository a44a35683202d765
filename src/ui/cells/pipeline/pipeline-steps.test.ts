import { expect, test } from "vitest";
import { pipelineTable } from "#cells/pipeline/pipeline-value.ts";
import { shownSteps, stepsOfTable } from "./pipeline-steps.ts";

const steps = [
  { name: "penguins", kind: "dataset", needs: [] },
  { name: "classifier", kind: "train", needs: ["penguins"] },
  { name: "report", kind: "evaluate", needs: ["classifier", "penguins"] },
  { name: "drift", kind: "monitor", needs: ["penguins"] },
];

test("a step follows the last where it needs it, and an arc leads to it from what it needs further back", () => {
  const shown = shownSteps(steps, []);
  expect(shown.steps.map(({ followsLast }) => followsLast)).toEqual([false, true, true, false]);
  expect(shown.arcs).toEqual([
    { from: 0, to: 2 },
    { from: 0, to: 3 },
  ]);
});

test("what a run wrote of its steps reads back as they were", () => {
  const table = pipelineTable({
    name: "nightly",
    steps,
    parameters: [],
    schedule: null,
    retries: 0,
    promote: null,
  });
  expect(stepsOfTable(table)).toEqual(steps);
});
