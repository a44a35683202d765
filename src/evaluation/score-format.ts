// Scores of one format of a model: every metric, and an interval of the one that is shown.
import type { FormatMetric } from "./format-report.ts";
import { bootstrapIntervals, shareInterval } from "./intervals.ts";
import { classificationScorer, regressionScorer, type ScoredPredictions } from "./score-rows.ts";

/** @param shown name of the metric whose interval is wanted; the first where it is left out */
export function scoreFormat(scored: ScoredPredictions, shown?: string): FormatMetric[] {
  const { classes } = scored;
  const scorer = classes ? classificationScorer({ ...scored, classes }, {}) : regressionScorer(scored, {});
  const rows = Uint32Array.from({ length: scored.actual.length }, (_, row) => row);
  const values = scorer.ofModel(rows);
  return scorer.metrics.map(({ name, better, isBiased = false }, at) => {
    const isShown = name === (shown ?? scorer.metrics[0].name);
    const interval = !isShown || isBiased ? undefined : intervalOf(name, values[at], at);
    return { name, value: values[at], ...(interval && { interval }), better };
  });

  function intervalOf(name: string, value: number, at: number): FormatMetric["interval"] {
    return name === "accuracy"
      ? shareInterval(value, rows.length)
      : bootstrapIntervals(rows, scorer.ofModel)?.[at];
  }
}
