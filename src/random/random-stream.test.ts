import { expect, test } from "vitest";
import { randomStream, shuffle } from "./random-stream.ts";

const draw = (seed: string, count: number) => Array.from({ length: count }, randomStream(seed));

test("randomStream(text) repeats for the same text and differs for another, seed 0 included", () => {
  expect(draw("0", 20)).toEqual(draw("0", 20));
  expect(draw("0", 20)).not.toEqual(draw("1", 20));
});

test("randomStream(text) gives the numbers that it gave when this test was written", () => {
  expect(draw("cairn", 3)).toMatchInlineSnapshot(`
    [
      0.761483783217541,
      0.26115263067432304,
      0.38020780082850625,
    ]
  `);
});

test("randomStream(text) is even: each tenth of [0, 1) gets a tenth of 100,000 draws", () => {
  const counts = new Array<number>(10).fill(0);
  for (const value of draw("even", 100_000)) counts[Math.floor(value * 10)]++;
  const chiSquare = counts.reduce((sum, count) => sum + (count - 10_000) ** 2 / 10_000, 0);
  expect(chiSquare).toBeLessThan(27.9); // 9 degrees of freedom, p = 0.001
});

test("shuffle(items, random) keeps every item and depends on the stream alone", () => {
  const items = () => Array.from({ length: 50 }, (_, i) => i);
  const once = shuffle(items(), randomStream("a"));
  expect(once).toEqual(shuffle(items(), randomStream("a")));
  expect(once).not.toEqual(items());
  expect([...once].sort((a, b) => a - b)).toEqual(items());
});
