import fc from "fast-check";
import { expect, test } from "vitest";
import { checkGates, gateError, parseGates } from "./gates.ts";
import { makeReport } from "./report.ts";

const options = { split: "test", gates: [], baseline: { classShares: [0.5, 0.3, 0.2] } } as const;
const classes = ["a", "b", "c"];
const metric = (name: string, value: number, baseline = 0) =>
  ({ name, value, baseline, better: "higher" }) as const;
const valueOf = (report: ReturnType<typeof makeReport>, name: string) =>
  report.metrics.find((metric) => metric.name === name)!;

/** One row of probabilities that answers `answer`. */
const sure = (answer: number) => classes.map((_, i) => (i === answer ? 0.8 : 0.1));

test("makeReport(predictions) counts the confusion matrix with the actual class down", () => {
  const report = makeReport(
    {
      target: "t",
      classes,
      predicted: Float32Array.from([sure(0), sure(1), sure(1), sure(2)].flat()),
      actual: Float64Array.of(0, 0, 1, 2),
    },
    options,
  );
  expect(report.confusion).toEqual({
    labels: classes,
    counts: [
      [1, 1, 0],
      [0, 1, 0],
      [0, 0, 1],
    ],
  });
  expect(valueOf(report, "accuracy")).toMatchObject({ value: 0.75, baseline: 0.5, better: "higher" });
  // scikit-learn: f1_score([0,0,1,2], [0,1,1,2], average="macro") = (2/3 + 2/3 + 1) / 3
  expect(valueOf(report, "macro_f1").value).toBeCloseTo(7 / 9, 12);
  expect(valueOf(report, "log_loss").value).toBeCloseTo(
    -(3 * Math.log(Math.fround(0.8)) + Math.log(Math.fround(0.1))) / 4,
    12,
  );
  expect(report.baselineAnswer).toBe('always "a"');
});

test("accuracy is the diagonal of the confusion matrix over the rows, for any predictions", () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(2), fc.nat(2)), { minLength: 1 }), (rows) => {
      const report = makeReport(
        {
          target: "t",
          classes,
          predicted: Float32Array.from(rows.flatMap(([, answer]) => sure(answer))),
          actual: Float64Array.from(rows, ([truth]) => truth),
        },
        options,
      );
      const right = report.confusion!.counts.reduce((sum, row, i) => sum + row[i], 0);
      expect(valueOf(report, "accuracy").value).toBe(right / rows.length);
    }),
  );
});

test("makeReport(predictions) of numbers gives the mean absolute error, its root mean square and R²", () => {
  const report = makeReport(
    { target: "t", predicted: Float32Array.of(2, 4, 6), actual: Float64Array.of(1, 4, 8) },
    { split: "test", gates: [], baseline: { mean: 4 } },
  );
  expect(valueOf(report, "mae")).toMatchObject({ value: 1, baseline: 7 / 3 });
  expect(valueOf(report, "rmse").value).toBeCloseTo(Math.sqrt(5 / 3), 12);
  expect(valueOf(report, "r2").value).toBeCloseTo(1 - 5 / (222 / 9), 12);
});

test("a class that training never saw counts as wrong and does not break the report", () => {
  const report = makeReport(
    { target: "t", classes, predicted: Float32Array.from(sure(0)), actual: Float64Array.of(-1) },
    options,
  );
  expect(valueOf(report, "accuracy").value).toBe(0);
});

test("makeReport(predictions) refuses no rows and wrong sizes", () => {
  expect(() =>
    makeReport({ target: "t", classes, predicted: new Float32Array(), actual: new Float64Array() }, options),
  ).toThrow("no row");
  expect(() =>
    makeReport(
      { target: "t", classes, predicted: new Float32Array(4), actual: new Float64Array(2) },
      options,
    ),
  ).toThrow("2 rows need 6");
});

test("parseGates(gates) reads comparisons, and a bare number as at least", () => {
  expect(parseGates({ accuracy: ">= 0.95", log_loss: "<0.2", macro_f1: 0.9, mae: "≤ 1e-3" })).toEqual([
    { metric: "accuracy", rule: ">=", limit: 0.95 },
    { metric: "log_loss", rule: "<", limit: 0.2 },
    { metric: "macro_f1", rule: ">=", limit: 0.9 },
    { metric: "mae", rule: "<=", limit: 0.001 },
  ]);
  expect(() => parseGates({ accuracy: "about 1" })).toThrow(
    'gate "accuracy" must be a comparison with a number, the baseline or the pinned run, got "about 1"',
  );
});

test("checkGates(gates, metrics) passes at the limit itself and names a metric that is missing", () => {
  const [gate] = parseGates({ accuracy: ">= 0.95" });
  expect(checkGates([gate], [metric("accuracy", 0.95)])[0].passed).toBe(true);
  expect(checkGates([gate], [metric("accuracy", 0.9499)])[0].passed).toBe(false);
  expect(() => checkGates([gate], [metric("mae", 1)])).toThrow(
    'no metric "accuracy" to gate; there are: mae',
  );
});

test("a gate can ask for a share of what the baseline reaches, and says both when it fails", () => {
  const gates = parseGates({ mae: "<= 0.9 * baseline", rmse: "< baseline" });
  const found = checkGates(gates, [metric("mae", 1.9, 2), metric("rmse", 1.9, 2)]);
  expect(found).toMatchObject([
    { metric: "mae", rule: "<=", limit: 1.8, ofBaseline: 0.9, passed: false },
    { metric: "rmse", rule: "<", limit: 2, ofBaseline: 1, passed: true },
  ]);
  const report = makeReport(
    { target: "t", predicted: Float32Array.of(2, 4), actual: Float64Array.of(1, 4) },
    { split: "test", gates: [], baseline: { mean: 4 } },
  );
  expect(gateError({ ...report, gates: found })!.message).toBe(
    "gate failed: mae <= 0.9 × baseline (1.8), got 1.9",
  );
});

test("a column as the baseline is scored as a model would be, for numbers and for classes", () => {
  const numbers = makeReport(
    { target: "t", predicted: Float32Array.of(2, 4), actual: Float64Array.of(1, 4) },
    {
      split: "test",
      gates: [],
      baseline: { mean: 9, column: { name: "today", answers: Float64Array.of(4, 4) } },
    },
  );
  expect(valueOf(numbers, "mae")).toMatchObject({ value: 0.5, baseline: 1.5 });
  expect(numbers.baselineAnswer).toBe("what today says");
  const words = makeReport(
    {
      target: "t",
      classes,
      predicted: Float32Array.from([sure(0), sure(1), sure(1)].flat()),
      actual: Float64Array.of(0, 1, 2),
    },
    {
      ...options,
      baseline: { ...options.baseline, column: { name: "was", answers: Float64Array.of(0, 1, -1) } },
    },
  );
  expect(valueOf(words, "accuracy").baseline).toBeCloseTo(2 / 3, 12);
  // f1 of a and b is 1, of c 0
  expect(valueOf(words, "macro_f1").baseline).toBeCloseTo(2 / 3, 12);
});
