// The tests by name: what each is called and from where on it says drift. Their statistics are in choose-test.ts; this
// is what the schema of the form and those who print a finding need.
import type { DriftTest } from "./drift-types.ts";

interface TestRow {
  /** As it is printed before its number. */
  label: string;
  threshold: number;
  /** When the statistic says drift: a p-value below (or at) the threshold, a distance at or above it. */
  drifted: "<=" | "<" | ">=";
}

/** Thresholds and signs are Evidently's. */
export const driftTests: Readonly<Record<DriftTest, TestRow>> = {
  ks: { label: "K-S p", threshold: 0.05, drifted: "<=" },
  "chi-square": { label: "χ² p", threshold: 0.05, drifted: "<" },
  "z-test": { label: "z-test p", threshold: 0.05, drifted: "<" },
  wasserstein: { label: "Wasserstein", threshold: 0.1, drifted: ">=" },
  "jensen-shannon": { label: "Jensen-Shannon", threshold: 0.1, drifted: ">=" },
  psi: { label: "PSI", threshold: 0.1, drifted: ">=" },
};

export const driftTestNames = Object.keys(driftTests) as DriftTest[];
