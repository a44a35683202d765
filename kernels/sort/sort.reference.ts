// The definition of the stable sort of rows by the position they name.

export interface SortedRows {
  /** Rows by key, equal keys in their first order, rows outside last. */
  order: number[];
  /** Where each key begins in `order`, and where the last one ends. */
  starts: number[];
}

/** `indices` [rows, rank]; a row's key is Σ index · stride, and rows outside 0 … keyCount − 1 come last. */
export function sortReference(
  indices: ArrayLike<number>,
  strides: readonly number[],
  keyCount: number,
): SortedRows {
  const rows = indices.length / strides.length;
  const keys = Array.from({ length: rows }, (_, row) => {
    const key = strides.reduce((sum, stride, d) => sum + indices[row * strides.length + d] * stride, 0);
    return key >= 0 && key < keyCount ? key : keyCount;
  });
  const order = keys.map((_, row) => row).sort((a, b) => keys[a] - keys[b] || a - b);
  const starts = Array<number>(keyCount + 1).fill(0);
  for (const key of keys) if (key < keyCount) starts[key + 1]++;
  for (let key = 0; key < keyCount; key++) starts[key + 1] += starts[key];
  return { order, starts };
}
