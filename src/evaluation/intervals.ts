// How far a metric would move if other rows of the same kind had been drawn: 95 % intervals.
import { randomStream } from "#random/random-stream.ts";
import type { Interval } from "./report-types.ts";

/** Fewer rows say next to nothing about their own spread. */
export const LEAST_ROWS = 10;
/** Two-sided 95 % of a normal distribution. */
const Z = 1.959963984540054;
const DRAWS = 1000;
/** So many rows are drawn at most in all, as far as 100 draws remain: a million rows are scored in seconds. */
const ROWS_DRAWN = 20_000_000;
const LEAST_DRAWS = 100;

/**
 * Percentile bootstrap (Efron 1979): rows are drawn with replacement, as many as there are, and the metrics of each
 * draw are ranked. The generator is seeded by the number of rows alone, so a report is equal wherever it is made.
 * @param measure gives one value a metric
 */
export function bootstrapIntervals(
  rowsOf: Uint32Array,
  measure: (rows: Uint32Array) => number[],
): Interval[] | undefined {
  const count = rowsOf.length;
  if (count < LEAST_ROWS) return undefined;
  const random = randomStream(`bootstrap ${count}`);
  const draws = Math.max(LEAST_DRAWS, Math.min(DRAWS, Math.floor(ROWS_DRAWN / count)));
  const drawn = new Uint32Array(count);
  const found: number[][] = [];
  for (let draw = 0; draw < draws; draw++) {
    for (let i = 0; i < count; i++) drawn[i] = rowsOf[Math.floor(random() * count)];
    found.push(measure(drawn));
  }
  return found[0].map((_, metric) => {
    const values = Float64Array.from(found, (each) => each[metric]).sort();
    return [quantile(values, 0.025), quantile(values, 0.975)];
  });
}

/**
 * Wilson's score interval of a share. Unlike drawing anew it does not shrink to nothing where every row is right.
 * Source: E. B. Wilson, "Probable inference, the law of succession, and statistical inference", JASA 22 (1927).
 * @param share 0 to 1, of `count` rows
 */
export function shareInterval(share: number, count: number): Interval | undefined {
  if (count < LEAST_ROWS) return undefined;
  const square = Z * Z;
  const middle = share + square / (2 * count);
  const spread = Z * Math.sqrt((share * (1 - share)) / count + square / (4 * count * count));
  const scale = 1 + square / count;
  return [Math.max(0, (middle - spread) / scale), Math.min(1, (middle + spread) / scale)];
}

/** Between the two nearest ranks, as NumPy's default has it. @param sorted ascending, not empty */
export function quantile(sorted: ArrayLike<number>, part: number): number {
  const at = part * (sorted.length - 1);
  const below = Math.floor(at);
  const above = Math.min(sorted.length - 1, below + 1);
  return sorted[below] + (sorted[above] - sorted[below]) * (at - below);
}
