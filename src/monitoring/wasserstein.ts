// The first Wasserstein distance of two samples (the area between their distribution functions), in units of the
// reference's standard deviation.

const LEAST_DEVIATION = 0.001;

/** @param reference,current ascending, neither of them empty */
export function wasserstein(reference: Float64Array, current: Float64Array): number {
  const n = reference.length;
  const m = current.length;
  let i = 0;
  let j = 0;
  let area = 0;
  let last = Math.min(reference[0], current[0]);
  // No index beyond an end: such a read costs ten times as much as another.
  while (i < n && j < m) {
    const next = Math.min(reference[i], current[j]);
    area += Math.abs(i / n - j / m) * (next - last);
    last = next;
    while (i < n && reference[i] === next) i++;
    while (j < m && current[j] === next) j++;
  }
  for (; i < n; i++) {
    area += Math.abs(i / n - 1) * (reference[i] - last);
    last = reference[i];
  }
  for (; j < m; j++) {
    area += Math.abs(1 - j / m) * (current[j] - last);
    last = current[j];
  }
  return area / Math.max(deviation(reference), LEAST_DEVIATION);
}

/** Of the population. */
function deviation(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  const mean = sum / values.length;
  let squares = 0;
  for (const value of values) squares += (value - mean) * (value - mean);
  return Math.sqrt(squares / values.length);
}
