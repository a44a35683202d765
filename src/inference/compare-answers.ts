// How far two lists of answers are apart, as one number.

/** A file is offered only below this. */
export const MOST_RELATIVE_ERROR = 1e-4;

/** Share of the largest answer below which a difference counts as if the answer were that large. */
const FLOOR_SHARE = 1e-3;

/**
 * The largest |a - b| / max(|b|, floor), where floor is a thousandth of the largest |b|: a probability of 1e-12 that comes
 * out as 2e-12 is no error of 100 %. Infinity where one of the two is no number and the other is, or where their counts differ.
 */
export function relativeError(answers: ArrayLike<number>, expected: ArrayLike<number>): number {
  if (answers.length !== expected.length) return Infinity;
  let largest = 0;
  for (let i = 0; i < expected.length; i++) {
    if (Number.isFinite(expected[i])) largest = Math.max(largest, Math.abs(expected[i]));
  }
  const floor = Math.max(largest * FLOOR_SHARE, Number.MIN_VALUE);
  let worst = 0;
  for (let i = 0; i < expected.length; i++) {
    const [answer, wanted] = [answers[i], expected[i]];
    if (Object.is(answer, wanted) || answer === wanted) continue;
    const error = Math.abs(answer - wanted) / Math.max(Math.abs(wanted), floor);
    worst = Math.max(worst, Number.isNaN(error) ? Infinity : error);
  }
  return worst;
}
