import fc from "fast-check";
import { expect, test } from "vitest";
import { relativeError } from "./compare-answers.ts";

const numbers = fc.array(fc.double({ noNaN: true, min: -1e6, max: 1e6 }), { minLength: 1 });

test("equal answers are not apart, missing ones and infinite ones either", () => {
  fc.assert(fc.property(numbers, (values) => relativeError(values, values) === 0));
  expect(relativeError([NaN, Infinity, 0], [NaN, Infinity, -0])).toBe(0);
});

test("one answer that is off by a share of itself is found, wherever it stands", () => {
  const off = fc.double({ noNaN: true, min: 1e-6, max: 0.5 });
  fc.assert(
    fc.property(fc.nat(20), off, (at, share) => {
      const expected = Array.from({ length: 21 }, (_, i) => i + 1);
      const answers = expected.map((value, i) => (i === at ? value * (1 + share) : value));
      expect(relativeError(answers, expected)).toBeCloseTo(share, 9);
    }),
  );
});

test("below a thousandth of the largest answer, differences are measured against that", () => {
  expect(relativeError([1, 2e-12], [1, 1e-12])).toBeCloseTo(1e-9, 12);
  expect(relativeError([1e-5], [0])).toBe(Infinity);
});

test("a number where there is none, no number where there is one, and another count are infinitely far", () => {
  expect(relativeError([1, 0], [1, NaN])).toBe(Infinity);
  expect(relativeError([1, NaN], [1, 0])).toBe(Infinity);
  expect(relativeError([1], [1, 2])).toBe(Infinity);
});
