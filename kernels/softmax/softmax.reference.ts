// The definition of softmax over the last dimension and of its gradient, in float64.

/** x [rows, columns]; each row of the result sums to 1. */
export function softmaxReference(x: ArrayLike<number>, columns: number): Float64Array {
  const out = new Float64Array(x.length);
  for (let first = 0; first < x.length; first += columns) {
    let largest = -Infinity;
    for (let c = 0; c < columns; c++) largest = Math.max(largest, x[first + c]);
    let sum = 0;
    for (let c = 0; c < columns; c++) sum += out[first + c] = Math.exp(x[first + c] - largest);
    for (let c = 0; c < columns; c++) out[first + c] /= sum;
  }
  return out;
}

/** dx = y · (dy − Σ dy · y), the sum over each row. */
export function softmaxGradientReference(
  y: ArrayLike<number>,
  dy: ArrayLike<number>,
  columns: number,
): Float64Array {
  const dx = new Float64Array(y.length);
  for (let first = 0; first < y.length; first += columns) {
    let dot = 0;
    for (let c = 0; c < columns; c++) dot += dy[first + c] * y[first + c];
    for (let c = 0; c < columns; c++) dx[first + c] = y[first + c] * (dy[first + c] - dot);
  }
  return dx;
}
