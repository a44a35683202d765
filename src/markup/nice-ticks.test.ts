import fc from "fast-check";
import { expect, test } from "vitest";
import { formatTicks, logTicks, niceDomain, niceTicks } from "./nice-ticks.ts";

test("ticks are round", () => {
  expect(niceTicks(0, 1, 5)).toEqual([0, 0.2, 0.4, 0.6, 0.8, 1]);
  expect(niceTicks(3, 97, 5)).toEqual([20, 40, 60, 80]);
  expect(niceTicks(-0.3, 0.3, 3)).toEqual([-0.2, 0, 0.2]);
  expect(niceTicks(5, 5, 4)).toEqual([5]);
});

test("ticks lie within the ends and are not many", () => {
  const end = fc.double({ min: -1e9, max: 1e9, noNaN: true });
  fc.assert(
    fc.property(end, end, (a, b) => {
      const [min, max] = a < b ? [a, b] : [b, a];
      fc.pre(max - min > 1e-6);
      const ticks = niceTicks(min, max, 5);
      const slack = (max - min) * 1e-6;
      expect(ticks.every((tick) => tick >= min - slack && tick <= max + slack)).toBe(true);
      expect(ticks.length).toBeLessThan(11);
      expect(new Set(ticks).size).toBe(ticks.length);
    }),
  );
});

test("a domain is widened to ticks, and one value gets room", () => {
  expect(niceDomain(3, 97, 5)).toEqual([0, 100]);
  expect(niceDomain(0, 0, 5)).toEqual([-1, 1]);
  expect(niceDomain(4, 4, 5)).toEqual([2, 6]);
});

test("logarithmic ticks are 1 and 3, or powers alone over many decades", () => {
  expect(logTicks(0.05, 1.2)).toEqual([0.1, 0.3, 1]);
  expect(logTicks(0.00001, 10)).toEqual([0.00001, 0.0001, 0.001, 0.01, 0.1, 1, 10]);
});

test("labels have as many decimals as tell them apart, and a true minus", () => {
  expect(formatTicks([0, 0.25, 0.5])).toEqual(["0.00", "0.25", "0.50"]);
  expect(formatTicks([-2000, 0, 2000])).toEqual(["−2,000", "0", "2,000"]);
  expect(formatTicks([0, 2e7])).toEqual(["0", "2e7"]);
});
