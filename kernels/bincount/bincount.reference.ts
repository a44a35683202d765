// The definition of the counts of whole numbers, in float64.

export interface Bincount {
  /** [rows, columns] whole numbers; each row is counted by itself. Those outside 0 … size − 1 are not counted. */
  x: ArrayLike<number>;
  rows: number;
  size: number;
  /** As x; what each number counts. @default 1 */
  weights?: ArrayLike<number>;
  /** Whether a number occurs instead of how often; weights are not looked at. */
  isBinary?: boolean;
}

/** [rows, size] */
export function bincountReference({ x, rows, size, weights, isBinary = false }: Bincount): Float64Array {
  const out = new Float64Array(rows * size);
  for (let i = 0; i < x.length; i++) {
    if (x[i] < 0 || x[i] >= size) continue;
    const bin = Math.floor(i / (x.length / rows)) * size + x[i];
    out[bin] = isBinary ? 1 : out[bin] + (weights ? weights[i] : 1);
  }
  return out;
}
