// What a trained model answers for the rows of both sides, among the cells, where models live. Labels are not needed:
// what is true is read from the datasets by model-answers.ts.
import { Dataset, type RowSelection } from "#datasets/dataset.ts";
import { CairnError } from "#errors/cairn-error.ts";
import type { TrainedModel } from "#training/trained-model.ts";
import type { ComparedDataset, DriftOptions } from "./drift-report.ts";
import type { ModelAnswers, SideAnswers } from "./model-answers.ts";

/** The answers, or why there are none: a column that the model needs has vanished or changed. */
export async function askModel(
  model: TrainedModel,
  reference: ComparedDataset,
  current: ComparedDataset,
  parts: DriftOptions["parts"] = {},
): Promise<ModelAnswers | { problem: string }> {
  for (const { name, data } of [reference, current]) {
    const problem = problemOf(model, name, data);
    if (problem !== undefined) return { problem };
  }
  const { target } = model.preprocessing;
  try {
    return {
      target: target.name,
      ...(target.type === "classes" && { classes: target.classes }),
      reference: await answersOf(model, reference.data, parts.reference ?? "all"),
      current: await answersOf(model, current.data, parts.current ?? "all"),
    };
  } catch (error) {
    if (error instanceof CairnError && error.code === "shape") return { problem: `${error.message}.` };
    throw error;
  }
}

function problemOf({ preprocessing }: TrainedModel, name: string, data: Dataset): string | undefined {
  for (const feature of preprocessing.features) {
    const column = data.data().columns.find((each) => each.name === feature.name);
    if (!column) return `it needs ${feature.name}, which ${name} does not have.`;
    const isWord = column.type === "category" || column.type === "text";
    const isRight = feature.type === "category" ? isWord : column.type === feature.type;
    if (!isRight)
      return `it needs ${feature.name} as a ${feature.type}, which in ${name} is a ${column.type}.`;
  }
  return undefined;
}

async function answersOf(model: TrainedModel, data: Dataset, part: RowSelection): Promise<SideAnswers> {
  const { rows, predicted } = await model.predictDataset(withoutLabels(data, model), part);
  return { rows, predicted };
}

/** The same rows with one and the same label: a row without one is answered too. */
function withoutLabels(dataset: Dataset, { preprocessing }: TrainedModel): Dataset {
  const data = dataset.data();
  const { name } = preprocessing.target;
  const blank = { name, type: "number" as const, values: new Float64Array(data.rowCount) };
  return new Dataset({ ...data, columns: [...data.columns.filter((column) => column.name !== name), blank] });
}
