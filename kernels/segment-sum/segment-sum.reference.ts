// The definition of the segment sum and of its gradient, in float64.

/** `values` [rows, columns] -> [segments, columns]; rows whose id is negative or too large are left out. */
export function segmentSumReference(
  values: ArrayLike<number>,
  ids: ArrayLike<number>,
  columns: number,
  segments: number,
): Float64Array {
  const out = new Float64Array(segments * columns);
  for (let row = 0; row < ids.length; row++) {
    if (ids[row] < 0 || ids[row] >= segments) continue;
    for (let c = 0; c < columns; c++) out[ids[row] * columns + c] += values[row * columns + c];
  }
  return out;
}

/** `dy` [segments, columns] -> the gradient of the values [rows, columns]: 0 for rows left out. */
export function segmentSumGradientReference(
  dy: ArrayLike<number>,
  ids: ArrayLike<number>,
  columns: number,
  segments: number,
): Float64Array {
  const out = new Float64Array(ids.length * columns);
  for (let row = 0; row < ids.length; row++) {
    if (ids[row] < 0 || ids[row] >= segments) continue;
    for (let c = 0; c < columns; c++) out[row * columns + c] = dy[ids[row] * columns + c];
  }
  return out;
}
