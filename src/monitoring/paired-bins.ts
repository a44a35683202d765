// The two distributions of a column in the same few bins, for drawing.
import { countsInBins, equalEdges, rangeOf } from "./bin-shares.ts";
import { type Samples, sizes, valueCounts, distinctCount, type ValueCounts } from "./column-samples.ts";
import type { PairedBins } from "./drift-types.ts";

const MOST_VALUES = 12;
const NUMBER_BINS = 14;

export function pairedBins(samples: Samples): PairedBins {
  const total = sizes(samples);
  const { labels, reference, current } =
    samples.type === "number" && distinctCount(samples, "both", MOST_VALUES + 1) > MOST_VALUES
      ? binsOfNumbers(samples)
      : binsOfValues(valueCounts(samples));
  return {
    labels,
    reference: reference.map((count) => count / Math.max(1, total.reference)),
    current: current.map((count) => count / Math.max(1, total.current)),
  };
}

function binsOfNumbers(samples: Extract<Samples, { type: "number" }>): PairedBins {
  const { least, greatest } = rangeOf(samples);
  const edges = equalEdges(least, greatest, NUMBER_BINS);
  const labels = Array.from(
    { length: NUMBER_BINS },
    (_, i) => `${short(edges[i])} to ${short(edges[i + 1])}`,
  );
  return { labels, ...countsInBins(samples, edges) };
}

/** The commonest values of either side; what is left is one bin more. */
function binsOfValues({ values, reference, current }: ValueCounts): PairedBins {
  const all = values.map((value, i) => ({
    label: String(value),
    reference: reference[i],
    current: current[i],
  }));
  const isWords = typeof values[0] === "string";
  const ranked = isWords
    ? all.toSorted(
        (a, b) => b.reference - a.reference || b.current - a.current || (a.label < b.label ? -1 : 1),
      )
    : all;
  const shown = ranked.slice(0, MOST_VALUES);
  const rest = ranked.slice(MOST_VALUES);
  if (rest.length > 0) {
    const sum = (side: "reference" | "current") => rest.reduce((total, each) => total + each[side], 0);
    shown.push({ label: `${rest.length} more`, reference: sum("reference"), current: sum("current") });
  }
  return {
    labels: shown.map(({ label }) => label),
    reference: shown.map((each) => each.reference),
    current: shown.map((each) => each.current),
  };
}

function short(value: number): string {
  return String(Number(value.toPrecision(4)));
}
