// The definition of the reductions, in float64 (exact for whole numbers up to 2^53).

export type Reduction = "Sum" | "Mean" | "Prod" | "Max" | "Min" | "All" | "Any";

/** Reduces these axes of x; the result has the other ones, in their order. */
export function reduceReference(
  reduction: Reduction,
  x: ArrayLike<number>,
  shape: readonly number[],
  axes: readonly number[],
): Float64Array {
  const kept = shape.map((_, d) => d).filter((d) => !axes.includes(d));
  const groups: number[][] = Array.from({ length: kept.reduce((size, d) => size * shape[d], 1) }, () => []);
  for (let i = 0; i < x.length; i++) {
    const at: number[] = [];
    for (let d = shape.length - 1, left = i; d >= 0; d--) {
      at[d] = left % shape[d];
      left = Math.floor(left / shape[d]);
    }
    groups[kept.reduce((place, d) => place * shape[d] + at[d], 0)].push(x[i]);
  }
  return Float64Array.from(groups, (values) => reduceValues(reduction, values));
}

function reduceValues(reduction: Reduction, values: readonly number[]): number {
  switch (reduction) {
    case "Sum":
      return values.reduce((a, b) => a + b, 0);
    case "Mean":
      return values.reduce((a, b) => a + b, 0) / values.length;
    case "Prod":
      return values.reduce((a, b) => a * b, 1);
    case "Max":
      return values.reduce((a, b) => Math.max(a, b), -Infinity);
    case "Min":
      return values.reduce((a, b) => Math.min(a, b), Infinity);
    case "All":
      return Number(values.every(Boolean));
    case "Any":
      return Number(values.some(Boolean));
  }
}
