// The first step of a monitor with a model, among the cells: what the model answers. report.ts compares.
import { wrongInput } from "#cells/wrong-input.ts";
import { Dataset } from "#datasets/dataset.ts";
import { tableOfRecords } from "#datasets/records.ts";
import { askModel } from "#monitoring/ask-model.ts";
import type { ComparedDataset } from "#monitoring/drift-report.ts";
import type { ModelAnswers } from "#monitoring/model-answers.ts";
import { TrainedModel } from "#training/trained-model.ts";
import { comparedTable } from "./compared-dataset.ts";
import type { MonitorBody } from "./monitor-kind.ts";

/** @param body with a model */
export async function answersForMonitor(
  body: MonitorBody,
  inputs: Readonly<Record<string, unknown>>,
): Promise<ModelAnswers | { problem: string }> {
  const model = inputs[body.model!];
  if (!(model instanceof TrainedModel)) throw wrongInput("model", body.model!, "a trained model", model);
  const side = (key: "reference" | "current"): ComparedDataset => {
    const name = body[key];
    const value = inputs[name];
    if (value instanceof Dataset) return { name, data: value };
    if (Array.isArray(value)) return comparedTable(name, tableOfRecords(value, name));
    throw wrongInput(key, name, "a dataset or a list of rows", value);
  };
  return askModel(model, side("reference"), side("current"), body.parts);
}
