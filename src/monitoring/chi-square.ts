// The chi-square test as Evidently makes it of two samples: what is seen now against what the reference leads to
// expect, its counts times (current rows / reference rows).
import { gammainc } from "#numerics/elementary.ts";

/**
 * @param reference,current counts of the same values; a value counts in one of them at least
 * @returns p, from 0 to 1; 0 when there is a value that the reference does not have
 */
export function chiSquare(reference: readonly number[], current: readonly number[]): number {
  const scale = total(current) / total(reference);
  const freedom = reference.length - 1;
  if (freedom < 1) return 1;
  let statistic = 0;
  for (const [i, count] of reference.entries()) {
    const expected = count * scale;
    if (expected === 0) return 0;
    statistic += (current[i] - expected) ** 2 / expected;
  }
  return gammainc(statistic / 2, freedom / 2, true, true);
}

function total(counts: readonly number[]): number {
  return counts.reduce((sum, count) => sum + count, 0);
}
