// The first Wasserstein distance of two samples (the area between their distribution functions), in units of the
// reference's standard deviation.

const LEAST_DEVIATION = 0.001;

/** @param reference,current ascending, neither of them empty */
export function wasserstein(reference: Float64Array, current: Float64Array): number {
  let i = 0;
  let j = 0;
  let area = 0;
  let last = Math.min(reference[0], current[0]);
  while (i < reference.length || j < current.length) {
    const next = Math.min(reference[i] ?? Infinity, current[j] ?? Infinity);
    area += Math.abs(i / reference.length - j / current.length) * (next - last);
    last = next;
    while (reference[i] === next) i++;
    while (current[j] === next) j++;
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
