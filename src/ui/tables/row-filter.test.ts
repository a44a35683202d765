import { expect, test } from "vitest";
import { keepsNumber, keepsWord, parseFilter } from "./row-filter.ts";

const values = [-2, 0, 1.5, 4, 5, 6, 7, 1234, 2e-3];
const kept = (typed: string) => {
  const filter = parseFilter(typed, "number")!;
  return values.filter((value) => keepsNumber(filter, value, false));
};

test("numbers are compared, and a range includes its ends", () => {
  expect(kept("> 5")).toEqual([6, 7, 1234]);
  expect(kept(">=5")).toEqual([5, 6, 7, 1234]);
  expect(kept("< 0")).toEqual([-2]);
  expect(kept("<= 0")).toEqual([-2, 0]);
  expect(kept("−2")).toEqual([-2]);
  expect(kept("= 1.5")).toEqual([1.5]);
  expect(kept("4 to 6")).toEqual([4, 5, 6]);
  expect(kept("4..6")).toEqual([4, 5, 6]);
  expect(kept("1,234")).toEqual([1234]);
  expect(kept("2e-3")).toEqual([0.002]);
});

test("text is found whatever its case, or is equal", () => {
  const words = ["Adelie", "adelie bird", "Gentoo"];
  const keptWords = (typed: string) => {
    const filter = parseFilter(typed, "text")!;
    return words.filter((word) => keepsWord(filter, word));
  };
  expect(keptWords("ADEL")).toEqual(["Adelie", "adelie bird"]);
  expect(keptWords("= Adelie")).toEqual(["Adelie"]);
});

test("blanks are kept by name alone", () => {
  const blank = parseFilter("blank", "number")!;
  const present = parseFilter("not blank", "text")!;
  expect([keepsNumber(blank, NaN, true), keepsNumber(blank, 1, false)]).toEqual([true, false]);
  expect([keepsWord(present, undefined), keepsWord(present, "x")]).toEqual([false, true]);
  expect(keepsNumber(parseFilter("> 5", "number")!, NaN, true)).toBe(false);
});

test("an empty filter is none; one that is not understood says what is", () => {
  expect(parseFilter("  ", "number")).toBeUndefined();
  expect(() => parseFilter("large", "number")).toThrow("a number column takes > 5");
});
