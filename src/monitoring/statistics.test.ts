// Golden values of Evidently 0.7.21, run on these very samples, and a comparison with SciPy on random ones.
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { categorySamples, type Samples } from "./column-samples.ts";
import { driftTests } from "./drift-tests.ts";
import type { DriftTest } from "./drift-types.ts";
import { tested } from "./judge-column.ts";
import { kolmogorovSmirnov } from "./kolmogorov-smirnov.ts";
import { kolmogorovTail } from "./kolmogorov-distribution.ts";
import { wasserstein } from "./wasserstein.ts";

const run = promisify(execFile);

const f = (i: number, s: number) => ((37 * i + s) % 97) / 10;
const range = <T>(count: number, of: (i: number) => T): T[] => Array.from({ length: count }, (_, i) => of(i));
const ascending = (values: number[]) => Float64Array.from(values).sort();

const numbers: Samples = {
  type: "number",
  reference: ascending(range(500, (i) => f(i, 0))),
  current: ascending(range(400, (i) => f(i, 11) * 1.15 + 0.3)),
};
const words = categorySamples(
  countsOf([...range(300, (i) => "abc"[(i * i) % 3]), ...range(30, () => "c")]),
  countsOf(range(200, (i) => "abc"[i % 3])),
);
const bits = categorySamples(
  countsOf(range(300, (i) => String(i % 5 === 0))),
  countsOf(range(250, (i) => String(i % 4 === 0))),
);

function countsOf(values: string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}

function expectClose(value: number, wanted: number, relative = 1e-8): void {
  expect(Math.abs(value - wanted), `${value} for ${wanted}`).toBeLessThanOrEqual(relative * Math.abs(wanted));
}

describe("statistics equal Evidently's", () => {
  // Printed with ten digits: half a unit of the last is 5e-10 of the smallest.
  test.each<[string, DriftTest, Samples, number, "drift" | "no drift"]>([
    ["numbers", "ks", numbers, 9.566613195e-6, "drift"],
    ["numbers", "wasserstein", numbers, 0.3624860281, "drift"],
    ["numbers", "jensen-shannon", numbers, 0.2024740511, "drift"],
    ["numbers", "psi", numbers, 0.7037513911, "drift"],
    ["words", "chi-square", words, 1.903954557e-33, "drift"],
    ["words", "jensen-shannon", words, 0.2372016372, "drift"],
    ["words", "psi", words, 0.4721484274, "drift"],
    ["two values", "z-test", bits, 0.1450337147, "no drift"],
  ])("%s by %s", (_, name, samples, golden, verdict) => {
    const found = tested(name, driftTests[name].threshold, samples);
    expectClose(found.statistic, golden);
    expect(found.verdict).toBe(verdict);
  });
});

const ASK_SCIPY = `
import json, sys, warnings
import numpy as np
from scipy import stats
from scipy.spatial import distance
warnings.simplefilter("error")
answers = []
for task in json.load(sys.stdin):
    a, b = (np.array(side) for side in (task["a"], task["b"]))
    name = task["test"]
    if name == "ks": answer = stats.ks_2samp(a, b).pvalue
    elif name == "tail": answer = stats.kstwo.sf(task["d"], task["n"])
    elif name == "wasserstein": answer = stats.wasserstein_distance(a, b) / max(np.std(a), 0.001)
    elif name == "chi-square": answer = stats.chisquare(b, a * (b.sum() / a.sum())).pvalue
    elif name == "z-test":
        n, m = a.sum(), b.sum()
        p = (a[1] + b[1]) / (n + m)
        answer = 2 * stats.norm.sf(abs(a[1] / n - b[1] / m) / np.sqrt(p * (1 - p) * (1 / n + 1 / m)))
    else:
        edges = np.histogram_bin_edges(np.concatenate([a, b]), "sturges")
        p, q = np.histogram(a, edges)[0] / len(a), np.histogram(b, edges)[0] / len(b)
        if name == "jensen-shannon": answer = distance.jensenshannon(p, q)
        else:
            for shares in (p, q):
                least = min(shares[shares != 0])
                shares[shares == 0] = least / 1e6 if least <= 0.0001 else 0.0001
            answer = np.sum((p - q) * np.log(p / q))
    answers.append(float(answer))
print(json.dumps(answers))
`;

interface Task {
  test: string;
  a: number[];
  b: number[];
  d?: number;
  n?: number;
}

async function scipy(tasks: Task[]): Promise<number[]> {
  const program = process.env["CAIRN_PYTHON"];
  if (program === undefined) throw new Error("CAIRN_PYTHON is not set: run this by `npm test -- unit`");
  const running = run(program, ["-c", ASK_SCIPY], { maxBuffer: 2 ** 26 });
  running.child.stdin!.end(JSON.stringify(tasks));
  return JSON.parse((await running).stdout) as number[];
}

