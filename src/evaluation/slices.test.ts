import fc from "fast-check";
import { expect, test } from "vitest";
import type { Column } from "#datasets/column.ts";
import { parseGates } from "./gates.ts";
import { makeReport } from "./report.ts";
import { sliceRows } from "./slices.ts";

const words = (name: string, values: (string | null)[]): Column => ({ name, type: "category", values });
const numbers = (name: string, values: number[]): Column => ({
  name,
  type: "number",
  values: Float64Array.from(values),
});
const all = (count: number) => Uint32Array.from({ length: count }, (_, row) => row);
const repeat = <Value>(value: Value, count: number) => new Array<Value>(count).fill(value);

/** 20 rows of "a" of which 16 are right, 20 of "b" that all are, 5 of "c". */
const island = words("island", [...repeat("a", 20), ...repeat("b", 20), ...repeat("c", 5)]);
const scored = {
  target: "t",
  classes: ["no", "yes"],
  predicted: Float32Array.from(
    [...repeat([0.1, 0.9], 16), ...repeat([0.8, 0.2], 4), ...repeat([0.1, 0.9], 25)].flat(),
  ),
  actual: Float64Array.from(repeat(1, 45)),
};
const report = (slices = [sliceRows([island], all(45))], gates: Record<string, string> = {}) =>
  makeReport(scored, {
    split: "all",
    baseline: { classShares: [0.5, 0.5] },
    gates: parseGates(gates),
    slices,
  });

test("slices come worst first with rows, score and interval; those with fewer than 10 rows are only counted", () => {
  const { slices } = report();
  expect(slices).toMatchObject({ metric: "accuracy", leastRowCount: 10, smallCount: 1, count: 2 });
  expect(slices!.scores).toEqual([
    { columns: ["island"], label: "a", rowCount: 20, value: 0.8, interval: slices!.scores[0].interval },
    { columns: ["island"], label: "b", rowCount: 20, value: 1, interval: slices!.scores[1].interval },
  ]);
  // scipy 1: binomtest(16, 20).proportion_ci(0.95, method="wilson"), and of (20, 20)
  expect(slices!.scores[0].interval![0]).toBeCloseTo(0.5839825677481065, 9);
  expect(slices!.scores[0].interval![1]).toBeCloseTo(0.9193423374202021, 9);
  expect(slices!.scores[1].interval).toEqual([expect.closeTo(0.8388748419471806, 9), 1]);
});

test("the gate worst_slice holds the worst slice to a limit, and names it", () => {
  const [gate] = report(undefined, { worst_slice: ">= 0.9" }).gates;
  expect(gate).toMatchObject({ passed: false, value: 0.8, slice: { label: "a", rowCount: 20 } });
  expect(report(undefined, { worst_slice: ">= 0.8" }).gates[0].passed).toBe(true);
});

test("no slice with rows enough is no pass, and without slices the gate says how to part rows", () => {
  const tiny = sliceRows(
    [
      numbers(
        "id",
        Array.from({ length: 45 }, (_, i) => i % 8),
      ),
    ],
    all(45),
  );
  expect(report([tiny], { worst_slice: ">= 0.1" }).gates[0]).toMatchObject({ passed: false });
  expect(() => report([], { worst_slice: ">= 0.1" })).toThrow('no metric "worst_slice"');
});

test("many numbers are parted at their quartiles, few by value; blanks are a slice of their own", () => {
  const mass = sliceRows(
    [numbers("mass", [...Array.from({ length: 100 }, (_, i) => i), Number.NaN])],
    all(101),
  );
  expect(mass.labels).toEqual([
    "mass ≤ 24.75",
    "mass 24.75 to 49.5",
    "mass 49.5 to 74.25",
    "mass > 74.25",
    "no mass",
  ]);
  expect(sliceRows([numbers("year", [2007, 2008, 2007])], all(3)).labels).toEqual(["year 2007", "year 2008"]);
  expect(sliceRows([words("sex", ["f", null])], all(2)).labels).toEqual(["f", "no sex"]);
});

test("columns that are crossed part the rows by all their values at once", () => {
  const crossed = sliceRows([words("a", ["x", "x", "y"]), words("b", ["1", "2", "1"])], all(3));
  expect(crossed).toMatchObject({ columns: ["a", "b"], labels: ["x, 1", "x, 2", "y, 1"] });
});

test("every row lies in exactly one slice, and rows of one slice have equal labels (any columns)", () => {
  const column = fc.oneof(
    fc
      .array(fc.option(fc.constantFrom("a", "b", "")), { minLength: 30, maxLength: 30 })
      .map((v) => words("w", v)),
    fc.array(fc.double({ min: -5, max: 5 }), { minLength: 30, maxLength: 30 }).map((v) => numbers("n", v)),
  );
  fc.assert(
    fc.property(fc.array(column, { minLength: 1, maxLength: 2 }), (columns) => {
      const { codes, labels } = sliceRows(columns, all(30));
      expect(codes.length).toBe(30);
      expect(new Set(labels).size).toBe(labels.length);
      expect([...codes].every((code) => code < labels.length)).toBe(true);
    }),
  );
});
