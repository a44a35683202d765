// How many rows a test needs before it can say anything. Below, its verdict would be chance, whichever way it fell.
import { binShares } from "./bin-shares.ts";
import { type Samples, sizes, valueCounts } from "./column-samples.ts";
import type { ColumnFinding, DriftTest } from "./drift-types.ts";
import { leastPossibleP } from "./kolmogorov-smirnov.ts";

/** Of any test: below this not even a median is worth naming. */
const LEAST = 5;
/** Expected counts of 5 in each cell: what the chi-square distribution is good for (Cochran, Biometrics 10, 1954). */
const EXPECTED_COUNT = 5;
/** Of two normal samples, times √(1/n + 1/m). */
const NORMAL_DISTANCE = 1.29;

/**
 * What there is too little of for a test at this threshold; undefined where there is enough.
 *
 * - K-S: both sides so large that samples which do not overlap would be a drift.
 * - chi-square and z-test: five rows for each value, on average, on each side.
 * - PSI, Jensen-Shannon, Wasserstein: both sides so large that two samples of one distribution are expected to be
 *   closer than the threshold. Their distance is of the size of 1/n + 1/m: (k - 1)(1/n + 1/m) for PSI over k bins
 *   (Yurdakul 2018), an eighth of it for the divergence whose root is the Jensen-Shannon distance; for Wasserstein in
 *   deviations 1.29 times its root, for a normal distribution: √(2/π) ∫ √(Φ(1 - Φ)).
 */
export function tooFewRows(
  test: DriftTest,
  threshold: number,
  samples: Samples,
): ColumnFinding["tooFew"] | undefined {
  const { reference, current } = sizes(samples);
  const side = reference < current ? "reference" : "current";
  const found = Math.min(reference, current);
  const other = Math.max(reference, current);
  const needed = Math.max(LEAST, neededOn(test, threshold, samples, found, other));
  return found < needed ? { side, found, needed } : undefined;
}

function neededOn(
  test: DriftTest,
  threshold: number,
  samples: Samples,
  found: number,
  other: number,
): number {
  if (found === 0) return LEAST;
  switch (test) {
    case "ks":
      return neededForKolmogorovSmirnov(threshold, other);
    case "chi-square":
    case "z-test": {
      const known = valueCounts(samples).reference.filter((count) => count > 0).length;
      return EXPECTED_COUNT * Math.max(2, known);
    }
    case "psi":
      return neededFor(threshold / Math.max(1, binCount(samples) - 1), other);
    case "jensen-shannon":
      return neededFor((8 * threshold * threshold) / Math.max(1, binCount(samples) - 1), other);
    case "wasserstein":
      return neededFor((threshold / NORMAL_DISTANCE) ** 2, other);
  }
}

function neededForKolmogorovSmirnov(threshold: number, other: number): number {
  let n = LEAST;
  while (n < 1000 && leastPossibleP(n, Math.max(n, other)) > threshold) n++;
  return n;
}

/** The least n with 1/n + 1/other ≤ limit; where the other side is too small for any, what both would need. */
function neededFor(limit: number, other: number): number {
  const left = limit - 1 / other;
  return Math.ceil(left > 0 ? 1 / left : 2 / limit);
}

function binCount(samples: Samples): number {
  return binShares(samples).reference.length;
}
