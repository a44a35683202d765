// The two sides of a column in the form that tests take: numbers ascending, words as counts. What is asked of them is
// the same whatever order the rows had.
import type { Column } from "#datasets/column.ts";

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

/** One side of a column: what is sorted or counted once, however often it is compared. */
export type SideValues =
  | { type: "number"; ascending: Float64Array }
  | { type: "category"; counts: ReadonlyMap<string, number> };

/** Undefined for a column of pictures. */
export function sideValues(column: Column, rows: Uint32Array): SideValues | undefined {
  if (column.type === "picture") return undefined;
  if (column.type === "number") return { type: "number", ascending: sortedNumbers(column.values, rows) };
  return { type: "category", counts: countWords(column.values, rows) };
}

function sortedNumbers(values: Float64Array, rows: Uint32Array): Float64Array {
  const numbers = new Float64Array(rows.length);
  let count = 0;
  for (let i = 0; i < rows.length; i++) {
    const value = values[rows[i]];
    if (Number.isFinite(value)) numbers[count++] = value;
  }
  return numbers.subarray(0, count).sort();
}

function countWords(values: readonly (string | null)[], rows: Uint32Array): Map<string, number> {
  const counts = new Map<string, number>();
  for (const row of rows) {
    const value = values[row];
    if (value !== null) counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  return counts;
}

export function hasValues(side: SideValues): boolean {
  return side.type === "number" ? side.ascending.length > 0 : side.counts.size > 0;
}

/** Undefined where the types differ. A side without any value is of either type: who reads a CSV cannot know. */
export function pairSamples(reference: SideValues, current: SideValues): Samples | undefined {
  if (reference.type !== current.type && hasValues(reference) && hasValues(current)) return undefined;
  if (reference.type === "number" && (current.type === "number" || hasValues(reference))) {
    const now = current.type === "number" ? current.ascending : new Float64Array();
    return { type: "number", reference: reference.ascending, current: now };
  }
  if (current.type === "number" && hasValues(current))
    return { type: "number", reference: new Float64Array(), current: current.ascending };
  const none = new Map<string, number>();
  return categorySamples(
    reference.type === "category" ? reference.counts : none,
    current.type === "category" ? current.counts : none,
  );
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
