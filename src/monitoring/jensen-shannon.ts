// The Jensen-Shannon distance: the root of the divergence, by the natural logarithm, from 0 to √(ln 2) = 0.833.
import { log } from "#numerics/elementary.ts";

/** @param reference,current shares of the same bins, each summing to 1; a bin may be empty */
export function jensenShannon(reference: readonly number[], current: readonly number[]): number {
  let sum = 0;
  for (const [i, p] of reference.entries()) {
    const middle = (p + current[i]) / 2;
    sum += relativeEntropy(p, middle) + relativeEntropy(current[i], middle);
  }
  return Math.sqrt(Math.max(0, sum / 2));
}

function relativeEntropy(share: number, middle: number): number {
  return share === 0 ? 0 : share * log(share / middle);
}
