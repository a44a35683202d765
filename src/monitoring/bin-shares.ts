// Shares of both sides in the same bins, as Evidently bins them for PSI and the Jensen-Shannon distance: numbers with
// more than 20 different values in the reference into equal bins over both sides, everything else value by value.
import { log } from "#numerics/elementary.ts";
import { distinctCount, type NumberSamples, type Samples, sizes, valueCounts } from "./column-samples.ts";

const MOST_VALUES = 20;

export interface BinShares {
  reference: number[];
  current: number[];
}

export function binShares(samples: Samples): BinShares {
  const total = sizes(samples);
  const counts = isBinned(samples) ? countsInBins(samples, sturgesEdges(samples)) : valueCounts(samples);
  return {
    reference: counts.reference.map((count) => count / total.reference),
    current: counts.current.map((count) => count / total.current),
  };
}

function isBinned(samples: Samples): samples is NumberSamples {
  return samples.type === "number" && distinctCount(samples, "reference", MOST_VALUES + 1) > MOST_VALUES;
}

/** NumPy's histogram_bin_edges(both, "sturges"), to the last bit: log2(n) + 1 bins, rounded up. */
function sturgesEdges(samples: NumberSamples): Float64Array {
  const { least, greatest } = rangeOf(samples);
  const width = (greatest - least) / (binaryLog(samples.reference.length + samples.current.length) + 1);
  return equalEdges(least, greatest, Math.ceil((greatest - least) / width));
}

export function rangeOf({ reference, current }: NumberSamples): { least: number; greatest: number } {
  return {
    least: Math.min(reference[0] ?? Infinity, current[0] ?? Infinity),
    greatest: Math.max(reference.at(-1) ?? -Infinity, current.at(-1) ?? -Infinity),
  };
}

/** As NumPy's linspace gives them. */
export function equalEdges(least: number, greatest: number, binCount: number): Float64Array {
  const step = (greatest - least) / binCount;
  const edges = Float64Array.from({ length: binCount + 1 }, (_, i) => i * step + least);
  edges[binCount] = greatest;
  return edges;
}

/** Each bin holds its left edge, the last both. */
export function countsInBins(samples: NumberSamples, edges: Float64Array): BinShares {
  return {
    reference: countsOf(samples.reference, edges),
    current: countsOf(samples.current, edges),
  };
}

function countsOf(ascending: Float64Array, edges: Float64Array): number[] {
  const counts = Array.from({ length: edges.length - 1 }, () => 0);
  let before = 0;
  for (let bin = 0; bin < counts.length; bin++) {
    const end = bin === counts.length - 1 ? ascending.length : countBelow(ascending, edges[bin + 1]);
    counts[bin] = end - before;
    before = end;
  }
  return counts;
}

export function countBelow(ascending: Float64Array, limit: number): number {
  let from = 0;
  let to = ascending.length;
  while (from < to) {
    const middle = (from + to) >> 1;
    if (ascending[middle] < limit) from = middle + 1;
    else to = middle;
  }
  return from;
}

/** Exact for powers of two, where a quotient of logarithms may be an ulp off and cost a bin. */
function binaryLog(count: number): number {
  const exponent = 31 - Math.clz32(count);
  return 2 ** exponent === count ? exponent : log(count) / Math.LN2;
}
