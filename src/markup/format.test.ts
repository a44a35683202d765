import { expect, test } from "vitest";
import { formatDuration, formatSecondsLeft, formatWhen } from "./format-duration.ts";
import {
  columnFormat,
  countOf,
  formatBytes,
  formatDifference,
  formatFixed,
  formatNumber,
} from "./format-number.ts";

test.each([
  [0.4, "under 1 ms"],
  [41.3, "41 ms"],
  [999.4, "999 ms"],
  [999.6, "1.0 s"],
  [18_600, "18.6 s"],
  [59_960, "1 min"],
  [124_000, "2 min 4 s"],
  [4_320_000, "1 h 12 min"],
])("a duration of %f ms is %s", (ms, text) => {
  expect(formatDuration(ms)).toBe(text);
});

test("an estimate is whole seconds or minutes", () => {
  expect(formatSecondsLeft(0.3)).toBe("under 1 s left");
  expect(formatSecondsLeft(11.4)).toBe("11 s left");
  expect(formatSecondsLeft(185)).toBe("3 min left");
});

test("dates come nearer in words", () => {
  const now = new Date(2026, 10, 24, 15, 0).getTime();
  expect(formatWhen(now - 1000, now)).toBe("just now");
  expect(formatWhen(new Date(2026, 10, 24, 9, 5).getTime(), now)).toBe("09:05");
  expect(formatWhen(new Date(2026, 10, 23, 23, 0).getTime(), now)).toBe("yesterday");
  expect(formatWhen(new Date(2026, 2, 2).getTime(), now)).toBe("2 March");
  expect(formatWhen(new Date(2025, 2, 2).getTime(), now)).toBe("2 March 2025");
});

test.each([
  [0.97142857, "0.9714"],
  [12.3456, "12.35"],
  [4201.8, "4,202"],
  [-0.5, "−0.5"],
  [0, "0"],
  [0.000012, "1.2e−5"],
  [1e15, "1e15"],
  [Number.NaN, "not a number"],
  [-Infinity, "−∞"],
])("%f is printed %s", (value, text) => {
  expect(formatNumber(value)).toBe(text);
});

test("a difference shows its sign, and nothing is minus zero", () => {
  expect(formatDifference(0.057)).toBe("+0.057");
  expect(formatDifference(-0.123)).toBe("−0.123");
  expect(formatFixed(-0.0001, 3)).toBe("0.000");
});

test("a column has one number of decimals", () => {
  const format = columnFormat([1.5, -0.25, null, "x", 3]);
  expect([1.5, -0.25, 3].map(format)).toEqual(["1.50", "−0.25", "3.00"]);
});

test("counts and sizes", () => {
  expect(countOf(1, "row")).toBe("1 row");
  expect(countOf(3443, "row")).toBe("3,443 rows");
  expect(formatBytes(15_241)).toBe("15.2 KB");
  expect(formatBytes(11_000_000)).toBe("11 MB");
});
