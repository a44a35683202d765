// The second step of an evaluation, in the engine: the score, made by our code alone from what the model
// answered among the cells.
import { parseGates } from "#evaluation/gates.ts";
import { makeReport, type Baseline, type ScoredPredictions } from "#evaluation/report.ts";
import type { Report } from "#evaluation/report-types.ts";
import type { Slicing } from "#evaluation/slices.ts";
import type { EvaluateBody } from "./evaluate-kind.ts";

export interface Handover {
  predictions: ScoredPredictions;
  baseline: Baseline;
  slices: Slicing[];
  split: Report["split"];
}

export function reportForEvaluate(body: EvaluateBody, { predictions, ...handover }: Handover): Report {
  return makeReport(predictions, {
    ...handover,
    ...(body.pinned && { pinned: body.pinned }),
    gates: parseGates(body.gates ?? {}),
  });
}