/** Different every time it is called, the same in every run. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

describe("statistics equal SciPy's", () => {
  const next = random(20);
  const sample = (count: number, shift: number, decimals?: number) =>
    range(count, () => {
      const value = next() + next() + next() + shift;
      return decimals === undefined ? value : Number(value.toFixed(decimals));
    });
  const sizes = [
    [5, 5], [6, 9], [40, 40], [64, 448], [97, 213], [500, 499], [1000, 1000], [120, 12_000], [900, 15_000], [12_000, 30_000],
  ]; // prettier-ignore
  const ofNumbers = sizes.flatMap(([n, m]) =>
    [undefined, 1].flatMap((decimals) =>
      [0.02, 0.15, 0.5].flatMap((shift): Task[] => {
        const [a, b] = [sample(n, 0, decimals), sample(m, shift, decimals)];
        const binned = n > 40 && decimals === undefined ? ["jensen-shannon", "psi"] : [];
        return ["ks", "wasserstein", ...binned].map((test) => ({ test, a, b }));
      }),
    ),
  );
  const ofCounts = [2, 3, 5, 20].flatMap((kinds) =>
    [1, 2, 6].map((slope): Task => ({
      test: kinds === 2 ? "z-test" : "chi-square",
      a: range(kinds, () => 20 + Math.floor(next() * 100)),
      b: range(kinds, (i) => 20 + Math.floor(next() * 50 * (i % 2 === 0 ? slope : 1))),
    })),
  );
  const tails = [1, 2, 7, 50, 140, 141, 1000, 20_000, 150_000].flatMap((n) =>
    [0.3, 0.55, 0.8, 1, 1.4, 1.6, 2.1, 2.6, 4].map((z) => ({ n, d: z / Math.sqrt(n) })),
  );
  const edges = [
    { n: 30, d: 0.03 },
    { n: 30, d: 0.98 },
    { n: 200, d: 0.004 },
    { n: 90, d: 0.51 },
    { n: 10, d: 0.01 },
  ];
  const ofTails = [...tails.filter(({ d }) => d < 1), ...edges].map((each): Task => ({
    test: "tail",
    a: [],
    b: [],
    ...each,
  }));
  const tasks = [...ofNumbers, ...ofCounts, ...ofTails];
  let answers: number[] = [];
  beforeAll(async () => {
    answers = await scipy(tasks);
  }, 120_000);

  /** Below the least normal number digits go. */
  const expectEqual = (task: Task, statistic: number) => {
    const wanted = answers[tasks.indexOf(task)];
    if (wanted < 1e-300) expect(statistic).toBeLessThan(1e-299);
    else expectClose(statistic, wanted);
  };

  test.each(sizes)("of %i and %i numbers, with ties and without", (n, m) => {
    const own = ofNumbers.filter(({ a, b }) => a.length === n && b.length === m);
    expect(own.length).toBeGreaterThanOrEqual(12);
    for (const task of own) {
      const samples: Samples = {
        type: "number",
        reference: ascending(task.a),
        current: ascending(task.b),
      };
      expectEqual(task, tested(task.test as DriftTest, 0.05, samples).statistic);
    }
  });

  test("of counts of words", () => {
    for (const task of ofCounts) {
      const { a, b } = task;
      const samples: Samples = { type: "category", values: a.map(String), reference: a, current: b };
      expectEqual(task, tested(task.test as DriftTest, 0.05, samples).statistic);
    }
  });

  test("of Kolmogorov's distribution in each of its ranges", () => {
    for (const task of ofTails) expectEqual(task, kolmogorovTail(task.n!, task.d!));
  });
});

describe("statistics keep what they must", () => {
  const samples = fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 1, maxLength: 30 });

  test("K-S p is 1 of a sample with itself, and the same in both directions", () => {
    fc.assert(
      fc.property(samples, samples, (a, b) => {
        const [x, y] = [ascending(a), ascending(b)];
        expect(kolmogorovSmirnov(x, x)).toBe(1);
        expect(kolmogorovSmirnov(x, y)).toBeCloseTo(kolmogorovSmirnov(y, x), 12);
      }),
    );
  });

  test("Wasserstein grows by what a sample is shifted, in deviations of the reference", () => {
    fc.assert(
      fc.property(samples, fc.integer({ min: 0, max: 50 }), (a, shift) => {
        const x = ascending(a);
        const mean = x.reduce((sum, value) => sum + value, 0) / x.length;
        const deviation = Math.sqrt(x.reduce((sum, value) => sum + (value - mean) ** 2, 0) / x.length);
        const shifted = x.map((value) => value + shift);
        expect(wasserstein(x, shifted)).toBeCloseTo(shift / Math.max(0.001, deviation), 6);
      }),
    );
  });
});
