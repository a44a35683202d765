// The definition of a matrix product, in float64: plain loops, never made fast.

export interface MatmulSizes {
  /** How many pairs of matrices. */
  count: number;
  m: number;
  k: number;
  n: number;
  transposeA: boolean;
  transposeB: boolean;
}

/** a [count, M, K] (or [count, K, M]) × b [count, K, N] (or [count, N, K]) -> [count, M, N] */
export function matmulReference(
  a: ArrayLike<number>,
  b: ArrayLike<number>,
  { count, m, k, n, transposeA, transposeB }: MatmulSizes,
): Float64Array {
  const out = new Float64Array(count * m * n);
  for (let p = 0; p < count; p++) {
    for (let i = 0; i < m; i++) {
      for (let j = 0; j < n; j++) {
        for (let l = 0; l < k; l++) {
          const x = a[p * m * k + (transposeA ? l * m + i : i * k + l)];
          const y = b[p * k * n + (transposeB ? j * k + l : l * n + j)];
          out[(p * m + i) * n + j] += x * y;
        }
      }
    }
  }
  return out;
}
