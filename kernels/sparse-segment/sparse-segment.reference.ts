// The definition of sums and means of picked rows by ascending segment, in float64.

export interface SparseSegments {
  /** [rows, columns] */
  data: ArrayLike<number>;
  columns: number;
  /** Which row each summand is. */
  indices: ArrayLike<number>;
  /** As indices, ascending; there are as many segments as the last one says. */
  segmentIds: ArrayLike<number>;
  isMean: boolean;
}

/** [segments, columns]; a segment without rows is 0. */
export function sparseSegmentReference(given: SparseSegments): Float64Array {
  const { data, columns, indices, segmentIds, isMean } = given;
  const segments = segmentIds.length > 0 ? segmentIds[segmentIds.length - 1] + 1 : 0;
  const out = new Float64Array(segments * columns);
  const counts = new Float64Array(segments);
  for (let i = 0; i < indices.length; i++) {
    counts[segmentIds[i]]++;
    for (let c = 0; c < columns; c++) out[segmentIds[i] * columns + c] += data[indices[i] * columns + c];
  }
  if (!isMean) return out;
  return out.map((sum, i) => (sum === 0 ? 0 : sum / counts[Math.floor(i / columns)]));
}
