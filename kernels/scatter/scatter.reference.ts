// The definition of the three scatters, in float64. Rows that name a position outside are left out.

export interface Scatter {
  /** [rows, strides.length] */
  indices: ArrayLike<number>;
  /** What one step of each index adds to the position, in rows of the result. */
  strides: readonly number[];
  /** [rows, columns] */
  updates: ArrayLike<number>;
  columns: number;
}

/** Adds the updates up, in the order of the rows, in `positions` · columns zeros. */
export function scatterSumReference(scatter: Scatter, positions: number): Float64Array {
  const out = new Float64Array(positions * scatter.columns);
  visit(scatter, positions, (at, value) => (out[at] += value));
  return out;
}

/** Puts the updates in the place of `base`; the last of several stays. */
export function scatterLastReference(scatter: Scatter, base: ArrayLike<number>): Float64Array {
  const out = Float64Array.from(base);
  visit(scatter, out.length / scatter.columns, (at, value) => (out[at] = value));
  return out;
}

function visit(
  { indices, strides, updates, columns }: Scatter,
  positions: number,
  put: (at: number, value: number) => void,
): void {
  for (let row = 0; row < indices.length / strides.length; row++) {
    const position = strides.reduce((sum, stride, d) => sum + indices[row * strides.length + d] * stride, 0);
    if (position < 0 || position >= positions) continue;
    for (let c = 0; c < columns; c++) put(position * columns + c, updates[row * columns + c]);
  }
}
