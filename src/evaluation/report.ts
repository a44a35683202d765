// Scores predictions: metrics with their intervals beside those of a model that always gives the commonest answer, the
// confusion matrix, slices, and the gates. Pure arithmetic on plain arrays; runs in the engine worker.
import { CairnError } from "#errors/cairn-error.ts";
import { checkGates, type Gate } from "./gates.ts";
import { bootstrapIntervals, shareInterval } from "./intervals.ts";
import type { Report, ReportMetric } from "./report-types.ts";
import { scoreSlices, type Slicing } from "./slices.ts";
import {
  average,
  type Baseline,
  classificationScorer,
  regressionScorer,
  type ScoredPredictions,
  type Scorer,
} from "./score-rows.ts";

export type { Baseline, ScoredPredictions } from "./score-rows.ts";

export interface ReportOptions {
  split: Report["split"];
  gates: readonly Gate[];
  baseline: Baseline;
  /** Ways to part the rows; each with a code for every scored row. */
  slices?: readonly Slicing[];
  /** What an earlier run reached, by metric, and its number. */
  pinned?: Readonly<Record<string, number>>;
}

/** @throws CairnError when there is no row to score, or sizes disagree. */
export function makeReport(scored: ScoredPredictions, options: ReportOptions): Report {
  const rowCount = scored.actual.length;
  const { baseline, split, slices = [], pinned } = options;
  checkSizes(scored, options);
  const rows = everyRow(scored);
  const scores = scored.classes
    ? classification({ ...scored, classes: scored.classes }, baseline)
    : regression(scored, baseline);
  const { scorer, ...base } = scores;
  const metrics = metricsOf(scorer, rows, pinned);
  const found = slices.length > 0 ? scoreSlices(slices, scorer, metrics[0]) : undefined;
  return {
    ...base,
    metrics,
    split,
    rowCount,
    target: scored.target,
    ...(pinned?.["run"] !== undefined && { pinnedRun: pinned["run"] }),
    ...(found && { slices: found }),
    gates: checkGates(options.gates, metrics, found),
  };
}

export type Score = Pick<ReportMetric, "name" | "value" | "better">;

/** The metrics alone, without baseline and intervals. */
export function scoreAllRows(scored: ScoredPredictions): Score[] {
  const { classes } = scored;
  const scorer = classes ? classificationScorer({ ...scored, classes }, {}) : regressionScorer(scored, {});
  const values = scorer.ofModel(everyRow(scored));
  return scorer.metrics.map(({ name, better }, at) => ({ name, value: values[at], better }));
}

function everyRow({ actual }: ScoredPredictions): Uint32Array {
  return Uint32Array.from({ length: actual.length }, (_, row) => row);
}

function metricsOf(scorer: Scorer, rows: Uint32Array, pinned: ReportOptions["pinned"] = {}): ReportMetric[] {
  const values = scorer.ofModel(rows);
  const baselines = scorer.ofBaseline(rows);
  const drawn = bootstrapIntervals(rows, scorer.ofModel);
  return scorer.metrics.map(({ name, better, isBiased }, at) => {
    const interval =
      name === "accuracy" ? shareInterval(values[at], rows.length) : isBiased ? undefined : drawn?.[at];
    return {
      name,
      value: values[at],
      ...(interval && { interval }),
      baseline: baselines[at],
      ...(pinned[name] !== undefined && { pinned: pinned[name] }),
      better,
    };
  });
}

function checkSizes(scored: ScoredPredictions, { split, slices = [] }: ReportOptions): void {
  const rowCount = scored.actual.length;
  const width = scored.classes?.length ?? 1;
  if (rowCount === 0) {
    throw new CairnError(`evaluate: no row of the ${split} part has all its values`, {
      code: "no-rows",
      path: ["split"],
      hint: "Give the split a larger fraction for this part.",
    });
  }
  if (scored.predicted.length !== rowCount * width) {
    throw new CairnError(
      `evaluate: ${rowCount} rows need ${rowCount * width} predictions, got ${scored.predicted.length}`,
    );
  }
  const odd = slices.find(({ codes }) => codes.length !== rowCount);
  if (odd) throw new CairnError(`evaluate: ${rowCount} rows need as many slices, got ${odd.codes.length}`);
}

type Scores = Pick<Report, "task" | "confusion" | "baselineAnswer"> & { scorer: Scorer };

function classification(
  scored: ScoredPredictions & { classes: readonly string[] },
  baseline: Baseline,
): Scores {
  const { classes, actual } = scored;
  const scorer = classificationScorer(scored, baseline);
  const counts = classes.map(() => classes.map(() => 0));
  for (const [row, truth] of actual.entries()) if (truth >= 0) counts[truth][scorer.answers[row]]++;
  const shares = baseline.classShares ?? [1];
  const commonest = shares.indexOf(Math.max(...shares));
  return {
    task: "classification",
    scorer,
    confusion: { labels: [...classes], counts },
    baselineAnswer: baseline.column ? `what ${baseline.column.name} says` : `always "${classes[commonest]}"`,
  };
}

function regression(scored: ScoredPredictions, baseline: Baseline): Scores {
  const mean = baseline.mean ?? average(scored.actual);
  return {
    task: "regression",
    scorer: regressionScorer(scored, baseline),
    baselineAnswer: baseline.column
      ? `what ${baseline.column.name} says`
      : `always ${Number(mean.toPrecision(6))}`,
  };
}
