// The comparison itself, in the engine, by our code alone. The rows are the session's own copies; all that comes
// from among the cells is what a model answered.
import type { Encoded } from "#cell-api/codec.ts";
import { tableOfCell } from "#cells/dataset/rows-of-cell.ts";
import { wrongInput } from "#cells/wrong-input.ts";
import { Dataset } from "#datasets/dataset.ts";
import { type ComparedDataset, makeDriftReport } from "#monitoring/drift-report.ts";
import type { DriftReport } from "#monitoring/drift-types.ts";
import type { ModelAnswers } from "#monitoring/model-answers.ts";
import { comparedTable } from "./compared-dataset.ts";
import type { MonitorBody } from "./monitor-kind.ts";

export interface MonitorTask {
  body: MonitorBody;
  /** Copies of the values that the body names. */
  reference: Encoded;
  current: Encoded;
  answers?: ModelAnswers | { problem: string };
}

/** @throws CairnError for a value that is no table, and for a column, a part or a test that there is not */
export function reportForMonitor({ body, reference, current, answers }: MonitorTask): DriftReport {
  const side = (key: "reference" | "current", value: Encoded): ComparedDataset => {
    const name = body[key];
    if (value !== null && typeof value === "object" && value.$ === "dataset")
      return { name, data: new Dataset(value.data) };
    if (value !== null && typeof value === "object" && value.$ === "array")
      return comparedTable(name, tableOfCell(value, name));
    throw wrongInput(key, name, "a dataset or a list of rows", value);
  };
  const { parts, columns, tests, thresholds, windows, driftShare } = body;
  const options = { parts, columns, tests, thresholds, windows, driftShare };
  return makeDriftReport(side("reference", reference), side("current", current), options, answers);
}
