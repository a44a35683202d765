// The two sides of a column in the form that tests take: numbers ascending, words as counts. What is asked of them is
// the same whatever order the rows had.
import type { Column, ValueColumn } from "#datasets/column.ts";

export interface NumberSamples {
  type: "number";
  /** Ascending, finite. */
  reference: Float64Array;
  current: Float64Array;
}

/** Counts of the values that either side has, in the order of the values. */
export interface ValueCounts {
  values: (number | string)[];
  reference: number[];
  current: number[];
}

export interface CategorySamples extends ValueCounts {
  type: "category";
}

export type Samples = NumberSamples | CategorySamples;

/** The finite numbers of some rows, ascending. */
export function sortedNumbers(column: ValueColumn & { type: "number" }, rows: Uint32Array): Float64Array {
  const numbers = new Float64Array(rows.length);
  let count = 0;
  for (const row of rows) {
    const value = column.values[row];
    if (Number.isFinite(value)) numbers[count++] = value;
  }
  return numbers.slice(0, count).sort();
}

export function countWords(column: ValueColumn, rows: Uint32Array): Map<string, number> {
  const counts = new Map<string, number>();
  for (const row of rows) {
    const value = column.values[row];
    if (typeof value === "string") counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  return counts;
}

/** Words on both sides, by their code units. */
export function categorySamples(
  reference: ReadonlyMap<string, number>,
  current: ReadonlyMap<string, number>,
): CategorySamples {
  const values = [...new Set([...reference.keys(), ...current.keys()])].sort();
  return {
    type: "category",
    values,
    reference: values.map((value) => reference.get(value) ?? 0),
    current: values.map((value) => current.get(value) ?? 0),
  };
}

export function valueCounts(samples: Samples): ValueCounts {
  if (samples.type === "category") return samples;
  const counts: ValueCounts = { values: [], reference: [], current: [] };
  const { reference, current } = samples;
  let i = 0;
  let j = 0;
  while (i < reference.length || j < current.length) {
    const value = Math.min(reference[i] ?? Infinity, current[j] ?? Infinity);
    const [fromI, fromJ] = [i, j];
    while (reference[i] === value) i++;
    while (current[j] === value) j++;
    counts.values.push(value);
    counts.reference.push(i - fromI);
    counts.current.push(j - fromJ);
  }
  return counts;
}

/** How many different values there are on one side, or on both; it counts no further than `limit`. */
export function distinctCount(samples: Samples, side: "reference" | "both", limit: number): number {
  if (samples.type === "category")
    return Math.min(
      limit,
      side === "both" ? samples.values.length : samples.reference.filter((count) => count > 0).length,
    );
  const { reference } = samples;
  const current = side === "both" ? samples.current : new Float64Array();
  let i = 0;
  let j = 0;
  let distinct = 0;
  while ((i < reference.length || j < current.length) && distinct < limit) {
    const value = Math.min(reference[i] ?? Infinity, current[j] ?? Infinity);
    while (reference[i] === value) i++;
    while (current[j] === value) j++;
    distinct++;
  }
  return distinct;
}

export function sizes(samples: Samples): { reference: number; current: number } {
  if (samples.type === "number")
    return { reference: samples.reference.length, current: samples.current.length };
  const sum = (counts: readonly number[]) => counts.reduce((total, count) => total + count, 0);
  return { reference: sum(samples.reference), current: sum(samples.current) };
}

/** What a test can take a column for; undefined for text and pictures. */
export function testedType(column: Column): "number" | "category" | undefined {
  return column.type === "number" || column.type === "category" ? column.type : undefined;
}
