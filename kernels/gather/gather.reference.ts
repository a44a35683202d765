// The definition of gathering along the third dimension of x [batch, outer, length, inner].

export function gatherReference(
  x: ArrayLike<number>,
  indices: ArrayLike<number>,
  { batch, outer, length, inner }: { batch: number; outer: number; length: number; inner: number },
): Float64Array {
  const count = indices.length / batch;
  const out = new Float64Array(batch * outer * count * inner);
  let i = 0;
  for (let b = 0; b < batch; b++)
    for (let o = 0; o < outer; o++)
      for (let row = 0; row < count; row++)
        for (let c = 0; c < inner; c++) {
          const index = indices[b * count + row];
          const isInside = index >= 0 && index < length;
          out[i++] = isInside ? x[((b * outer + o) * length + index) * inner + c] : 0;
        }
  return out;
}
