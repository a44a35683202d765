// The definition of argMax and argMin: the first place of the largest (smallest) value along the middle of
// [outer, length, inner]. A NaN is passed over, except in the first place, where it stays.

export function argmaxReference(
  x: ArrayLike<number>,
  [outer, length, inner]: readonly [number, number, number],
  isMin = false,
): Int32Array {
  const out = new Int32Array(outer * inner);
  for (let i = 0; i < out.length; i++) {
    const at = (k: number) => x[(Math.floor(i / inner) * length + k) * inner + (i % inner)];
    for (let k = 1; k < length; k++) {
      if (isMin ? at(k) < at(out[i]) : at(k) > at(out[i])) out[i] = k;
    }
  }
  return out;
}
