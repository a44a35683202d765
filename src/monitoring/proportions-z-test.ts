// The z-test of two proportions, two-sided, with one pooled proportion: the share of the first value
// against that of all others, as Evidently takes it for columns of two values.
import { erfc } from "#numerics/elementary.ts";

/**
 * @param reference,current counts of the same values, in one order
 * @returns p, from 0 to 1; 1 where both have one and the same value
 */
export function proportionsZTest(reference: readonly number[], current: readonly number[]): number {
  const n = reference.reduce((sum, count) => sum + count, 0);
  const m = current.reduce((sum, count) => sum + count, 0);
  if (reference.length < 2) return 1;
  const pooled = (n - reference[0] + m - current[0]) / (n + m);
  const deviation = Math.sqrt(pooled * (1 - pooled) * (1 / n + 1 / m));
  const z = ((n - reference[0]) / n - (m - current[0]) / m) / deviation;
  // 2 (1 - Φ(|z|)), without the difference that would leave no digits of a small p.
  return erfc(Math.abs(z) / Math.SQRT2);
}
