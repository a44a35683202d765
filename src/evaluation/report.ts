// Scores predictions: metrics beside those of a model that always gives the commonest answer, the confusion
// matrix, and the gates. Pure arithmetic on plain arrays; runs in the engine worker.
import { CairnError } from "#errors/cairn-error.ts";
import { log } from "#numerics/elementary.ts";
import { checkGates, type Gate } from "./gates.ts";
import type { Report, ReportMetric } from "./report-types.ts";

/** N = rows, C = classes. */
export interface ScoredPredictions {
  target: string;
  classes?: readonly string[];
  /** [N, C] probabilities, or [N] numbers. */
  predicted: Float32Array;
  /** [N] class indices (-1: a class training never saw), or [N] numbers. */
  actual: Float64Array;
}

/** What the training rows would have answered: their commonest class, or their mean; or what a column says. */
export interface Baseline {
  /** [N] class indices (-1: none of them) or numbers: the baseline's own answer for each row. */
  column?: { name: string; answers: Float64Array };
  /** [C] share of each class among the training rows. */
  classShares?: readonly number[];
  mean?: number;
}

export interface ReportOptions {
  split: Report["split"];
  gates: readonly Gate[];
  baseline: Baseline;
}

const LEAST_PROBABILITY = 1e-7;

/** @throws CairnError when there is no row to score, or sizes disagree. */
export function makeReport(scored: ScoredPredictions, options: ReportOptions): Report {
  const rowCount = scored.actual.length;
  const width = scored.classes?.length ?? 1;
  if (rowCount === 0) {
    throw new CairnError(`evaluate: no row of the ${options.split} part has all its values`, {
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
  const base = scored.classes
    ? classification(scored as ScoredPredictions & { classes: readonly string[] }, options.baseline)
    : regression(scored, options.baseline);
  return {
    ...base,
    split: options.split,
    rowCount,
    target: scored.target,
    gates: checkGates(options.gates, base.metrics),
  };
}

type Scores = Pick<Report, "task" | "metrics" | "confusion" | "baselineAnswer">;

function classification(
  scored: ScoredPredictions & { classes: readonly string[] },
  baseline: Baseline,
): Scores {
  const { classes, predicted, actual } = scored;
  const width = classes.length;
  const shares = baseline.classShares ?? classes.map(() => 1 / width);
  const commonest = shares.indexOf(Math.max(...shares));
  const said = baseline.column?.answers;
  const baselineCounts = classes.map(() => classes.map(() => 0));
  const counts = classes.map(() => classes.map(() => 0));
  /** A column is sure of what it says. */
  const baselineShare = (truth: number, guess: number) =>
    truth < 0 ? 0 : said ? Number(guess === truth) : shares[truth];
  let right = 0;
  let baselineRight = 0;
  let loss = 0;
  let baselineLoss = 0;
  for (let row = 0; row < actual.length; row++) {
    const probabilities = predicted.subarray(row * width, (row + 1) * width);
    const answer = indexOfLargest(probabilities);
    const truth = actual[row];
    if (truth >= 0) counts[truth][answer]++;
    if (answer === truth) right++;
    const guess = said ? said[row] : commonest;
    if (guess === truth) baselineRight++;
    if (truth >= 0 && guess >= 0) baselineCounts[truth][guess]++;
    loss -= log(Math.max(LEAST_PROBABILITY, truth >= 0 ? probabilities[truth] : 0));
    baselineLoss -= log(Math.max(LEAST_PROBABILITY, baselineShare(truth, guess)));
  }
  const metrics: ReportMetric[] = [
    {
      name: "accuracy",
      value: right / actual.length,
      baseline: baselineRight / actual.length,
      better: "higher",
    },
    { name: "macro_f1", value: macroF1(counts), baseline: macroF1(baselineCounts), better: "higher" },
    {
      name: "log_loss",
      value: loss / actual.length,
      baseline: baselineLoss / actual.length,
      better: "lower",
    },
  ];
  return {
    task: "classification",
    metrics,
    confusion: { labels: [...classes], counts },
    baselineAnswer: baseline.column ? `what ${baseline.column.name} says` : `always "${classes[commonest]}"`,
  };
}

function regression(scored: ScoredPredictions, baseline: Baseline): Scores {
  const { predicted, actual } = scored;
  const mean = baseline.mean ?? average(actual);
  const errors = Array.from(actual, (value, row) => predicted[row] - value);
  const said = baseline.column?.answers;
  const baselineErrors = Array.from(actual, (value, row) => (said ? said[row] : mean) - value);
  const meanAbsolute = (list: number[]) => average(list.map((error) => Math.abs(error)));
  const meanSquare = (list: number[]) => average(list.map((error) => error * error));
  const variance = meanSquare(Array.from(actual, (value) => value - average(actual)));
  const r2 = (list: number[]) => (variance === 0 ? 0 : 1 - meanSquare(list) / variance);
  return {
    task: "regression",
    metrics: [
      { name: "mae", value: meanAbsolute(errors), baseline: meanAbsolute(baselineErrors), better: "lower" },
      {
        name: "rmse",
        value: Math.sqrt(meanSquare(errors)),
        baseline: Math.sqrt(meanSquare(baselineErrors)),
        better: "lower",
      },
      { name: "r2", value: r2(errors), baseline: r2(baselineErrors), better: "higher" },
    ],
    baselineAnswer: baseline.column
      ? `what ${baseline.column.name} says`
      : `always ${Number(mean.toPrecision(6))}`,
  };
}

/** Mean over the classes of 2PR / (P + R); a class that is neither present nor answered counts 0, as in scikit-learn. */
function macroF1(counts: readonly (readonly number[])[]): number {
  const scores = counts.map((row, i) => {
    const hit = row[i];
    const actual = row.reduce((sum, count) => sum + count, 0);
    const answered = counts.reduce((sum, other) => sum + other[i], 0);
    return actual + answered === 0 ? 0 : (2 * hit) / (actual + answered);
  });
  return average(scores);
}

function indexOfLargest(values: Float32Array): number {
  let best = 0;
  for (let i = 1; i < values.length; i++) if (values[i] > values[best]) best = i;
  return best;
}

function average(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i];
  return sum / values.length;
}
