// The first step of an evaluation: the model answers among the cells, where it lives. report.ts scores it.
import { predictionsFor } from "#evaluation/predictions-for.ts";
import { wrongInput } from "#cells/wrong-input.ts";
import { Dataset } from "#datasets/dataset.ts";
import { TrainedModel } from "#training/trained-model.ts";
import type { EvaluateBody } from "./evaluate-kind.ts";
import type { Handover } from "./report.ts";

export async function predictForEvaluate(
  body: EvaluateBody,
  inputs: Readonly<Record<string, unknown>>,
): Promise<Handover> {
  const model = inputs[body.model];
  const data = inputs[body.data];
  if (!(model instanceof TrainedModel)) throw wrongInput("model", body.model, "a trained model", model);
  if (!(data instanceof Dataset)) throw wrongInput("data", body.data, "a dataset", data);
  return predictionsFor({
    model,
    data,
    ...(body.split && { split: body.split }),
    ...(body.baseline !== undefined && { baseline: body.baseline }),
    ...(body.slices && { slices: body.slices }),
  });
}
