// Whether a model is as often right as it says.

const BINS = 15;

/**
 * Expected calibration error: the rows in 15 equal bins by the probability of the answer given; the distance in each
 * between the mean of that and the share of right answers, weighted by its rows. 0 to 1.
 * Source: C. Guo et al., "On Calibration of Modern Neural Networks", ICML 2017, equation 3; bins are (a, b] as there.
 * @param confidence [N] @param rows indices of the rows that count
 */
export function calibrationError(
  confidence: Float64Array,
  isRight: (row: number) => boolean,
  rows: Uint32Array,
): number {
  const right = new Float64Array(BINS);
  const sums = new Float64Array(BINS);
  for (const row of rows) {
    const bin = Math.min(BINS - 1, Math.max(0, Math.ceil(confidence[row] * BINS) - 1));
    sums[bin] += confidence[row];
    if (isRight(row)) right[bin]++;
  }
  let distance = 0;
  for (let bin = 0; bin < BINS; bin++) distance += Math.abs(right[bin] - sums[bin]);
  return distance / rows.length;
}
