// The second step of an evaluation, in the engine: the score, made by our code alone from what the model
// answered among the cells.
import { parseGates } from "#evaluation/gates.ts";
import { makeReport, type Baseline, type ScoredPredictions } from "#evaluation/report.ts";
import type { Report } from "#evaluation/report-types.ts";
import type { EvaluateBody } from "./evaluate-kind.ts";

export interface Handover {
  predictions: ScoredPredictions;
  baseline: Baseline;
  split: Report["split"];
}

export function reportForEvaluate(body: EvaluateBody, { predictions, baseline, split }: Handover): Report {
  return makeReport(predictions, { split, baseline, gates: parseGates(body.gates ?? {}) });
}
