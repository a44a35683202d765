// A run held against what its author's run gave: each expected result, a verdict, and where the two parted.
import type { Lock } from "#document/sidecars.ts";
import { compareWithLock, type Comparison, type Measured, type Verdict } from "./lock-file.ts";

export interface ExpectedResult {
  cell: string;
  metric: string;
  published: number;
  /** Undefined until it was computed here. */
  here?: number;
  verdict?: Verdict;
}

export interface Reproduction {
  results: readonly ExpectedResult[];
  /** Versions of data: what the author read, and what was read here. */
  datasets: readonly { cell: string; published: string; here?: string; isSame?: boolean }[];
  /** How many of the results have been computed here. */
  computedCount: number;
  matchCount: number;
  /** - `waiting`: not all has been computed
   *  - `reproduced`: every result is identical, or within the tolerance of another backend
   *  - `different`: at least one is not
   *  - `not comparable`: nothing was published for this backend, and no tolerance for others
   */
  verdict: "waiting" | "reproduced" | "different" | "not comparable";
  /** The first cell, in the order of the page, whose value is not the author's. */
  parted?: string;
}

/**
 * @param order names of the cells in the order of the page
 * @param measured what has been computed here; none for nothing
 */
export function reproductionOf(
  lock: Lock,
  measured: Measured | undefined,
  order: readonly string[],
): Reproduction {
  const compared = measured ? compareWithLock(lock, measured) : [];
  const results = Object.entries(lock.results)
    .sort(([a], [b]) => order.indexOf(a) - order.indexOf(b))
    .flatMap(([cell, metrics]) =>
      Object.entries(metrics).map(([metric, byBackend]): ExpectedResult => {
        const found = compared.find((each) => each.cell === cell && each.metric === metric);
        const [own] = [byBackend[measured?.backend ?? ""], ...Object.values(byBackend)].filter(Boolean);
        return {
          cell,
          metric,
          published: own.value,
          ...(typeof found?.got === "number" && { here: found.got, verdict: verdictHere(found) }),
        };
      }),
    );
  const datasets = Object.entries(lock.datasets).map(([cell, published]) => {
    const here = measured?.datasets[cell];
    return { cell, published, ...(here !== undefined && { here, isSame: here === published }) };
  });
  const computed = results.filter(({ verdict }) => verdict !== undefined);
  const matches = computed.filter(({ verdict }) => isMatch(verdict));
  const parted = measured && firstParted(lock, measured, order);
  return {
    results,
    datasets,
    computedCount: computed.length,
    matchCount: matches.length,
    verdict: verdictOf(results),
    ...(parted !== undefined && { parted }),
  };
}

function verdictOf(results: readonly ExpectedResult[]): Reproduction["verdict"] {
  if (results.some(({ verdict }) => verdict === "different")) return "different";
  if (results.length === 0 || results.some(({ verdict }) => verdict === undefined)) return "waiting";
  return results.every(({ verdict }) => isMatch(verdict)) ? "reproduced" : "not comparable";
}

export function isMatch(verdict: Verdict | undefined): boolean {
  return verdict === "identical" || verdict === "within tolerance";
}

function verdictHere({ verdict, expected, got }: Comparison): Verdict {
  return expected === undefined && got !== undefined ? "not locked" : verdict;
}

/** Datasets by their hash, other cells by their values on the same backend, and by their numbers. */
function firstParted(lock: Lock, measured: Measured, order: readonly string[]): string | undefined {
  const differs = new Set(
    compareWithLock(lock, measured).flatMap(({ cell, verdict }) => (verdict === "different" ? [cell] : [])),
  );
  for (const [cell, byBackend] of Object.entries(lock.values ?? {})) {
    const expected = byBackend[measured.backend];
    const got = measured.values?.[cell];
    if (expected !== undefined && got !== undefined && expected !== got) differs.add(cell);
  }
  return order.find((name) => differs.has(name));
}
