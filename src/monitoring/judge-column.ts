// One column of the current data against the same column of the reference.
import type { Column } from "#datasets/column.ts";
import { countBelow } from "./bin-shares.ts";
import { chooseTest, statistics } from "./choose-test.ts";
import { pairSamples, type Samples, sideValues, type SideValues, sizes } from "./column-samples.ts";
import { driftTests } from "./drift-tests.ts";
import type { ColumnFinding, ColumnSide, DriftTest } from "./drift-types.ts";
import { tooFewRows } from "./least-rows.ts";
import { pairedBins } from "./paired-bins.ts";

export interface JudgeOptions {
  /** One test for all columns that it fits, or one for each named column. @default by type and size */
  tests?: DriftTest | Readonly<Record<string, DriftTest>>;
  /** By test. @default Evidently's */
  thresholds?: Readonly<Partial<Record<DriftTest, number>>>;
}

export interface ColumnPair {
  name: string;
  type: "number" | "category";
  reference: SideValues;
  /** Undefined where the current data has no such column. */
  current: Column | undefined;
  referenceRowCount: number;
  currentRows: Uint32Array;
}

const NAMES_SHOWN = 10;

/** @throws CairnError when the test that was chosen does not fit the column */
export function judgeColumn(pair: ColumnPair, options: JudgeOptions): ColumnFinding {
  const { name, type, reference, current, referenceRowCount, currentRows } = pair;
  const before = sideOf(countOf(reference), referenceRowCount);
  if (!current) return { name, type, verdict: "missing", reference: before };
  const now = sideValues(current, currentRows);
  const samples = now && pairSamples(reference, now);
  if (!samples) {
    const currentType = now ? (now.type === "number" ? "number" : "word") : "picture";
    return { name, type, verdict: "changed type", currentType, reference: before };
  }
  const test = chooseTest(name, samples, options.tests);
  const threshold = options.thresholds?.[test] ?? driftTests[test].threshold;
  const tooFew = tooFewRows(test, threshold, samples);
  return {
    name,
    type,
    ...(tooFew ? { verdict: "too few rows", test, threshold, tooFew } : tested(test, threshold, samples)),
    ...sidesOf(samples, referenceRowCount, currentRows.length),
    ...remarksOf(samples),
    bins: pairedBins(samples),
  };
}

/** The statistic of a test and what it says. */
export function tested(
  test: DriftTest,
  threshold: number,
  samples: Samples,
): Required<Pick<ColumnFinding, "verdict" | "test" | "threshold" | "statistic">> {
  const { drifted } = driftTests[test];
  const statistic = statistics[test](samples);
  const isDrift =
    drifted === ">="
      ? statistic >= threshold
      : drifted === "<="
        ? statistic <= threshold
        : statistic < threshold;
  return { verdict: isDrift ? "drift" : "no drift", test, threshold, statistic };
}

function sidesOf(
  samples: Samples,
  referenceRowCount: number,
  currentRowCount: number,
): { reference: ColumnSide; current: ColumnSide } {
  const counts = sizes(samples);
  const rangeOf = (values: Float64Array) =>
    values.length === 0 ? {} : { min: values[0], max: values[values.length - 1] };
  return {
    reference: {
      ...sideOf(counts.reference, referenceRowCount),
      ...(samples.type === "number" && rangeOf(samples.reference)),
    },
    current: {
      ...sideOf(counts.current, currentRowCount),
      ...(samples.type === "number" && rangeOf(samples.current)),
    },
  };
}

function sideOf(count: number, rowCount: number): ColumnSide {
  return { count, missingShare: rowCount === 0 ? 0 : 1 - count / rowCount };
}

/** What is in the current data and nowhere in the reference. */
function remarksOf(samples: Samples): Pick<ColumnFinding, "newCategories" | "outsideShare"> {
  if (samples.type === "number") {
    const { reference, current } = samples;
    if (reference.length === 0 || current.length === 0) return {};
    const below = countBelow(current, reference[0]);
    const above = current.length - countBelow(current, nextAbove(current, reference[reference.length - 1]));
    return { outsideShare: (below + above) / current.length };
  }
  const total = sizes(samples).current;
  const found = samples.values
    .map((value, i) => ({ value: String(value), reference: samples.reference[i], count: samples.current[i] }))
    .filter(({ reference }) => reference === 0)
    .sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1));
  if (found.length === 0) return {};
  const rows = found.reduce((sum, { count }) => sum + count, 0);
  return {
    newCategories: {
      count: found.length,
      share: rows / total,
      names: found.slice(0, NAMES_SHOWN).map(({ value }) => value),
    },
  };
}

/** The least of the values above `limit`; infinity where there is none. */
function nextAbove(ascending: Float64Array, limit: number): number {
  let at = countBelow(ascending, limit);
  while (ascending[at] === limit) at++;
  return ascending[at] ?? Infinity;
}

function countOf(side: SideValues): number {
  if (side.type === "number") return side.ascending.length;
  return [...side.counts.values()].reduce((sum, count) => sum + count, 0);
}
