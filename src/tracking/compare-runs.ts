// What sets runs apart: two side by side, or a list of them.
import type { ParameterValue, RunRecord } from "./run-record.ts";

export interface Difference {
  name: string;
  values: [ParameterValue | undefined, ParameterValue | undefined];
}

export interface Comparison {
  differs: Difference[];
  same: Difference[];
}

/** Parameters, seed, data and models read, device: all that decides a run besides the code of other cells. */
export function compareRuns(a: RunRecord, b: RunRecord): Comparison {
  const [first, second] = [causesOf(a), causesOf(b)];
  const names = [...new Set([...first.keys(), ...second.keys()])];
  const all = names.map((name): Difference => ({ name, values: [first.get(name), second.get(name)] }));
  return {
    differs: all.filter(({ values }) => values[0] !== values[1]),
    same: all.filter(({ values }) => values[0] === values[1]),
  };
}

/** Names of parameters that are not the same in all of these runs, those with most values first. */
export function varyingParameters(runs: readonly RunRecord[]): string[] {
  const names = [...new Set(runs.flatMap((run) => Object.keys(run.parameters)))];
  const counted = names.map((name) => ({
    name,
    count: new Set(runs.map((run) => JSON.stringify(run.parameters[name]))).size,
  }));
  return counted
    .filter(({ count }) => count > 1)
    .sort((a, b) => b.count - a.count)
    .map(({ name }) => name);
}

/** v1, v2, … for the versions of data that runs read, in the order in which they were first read. */
export function dataLabels(runs: readonly RunRecord[]): ReadonlyMap<string, string> {
  const labels = new Map<string, string>();
  const counts = new Map<string, number>();
  for (const { inputs } of runs) {
    for (const { name, kind, hash } of inputs) {
      if (kind !== "dataset" || labels.has(hash)) continue;
      const count = (counts.get(name) ?? 0) + 1;
      counts.set(name, count);
      labels.set(hash, `v${count}`);
    }
  }
  return labels;
}

/** Evaluations of the model that a training made, each cell's latest. */
export function evaluationsOf(training: RunRecord, runs: readonly RunRecord[]): RunRecord[] {
  const models = new Set(Object.values(training.artifacts));
  const found = runs.filter(
    ({ type, inputs }) => type === "evaluation" && inputs.some(({ hash }) => models.has(hash)),
  );
  return [...new Map(found.map((run) => [run.cell, run])).values()];
}

function causesOf({ parameters, seed, inputs, device }: RunRecord): Map<string, ParameterValue> {
  return new Map<string, ParameterValue>([
    ...Object.entries(parameters),
    ["seed", seed],
    ...inputs.map(({ name, hash }): [string, string] => [name, hash]),
    ["device", device],
  ]);
}
