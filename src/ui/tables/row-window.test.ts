import fc from "fast-check";
import { expect, test } from "vitest";
import { rowWindow } from "./row-window.ts";

const ROW = 28;

test("whatever the length, the view is covered by rows, and the ends can be reached", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 50_000_000 }),
      fc.integer({ min: 28, max: 1200 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (rowCount, height, share) => {
        const spread = Math.min(rowCount * ROW, 8_000_000);
        const top = share * Math.max(0, spread - height);
        const { from, to, before, after } = rowWindow(rowCount, ROW, { top, height });
        const drawn = (to - from) * ROW;
        expect(before).toBeLessThanOrEqual(top + 1e-6);
        expect(before + drawn).toBeGreaterThanOrEqual(Math.min(top + height, spread) - 1e-6);
        expect(before + drawn + after).toBeLessThanOrEqual(spread + drawn + 1e-6);
        if (share === 0) expect(from).toBe(0);
        if (share === 1) expect(to).toBe(rowCount);
      },
    ),
  );
});

test("a short table scrolls by pixels, one of ten million rows by a scale", () => {
  expect(rowWindow(1000, ROW, { top: 280, height: 400 })).toMatchObject({ scale: 1, from: 0, before: 0 });
  const long = rowWindow(10_000_000, ROW, { top: 4_000_000, height: 400 });
  expect(long.scale).toBeGreaterThan(30);
  expect(long.from).toBeGreaterThan(4_900_000);
});
