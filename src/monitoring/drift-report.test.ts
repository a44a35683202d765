import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Column } from "#datasets/column.ts";
import { Dataset } from "#datasets/dataset.ts";
import { hashJson } from "#hashing/content-hash.ts";
import { categorySamples, type Samples } from "./column-samples.ts";
import { defaultTest } from "./choose-test.ts";
import { type ComparedDataset, type DriftOptions, makeDriftReport } from "./drift-report.ts";
import type { ModelAnswers } from "./model-answers.ts";

type Cells = Record<string, (number | null)[] | (string | null)[]>;

function table(name: string, cells: Cells): ComparedDataset {
  const columns = Object.entries(cells).map(([name, values]): Column => {
    const isNumber = values.every((value) => typeof value !== "string");
    return isNumber
      ? {
          name,
          type: "number",
          values: Float64Array.from(values, (value) => (value as number | null) ?? NaN),
        }
      : { name, type: "category", values: values as (string | null)[] };
  });
  const rowCount = columns[0]?.type === "picture" ? 0 : (columns[0]?.values.length ?? 0);
  const hash = hashJson(name);
  return { name, data: new Dataset({ source: name, version: hash, contentHash: hash, columns, rowCount }) };
}

const numbers = (count: number, of: (i: number) => number) => Array.from({ length: count }, (_, i) => of(i));
const words = (count: number, of: (i: number) => string) => Array.from({ length: count }, (_, i) => of(i));
const spread = (i: number) => (i * 37) % 97;

const compare = (before: Cells, now: Cells, options?: DriftOptions) =>
  makeDriftReport(table("before", before), table("now", now), options);
const verdicts = (before: Cells, now: Cells, options?: DriftOptions) =>
  Object.fromEntries(compare(before, now, options).columns.map(({ name, verdict }) => [name, verdict]));

