import { expect, test } from "vitest";
import { checkFormat, formatGates, isFormatGate, noFormatError, pickFormat } from "./format-gates.ts";
import type { FormatMetric, FormatReport, FormatResult } from "./format-report.ts";

const metrics = (accuracy: number, loss = 0.2): FormatMetric[] => [
  { name: "accuracy", value: accuracy, better: "higher" },
  { name: "log_loss", value: loss, better: "lower" },
];
const result = (format: FormatResult["format"], sizeBytes: number, passed = true): FormatResult => ({
  format,
  sizeBytes,
  metrics: metrics(0.9),
  gates: [{ metric: "accuracy", rule: ">=", limit: 0.94, limitText: "float32 − 0.01", value: 0.9, passed }],
  passed,
  kept: [],
});

test("a gate compares with a number, with float32, or with float32 moved or multiplied", () => {
  for (const rule of [
    0.9,
    ">= 0.95",
    ">= float32",
    ">= float32 - 0.01",
    "<= 1.02 * float32",
    "<= float32 + .5",
  ])
    expect(isFormatGate(rule), String(rule)).toBe(true);
  for (const rule of ["float32", ">= float32 0.1", ">= baseline", ">= - float32"])
    expect(isFormatGate(rule), rule).toBe(false);
  const check = (rule: string | number, value: number) =>
    checkFormat({ accuracy: rule }, metrics(value), metrics(0.95))[0];
  expect(check(">= float32 - 0.01", 0.94)).toMatchObject({
    limit: 0.94,
    passed: true,
    limitText: "float32 − 0.01",
  });
  expect(check(">= float32 - 0.01", 0.93).passed).toBe(false);
  expect(check(0.9, 0.9)).toMatchObject({ rule: ">=", passed: true });
  expect(check("< 2 * float32", 1.89)).toMatchObject({ limit: 1.9, passed: true, limitText: "2 × float32" });
});

test("without gates the first metric may lose a hundredth", () => {
  expect(formatGates(undefined, metrics(0.9))).toEqual({ accuracy: ">= float32 - 0.01" });
  expect(formatGates({}, [{ name: "mae", value: 3, better: "lower" }])).toEqual({ mae: "<= 1.01 * float32" });
});

test("the smallest format that passes is picked; float32 where none does or none is smaller", () => {
  const float32 = result("float32", 100);
  expect(pickFormat([float32, result("float16", 60), result("int8", 40), result("int4", 20, false)])).toBe(
    "int8",
  );
  expect(pickFormat([float32, result("int4", 20, false)])).toBe("float32");
  expect(pickFormat([float32, result("float16", 100)])).toBe("float32");
});

test("where no format passes, each one's reason is said", () => {
  const report = (formats: FormatResult[]): FormatReport => ({
    model: "m",
    target: "y",
    task: "classification",
    split: "test",
    rowCount: 50,
    metric: "accuracy",
    formats,
    picked: "float32",
    device: "",
  });
  const float32 = result("float32", 100);
  expect(noFormatError(report([float32, result("int8", 40)]))).toBeUndefined();
  const failed = noFormatError(report([float32, result("int4", 20, false)]))!;
  expect(failed.message).toBe(
    "gate failed: no format passes. int4: accuracy 0.9, not >= float32 − 0.01 (0.94)",
  );
  expect(failed.hint).toMatch(/^On 50 rows of the test part\./);
});
