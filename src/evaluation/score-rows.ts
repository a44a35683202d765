// Metrics of any choice of rows, the model's beside the baseline's: what reports, intervals and slices are made of.
// What a row costs is found once, because an interval scores a thousand choices.
import { log } from "#numerics/elementary.ts";
import { calibrationError } from "./calibration.ts";
import type { ReportMetric } from "./report-types.ts";

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

export interface Scorer {
  metrics: readonly (Pick<ReportMetric, "name" | "better"> & {
    /** Drawing rows anew moves it away from what it is, so that the spread of such draws is no interval of it. */
    isBiased?: boolean;
  })[];
  /** One value a metric. @param rows indices, each as often as it counts */
  readonly ofModel: (rows: Uint32Array) => number[];
  readonly ofBaseline: (rows: Uint32Array) => number[];
}

const LEAST_PROBABILITY = 1e-7;

/** What one side answered and what that cost, row by row. */
interface Answers {
  answer: Int32Array;
  loss: Float64Array;
  /** The probability it gave to its own answer. */
  confidence: Float64Array;
}

/** Accuracy, macro F1, log loss and calibration error. */
export function classificationScorer(
  { predicted, actual, classes }: ScoredPredictions & { classes: readonly string[] },
  baseline: Baseline,
): Scorer & { answers: Int32Array } {
  const width = classes.length;
  const shares = baseline.classShares ?? classes.map(() => 1 / width);
  const commonest = shares.indexOf(Math.max(...shares));
  const said = baseline.column?.answers;
  const model = emptyAnswers(actual.length);
  const constant = emptyAnswers(actual.length);
  for (let row = 0; row < actual.length; row++) {
    const probabilities = predicted.subarray(row * width, (row + 1) * width);
    const truth = actual[row];
    const answer = indexOfLargest(probabilities);
    model.answer[row] = answer;
    model.confidence[row] = probabilities[answer];
    model.loss[row] = -log(Math.max(LEAST_PROBABILITY, truth >= 0 ? probabilities[truth] : 0));
    const guess = said ? said[row] : commonest;
    /** A column is sure of what it says. */
    const share = truth < 0 ? 0 : said ? Number(guess === truth) : shares[truth];
    constant.answer[row] = guess;
    constant.confidence[row] = said ? 1 : shares[commonest];
    constant.loss[row] = -log(Math.max(LEAST_PROBABILITY, share));
  }
  const score = (answers: Answers, rows: Uint32Array) => scoreClasses(answers, actual, width, rows);
  return {
    metrics: [
      { name: "accuracy", better: "higher" },
      { name: "macro_f1", better: "higher" },
      { name: "log_loss", better: "lower" },
      { name: "calibration_error", better: "lower", isBiased: true },
    ],
    ofModel: (rows) => score(model, rows),
    ofBaseline: (rows) => score(constant, rows),
    answers: model.answer,
  };
}

/** Mean absolute error, its root mean square, and R². */
export function regressionScorer({ predicted, actual }: ScoredPredictions, baseline: Baseline): Scorer {
  const said = baseline.column?.answers;
  const mean = baseline.mean ?? average(actual);
  const errors = Float64Array.from(actual, (value, row) => predicted[row] - value);
  const baselineErrors = Float64Array.from(actual, (value, row) => (said ? said[row] : mean) - value);
  return {
    metrics: [
      { name: "mae", better: "lower" },
      { name: "rmse", better: "lower" },
      { name: "r2", better: "higher" },
    ],
    ofModel: (rows) => scoreNumbers(errors, actual, rows),
    ofBaseline: (rows) => scoreNumbers(baselineErrors, actual, rows),
  };
}

export function average(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i];
  return sum / values.length;
}

function emptyAnswers(rowCount: number): Answers {
  return {
    answer: new Int32Array(rowCount),
    loss: new Float64Array(rowCount),
    confidence: new Float64Array(rowCount),
  };
}

function scoreClasses(
  { answer, loss, confidence }: Answers,
  actual: Float64Array,
  width: number,
  rows: Uint32Array,
): number[] {
  const hits = new Float64Array(width);
  const present = new Float64Array(width);
  const answered = new Float64Array(width);
  let right = 0;
  let lossSum = 0;
  for (const row of rows) {
    const truth = actual[row];
    const guess = answer[row];
    if (guess === truth && truth >= 0) right++;
    // A class that training never saw has no place among the classes: it counts in accuracy and loss alone.
    if (truth >= 0 && guess >= 0) {
      present[truth]++;
      answered[guess]++;
      if (truth === guess) hits[truth]++;
    }
    lossSum += loss[row];
  }
  // 2PR / (P + R); a class that is neither present nor answered counts 0, as in scikit-learn.
  const f1 = hits.map((hit, i) =>
    present[i] + answered[i] === 0 ? 0 : (2 * hit) / (present[i] + answered[i]),
  );
  const isRight = (row: number) => answer[row] === actual[row];
  return [
    right / rows.length,
    average(f1),
    lossSum / rows.length,
    calibrationError(confidence, isRight, rows),
  ];
}

function scoreNumbers(errors: Float64Array, actual: Float64Array, rows: Uint32Array): number[] {
  let mean = 0;
  let absolute = 0;
  let square = 0;
  for (const row of rows) {
    mean += actual[row] / rows.length;
    absolute += Math.abs(errors[row]);
    square += errors[row] * errors[row];
  }
  let variance = 0;
  for (const row of rows) variance += (actual[row] - mean) * (actual[row] - mean);
  return [
    absolute / rows.length,
    Math.sqrt(square / rows.length),
    variance === 0 ? 0 : 1 - square / variance,
  ];
}

function indexOfLargest(values: Float32Array): number {
  let best = 0;
  for (let i = 1; i < values.length; i++) if (values[i] > values[best]) best = i;
  return best;
}
