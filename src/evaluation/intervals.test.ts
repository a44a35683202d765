import { expect, test } from "vitest";
import { randomStream } from "#random/random-stream.ts";
import { calibrationError } from "./calibration.ts";
import { bootstrapIntervals, quantile, shareInterval } from "./intervals.ts";
import { makeReport } from "./report.ts";

const all = (count: number) => Uint32Array.from({ length: count }, (_, row) => row);

test("95 % bootstrap intervals hold the true mean in about 95 of 100 samples", () => {
  const random = randomStream("coverage");
  let held = 0;
  for (let sample = 0; sample < 200; sample++) {
    const values = Float64Array.from({ length: 60 }, () => random() + random());
    const [[from, to]] = bootstrapIntervals(all(60), (rows) => [
      rows.reduce((sum, row) => sum + values[row], 0) / rows.length,
    ])!;
    if (from <= 1 && 1 <= to) held++;
  }
  // A binomial of 200 draws at 0.95 lies outside 178 to 199 less than once in 1,000.
  expect(held).toBeGreaterThanOrEqual(178);
  expect(held).toBeLessThanOrEqual(199);
});

test("intervals are equal each time they are made, and there are none of fewer than 10 rows", () => {
  const measure = (rows: Uint32Array) => [rows.reduce((sum, row) => sum + row, 0)];
  expect(bootstrapIntervals(all(30), measure)).toEqual(bootstrapIntervals(all(30), measure));
  expect(bootstrapIntervals(all(9), measure)).toBeUndefined();
  expect(shareInterval(1, 9)).toBeUndefined();
});

test("quantile(sorted, part) lies between ranks as NumPy's default does", () => {
  // numpy.quantile([1, 2, 4, 8], [0, 0.25, 0.5, 0.9, 1])
  const found = [0, 0.25, 0.5, 0.9, 1].map((part) => quantile([1, 2, 4, 8], part));
  expect(found).toEqual([1, 1.75, 3, expect.closeTo(6.8, 12), 8]);
});

test("the calibration error is the distance between what a model is sure of and what is right", () => {
  const error = (confidence: number[], right: boolean[]) =>
    calibrationError(Float64Array.from(confidence), (row) => right[row], all(confidence.length));
  expect(error([1, 1], [true, true])).toBe(0);
  expect(error([1, 1], [true, false])).toBe(0.5);
  // One bin holds 0.95 and 0.97: 1 of 2 right, 0.96 sure. Another holds 0.4: right. (2 × 0.46 + 0.6) / 3
  expect(error([0.95, 0.97, 0.4], [true, false, true])).toBeCloseTo(1.52 / 3, 12);
});

test("every metric but the calibration error has an interval that holds its value", () => {
  const random = randomStream("report");
  const rows = 80;
  const report = makeReport(
    {
      target: "y",
      predicted: Float32Array.from({ length: rows }, () => random()),
      actual: Float64Array.from({ length: rows }, () => random()),
    },
    { split: "test", gates: [], baseline: { mean: 0.5 } },
  );
  for (const { value, interval } of report.metrics) {
    expect(interval![0]).toBeLessThan(value);
    expect(interval![1]).toBeGreaterThan(value);
  }
});