describe("a drift report", () => {
  const before: Cells = { x: numbers(200, spread), kind: words(200, (i) => "abc"[i % 3]!) };

  test("finds no drift in the same data, and says so of each column", () => {
    const report = compare(before, before);
    expect(report.columns.map(({ verdict, test }) => [verdict, test])).toEqual([
      ["no drift", "chi-square"],
      ["no drift", "ks"],
    ]);
    expect(report).toMatchObject({ driftedShare: 0, isDrifted: false, alerts: [] });
  });

  test("finds what is shifted and what is mixed otherwise", () => {
    const report = compare(before, {
      x: numbers(150, (i) => spread(i) + 30),
      kind: words(150, (i) => (i % 5 === 0 ? "c" : "a")),
    });
    expect(report.columns.map(({ verdict }) => verdict)).toEqual(["drift", "drift"]);
    expect(report).toMatchObject({ driftedCount: 2, judgedCount: 2, driftedShare: 1, isDrifted: true });
    expect(report.alerts.map(({ head }) => head)).toEqual([
      "kind drifted:",
      "x drifted:",
      "The data as a whole drifted:",
    ]);
  });

  test("says of a column that vanished or changed its type just that, and judges the others", () => {
    const report = compare(
      { ...before, y: numbers(200, spread), z: numbers(200, spread) },
      {
        x: words(150, (i) => `${spread(i)} mm`),
        kind: words(150, (i) => "abc"[i % 3]!),
        z: numbers(150, spread),
        extra: numbers(150, spread),
      },
    );
    expect(Object.fromEntries(report.columns.map(({ name, verdict }) => [name, verdict]))).toEqual({
      x: "changed type",
      y: "missing",
      kind: "no drift",
      z: "no drift",
    });
    expect(report).toMatchObject({ judgedCount: 2, driftedShare: 0, newColumns: ["extra"] });
    expect(report.alerts).toEqual([
      { head: "x changed its type:", text: "numbers in before, words in now." },
      { head: "y is missing:", text: "now has no such column." },
    ]);
  });

  test("says where there are too few rows, how many it would take, and counts no such column", () => {
    const report = compare(before, { x: [500, 501, 502, 503], kind: words(4, () => "a") });
    expect(report.columns).toMatchObject([
      { name: "kind", verdict: "too few rows", tooFew: { side: "current", found: 4, needed: 15 } },
      { name: "x", verdict: "too few rows", tooFew: { side: "current", found: 4, needed: 5 } },
    ]);
    expect(report.columns[0]!.statistic).toBeUndefined();
    expect(report).toMatchObject({ judgedCount: 0, isDrifted: false });
  });

  test("takes a column without any value for too few rows, whatever type it was read as", () => {
    const blank: Cells = {
      x: numbers(200, spread).map(() => null),
      kind: words(200, () => "").map(() => null),
    };
    expect(verdicts(before, blank)).toEqual({ x: "too few rows", kind: "too few rows" });
    expect(verdicts(before, { x: blank["kind"]!, kind: blank["x"]! })).toEqual({
      x: "too few rows",
      kind: "too few rows",
    });
  });

  test("tells missing values, new categories and what lies outside the range", () => {
    const { columns } = compare(before, {
      x: numbers(100, (i) => (i < 20 ? 200 : spread(i))).map((value, i) => (i % 4 === 0 ? null : value)),
      kind: words(100, (i) => (i < 10 ? "new" : i < 13 ? "other" : "abc"[i % 3]!)),
    });
    const byName = Object.fromEntries(columns.map((column) => [column.name, column]));
    expect(byName["kind"]!.newCategories).toEqual({ count: 2, share: 0.13, names: ["new", "other"] });
    expect(byName["x"]).toMatchObject({
      outsideShare: 15 / 75,
      reference: { missingShare: 0, min: 0, max: 96 },
      current: { count: 75, missingShare: 0.25, max: 200 },
    });
  });

  test("takes the test and the threshold that were asked for", () => {
    const now: Cells = { x: numbers(150, (i) => spread(i) + 20), kind: before["kind"]! };
    const [x] = compare(before, now, { tests: { x: "psi" }, thresholds: { psi: 0.2 } }).columns;
    expect(x).toMatchObject({ name: "x", test: "psi", threshold: 0.2, verdict: "drift" });
    expect(compare(before, now, { tests: "psi" }).columns.map(({ test }) => test)).toEqual(["psi", "psi"]);
    expect(compare(before, now, { tests: "wasserstein" }).columns.map(({ test }) => test)).toEqual([
      "wasserstein",
      "chi-square",
    ]);
    expect(() => compare(before, now, { tests: { kind: "ks" } })).toThrow(
      'monitor: ks compares numbers, and "kind" is not such a column',
    );
    expect(() => compare(before, now, { tests: "kl" as never })).toThrow('there is no test "kl"');
    expect(() => compare(before, now, { tests: { kid: "psi" } })).toThrow('there is no column "kid" to test');
    expect(() => compare(before, now, { columns: ["y"] })).toThrow('has no column "y"');
  });

  test("a third value where two are known is a finding, also by the z-test", () => {
    const sex = (third: boolean) => words(120, (i) => (third && i < 60 ? "x" : "mf"[i % 2]!));
    const [found] = compare({ sex: sex(false) }, { sex: sex(true) }, { tests: { sex: "z-test" } }).columns;
    expect(found).toMatchObject({ test: "z-test", verdict: "drift", newCategories: { names: ["x"] } });
    expect(compare({ sex: sex(false) }, { sex: sex(true) }).columns[0]).toMatchObject({
      test: "chi-square",
      statistic: 0,
      verdict: "drift",
    });
  });

  test("cuts windows by rows, by number and by the values of a column", () => {
    const now: Cells = {
      x: numbers(240, (i) => spread(i) + (i >= 120 ? 30 : 0)),
      week: numbers(240, (i) => 3 - Math.floor(i / 80)),
    };
    const of = (windows: DriftOptions["windows"]) =>
      compare(before, now, { columns: ["x"], windows }).windows!;
    const byRows = of({ rows: 100 });
    expect(byRows.windows.map(({ label, rowCount }) => [label, rowCount])).toEqual([
      ["rows 1 to 100", 100],
      ["rows 101 to 200", 100],
      ["rows 201 to 240", 40],
    ]);
    const [first, second] = byRows.columns[0]!.statistics;
    expect(second!).toBeLessThan(first!);
    expect(of({ count: 2 }).windows.map(({ rowCount }) => rowCount)).toEqual([120, 120]);
    expect(of({ by: "week" }).windows.map(({ label }) => label)).toEqual(["1", "2", "3"]);
    expect(of({ by: "week", count: 2 }).windows.map(({ label }) => label)).toEqual(["1 to 2", "2 to 3"]);
    expect(of({ rows: 238 }).columns[0]!.statistics[1]).toBeNull();
    expect(() => of({ by: "day" })).toThrow('has no column "day"');
    const gone = compare({ ...before, week: before["x"]! }, before, {
      columns: ["x"],
      windows: { by: "week" },
    });
    expect(gone).toMatchObject({ judgedCount: 1, alerts: [{ text: "now has no column week any more." }] });
    expect(() => of({ rows: 1 })).toThrow("there would be 240 windows");
  });

  test("says of a distance that it has been rising to the last window", () => {
    const alertOf = (shift: (i: number) => number) =>
      compare(
        { x: numbers(1000, spread) },
        { x: numbers(1200, (i) => spread(i) + shift(i)) },
        { tests: "wasserstein", windows: { rows: 300 } },
      ).alerts[0]!.text;
    expect(alertOf((i) => 10 * Math.floor(i / 300))).toMatch(
      /^Wasserstein 0\.\d+ ≥ 0\.1, and rising for 3 windows\.$/,
    );
    expect(alertOf((i) => 40 - 10 * Math.floor(i / 300))).toMatch(/^Wasserstein 0\.\d+ ≥ 0\.1\.$/);
  });

  test("compares what a model answers, and scores it where there are labels", () => {
    const answers: ModelAnswers = {
      target: "kind",
      classes: ["a", "b"],
      reference: {
        rows: Uint32Array.from(numbers(40, (i) => i)),
        predicted: probabilities(40, (i) => i % 2),
      },
      current: { rows: Uint32Array.from(numbers(40, (i) => i)), predicted: probabilities(40, () => 1) },
    };
    const side = (name: string, label: (i: number) => string | null) =>
      table(name, { x: numbers(40, spread), kind: Array.from({ length: 40 }, (_, i) => label(i)) });
    const labelled = (i: number) => "ab"[i % 2]!;
    const report = makeDriftReport(
      side("before", labelled),
      side("now", (i) => (i < 10 ? labelled(i) : null)),
      {},
      answers,
    );
    expect(report.prediction).toMatchObject({ name: "predictions", test: "z-test", verdict: "drift" });
    expect(report.quality).toMatchObject({ target: "kind", rowCount: 10 });
    expect(report.quality!.metrics[0]).toEqual({
      name: "accuracy",
      reference: 1,
      current: 0.5,
      better: "higher",
    });
    const wrong = { ...answers, current: { rows: Uint32Array.of(40), predicted: Float32Array.of(0, 1) } };
    expect(() => makeDriftReport(side("before", labelled), side("now", labelled), {}, wrong)).toThrow(
      "answers",
    );
  });
});

