// Which test compares a column: Evidently 0.7's default by type and size, or the one a person chose where it fits.
import { CairnError } from "#errors/cairn-error.ts";
import { chiSquare } from "./chi-square.ts";
import { binShares } from "./bin-shares.ts";
import { distinctCount, type NumberSamples, type Samples, sizes, valueCounts } from "./column-samples.ts";
import type { DriftTest } from "./drift-types.ts";
import { jensenShannon } from "./jensen-shannon.ts";
import { kolmogorovSmirnov } from "./kolmogorov-smirnov.ts";
import { proportionsZTest } from "./proportions-z-test.ts";
import { populationStability } from "./psi.ts";
import { wasserstein } from "./wasserstein.ts";

export const statistics: Readonly<Record<DriftTest, (samples: Samples) => number>> = {
  ks: (samples) => kolmogorovSmirnov(...numbersOf(samples)),
  "chi-square": (samples) => chiSquare(...countsOf(samples)),
  "z-test": (samples) => proportionsZTest(...countsOf(samples)),
  wasserstein: (samples) => wasserstein(...numbersOf(samples)),
  "jensen-shannon": (samples) => jensenShannon(...sharesOf(samples)),
  psi: (samples) => populationStability(...sharesOf(samples)),
};

const LARGE_REFERENCE = 1000;

/** Evidently's rule: by type, rows of the reference that have a value, and different values on both sides. */
export function defaultTest(samples: Samples): DriftTest {
  const isLarge = sizes(samples).reference > LARGE_REFERENCE;
  const distinct = distinctCount(samples, "both", 6);
  if (samples.type === "number" && distinct > 5) return isLarge ? "wasserstein" : "ks";
  if (isLarge) return "jensen-shannon";
  return distinct > 2 ? "chi-square" : "z-test";
}

/** Why a test cannot compare a column; undefined where it can. */
export function misfit(test: DriftTest, samples: Samples): string | undefined {
  if ((test === "ks" || test === "wasserstein") && samples.type !== "number")
    return `${test} compares numbers`;
  // Of the reference alone: a value that is new is a finding, not a fault of the form.
  if (test === "z-test" && distinctCount(samples, "reference", 3) > 2)
    return "z-test compares columns of at most two values";
  return undefined;
}

/** The test a person chose for this column, or for all that it fits, else the default. @throws CairnError for a misfit */
export function chooseTest(
  name: string,
  samples: Samples,
  chosen: DriftTest | Readonly<Record<string, DriftTest>> | undefined,
): DriftTest {
  if (chosen === undefined) return defaultTest(samples);
  if (typeof chosen === "string") return misfit(chosen, samples) ? defaultTest(samples) : chosen;
  if (!Object.hasOwn(chosen, name)) return defaultTest(samples);
  const problem = misfit(chosen[name], samples);
  if (problem === undefined) return chosen[name];
  throw new CairnError(`monitor: ${problem}, and "${name}" is not such a column`, {
    code: "wrong-test",
    path: ["tests", name],
    hint: "psi and jensen-shannon compare columns of numbers and of words.",
  });
}

function numbersOf(samples: Samples): [Float64Array, Float64Array] {
  const { reference, current } = samples as NumberSamples;
  return [reference, current];
}

function countsOf(samples: Samples): [number[], number[]] {
  const { reference, current } = valueCounts(samples);
  return [reference, current];
}

function sharesOf(samples: Samples): [number[], number[]] {
  const { reference, current } = binShares(samples);
  return [reference, current];
}
