import * as fc from "fast-check";
import { expect, test } from "vitest";
import { fold } from "./dispatch.ts";

test("a number of workgroups within the limit is one row of them", () => {
  expect(fold(0, 65_535)).toEqual([0, 1, 1]);
  expect(fold(65_535, 65_535)).toEqual([65_535, 1, 1]);
  expect(fold(65_536, 65_535)).toEqual([32_768, 2, 1]);
});

test("any number is folded into a grid that holds it, keeps the limits and wastes less than a row and a layer", () => {
  const cases = fc.tuple(fc.integer({ min: 1, max: 2 ** 31 }), fc.integer({ min: 2000, max: 65_535 }));
  fc.assert(
    fc.property(cases, ([workgroups, most]) => {
      const [x, y, z] = fold(workgroups, most);
      expect(Math.max(x, y, z)).toBeLessThanOrEqual(most);
      expect(x * y * z).toBeGreaterThanOrEqual(workgroups);
      expect(x * y * z - workgroups).toBeLessThan(x * z + x * y);
    }),
  );
});
