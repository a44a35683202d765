import fc from "fast-check";
import { expect, test } from "vitest";
import { commonEnds, commonSubsequence } from "./common-subsequence.ts";

const pairsOf = (one: readonly string[], other: readonly string[]) =>
  commonSubsequence(one.length, other.length, (i, j) => one[i] === other[j]);

/** The length alone, as it is defined: slow, and plainly right. */
function naiveLength([first, ...rest]: readonly string[], other: readonly string[]): number {
  if (first === undefined) return 0;
  const at = other.indexOf(first);
  const without = naiveLength(rest, other);
  return at < 0 ? without : Math.max(without, 1 + naiveLength(rest, other.slice(at + 1)));
}

test("pairs are equal items, in both orders, as many as can be", () => {
  const list = fc.array(fc.constantFrom("a", "b", "c"), { maxLength: 9 });
  fc.assert(
    fc.property(list, list, (one, other) => {
      const pairs = pairsOf(one, other)!;
      for (const [i, j] of pairs) expect(one[i]).toBe(other[j]);
      for (const [at, [i, j]] of pairs.entries()) {
        const [lastI, lastJ] = pairs[at - 1] ?? [-1, -1];
        expect(i > lastI && j > lastJ).toBe(true);
      }
      expect(pairs).toHaveLength(naiveLength(one, other));
    }),
  );
});

test("of two equally long ones, the one with later items of the old list", () => {
  expect(pairsOf(["a", "b"], ["b", "a"])).toEqual([[1, 0]]);
});

test("lists that are too long are not compared", () => {
  expect(commonSubsequence(1001, 1000, () => true)).toBeUndefined();
  expect(commonSubsequence(0, 2_000_000, () => true)).toEqual([]);
});

test("what both ends share is counted once", () => {
  const endsOf = (one: string, other: string) =>
    commonEnds(one.length, other.length, (i, j) => one[i] === other[j]);
  expect(endsOf("abcd", "abxd")).toEqual({ start: 2, end: 1 });
  expect(endsOf("aaa", "aa")).toEqual({ start: 2, end: 0 });
  expect(endsOf("", "a")).toEqual({ start: 0, end: 0 });
});
