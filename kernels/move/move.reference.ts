// The definition of moving elements: transpositions, reversals, strided slices and padding are all of it.

/** Along each dimension of the result: its size, and which place of x each step along it is. */
export interface Moved {
  outShape: readonly number[];
  start: readonly number[];
  step: readonly number[];
  /** Sizes and strides of x, in the order of the result's dimensions. */
  shape: readonly number[];
  strides: readonly number[];
  /** What a place outside x holds. */
  fill: number;
}

export function moveReference(x: ArrayLike<number>, moved: Moved): Float64Array {
  const { outShape, start, step, shape, strides, fill } = moved;
  const out = new Float64Array(outShape.reduce((size, d) => size * d, 1));
  for (let i = 0; i < out.length; i++) {
    let at = 0;
    let isInside = true;
    for (let d = outShape.length - 1, left = i; d >= 0; d--) {
      const place = start[d] + (left % outShape[d]) * step[d];
      left = Math.floor(left / outShape[d]);
      isInside &&= place >= 0 && place < shape[d];
      at += place * strides[d];
    }
    out[i] = isInside ? x[at] : fill;
  }
  return out;
}
