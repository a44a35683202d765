// The population stability index: Σ (reference - current) ln(reference / current) over shares. A bin that is empty
// on one side counts as a small share, by Evidently's rule, for the index would be infinite.
import { log } from "#numerics/elementary.ts";

const SMALL_SHARE = 0.0001;

/** @param reference,current shares of the same bins, each summing to 1; a bin may be empty */
export function populationStability(reference: readonly number[], current: readonly number[]): number {
  const before = withoutZeros(reference);
  const after = withoutZeros(current);
  return before.reduce((sum, share, i) => sum + (share - after[i]) * log(share / after[i]), 0);
}

function withoutZeros(shares: readonly number[]): number[] {
  const least = Math.min(...shares.filter((share) => share > 0));
  const small = least <= SMALL_SHARE ? least / 1e6 : SMALL_SHARE;
  return shares.map((share) => (share === 0 ? small : share));
}
