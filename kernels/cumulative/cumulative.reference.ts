// The definition of cumulative sums and products along the middle of [outer, length, inner], in float64.

export interface Cumulative {
  isProduct?: boolean;
  /** Without the place itself. */
  isExclusive?: boolean;
  /** From the end. */
  isReverse?: boolean;
}

export function cumulativeReference(
  x: ArrayLike<number>,
  [outer, length, inner]: readonly [number, number, number],
  { isProduct = false, isExclusive = false, isReverse = false }: Cumulative = {},
): Float64Array {
  const out = new Float64Array(x.length);
  for (let line = 0; line < outer * inner; line++) {
    let sum = isProduct ? 1 : 0;
    for (let k = 0; k < length; k++) {
      const along = isReverse ? length - 1 - k : k;
      const at = (Math.floor(line / inner) * length + along) * inner + (line % inner);
      const next = isProduct ? sum * x[at] : sum + x[at];
      out[at] = isExclusive ? sum : next;
      sum = next;
    }
  }
  return out;
}