function probabilities(count: number, answer: (i: number) => number): Float32Array {
  return Float32Array.from({ length: 2 * count }, (_, at) => Number(answer(Math.floor(at / 2)) === at % 2));
}

describe("whatever the data", () => {
  const rows = fc.array(
    fc.record({
      x: fc.option(fc.integer({ min: -40, max: 40 }), { freq: 8 }),
      few: fc.integer({ min: 0, max: 3 }),
      kind: fc.option(fc.constantFrom("a", "b", "c"), { freq: 8 }),
    }),
    { minLength: 1, maxLength: 80, size: "max" },
  );
  type Rows = { x: number | null; few: number; kind: string | null }[];
  const cellsOf = (rows: Rows): Cells => ({
    x: rows.map(({ x }) => x),
    few: rows.map(({ few }) => few),
    // The type of a column without a word is that of numbers.
    kind: rows.map(({ kind }, i) => (i === 0 ? (kind ?? "a") : kind)),
  });

  test("the order of the rows changes nothing", () => {
    fc.assert(
      fc.property(
        rows,
        rows,
        fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })),
        (a, b, ranks) => {
          const shuffled = (list: Rows): Rows => {
            const [first, ...rest] = list;
            const ranked = rest.map((row) => ({ row, rank: ranks.next().value! }));
            return [first!, ...ranked.sort((p, q) => p.rank - q.rank).map(({ row }) => row)];
          };
          for (const options of [{}, { tests: "psi" as const }, { tests: "wasserstein" as const }])
            expect(compare(cellsOf(shuffled(a)), cellsOf(shuffled(b)), options)).toEqual(
              compare(cellsOf(a), cellsOf(b), options),
            );
        },
      ),
    );
  });

  test("fewer than five rows are never no drift, and equal data never drift", () => {
    let judged = 0;
    fc.assert(
      fc.property(rows, rows, (a, b) => {
        for (const options of [{}, { tests: "psi" as const }, { tests: "jensen-shannon" as const }]) {
          for (const { verdict, current } of compare(cellsOf(a), cellsOf(b), options).columns)
            if (current!.count < 5) expect(verdict).toBe("too few rows");
          const same = Object.values(verdicts(cellsOf(a), cellsOf(a), options));
          judged += same.filter((verdict) => verdict === "no drift").length;
          expect(same).not.toContain("drift");
        }
      }),
    );
    expect(judged).toBeGreaterThan(50);
  });
});

describe("the default test", () => {
  const ofNumbers = (n: number, distinct: number): Samples => ({
    type: "number",
    reference: Float64Array.from({ length: n }, (_, i) => i % distinct).sort(),
    current: Float64Array.from({ length: distinct }, (_, i) => i),
  });
  const ofWords = (n: number, distinct: number): Samples =>
    categorySamples(
      new Map([
        ["0", n],
        ...numbers(distinct - 1, (i) => i + 1).map((i): [string, number] => [String(i), 0]),
      ]),
      new Map(numbers(distinct, (i) => i).map((i): [string, number] => [String(i), 1])),
    );

  // The table in Evidently's registry.py: by type, rows of the reference and different values of both.
  test.each([
    ["numbers", ofNumbers(1000, 6), "ks"],
    ["numbers", ofNumbers(1000, 5), "chi-square"],
    ["numbers", ofNumbers(1000, 2), "z-test"],
    ["numbers", ofNumbers(1001, 6), "wasserstein"],
    ["numbers", ofNumbers(1001, 5), "jensen-shannon"],
    ["numbers", ofNumbers(1001, 2), "jensen-shannon"],
    ["words", ofWords(1000, 3), "chi-square"],
    ["words", ofWords(1000, 2), "z-test"],
    ["words", ofWords(1001, 3), "jensen-shannon"],
    ["words", ofWords(1001, 2), "jensen-shannon"],
  ] as const)("of %s is Evidently's", (_, samples, wanted) => {
    expect(defaultTest(samples)).toBe(wanted);
  });
});
