// What is said of the formats of a model.
import type { FormatReport } from "#evaluation/format-report.ts";
import type { ModelFormat } from "#quantization/formats.ts";

export const formatNames: Readonly<Record<ModelFormat, string>> = {
  float32: "float32",
  float16: "float16",
  int8_dynamic: "int8, dynamic",
  int8: "int8",
  int4: "int4",
};

export const signs = { ">=": "≥", "<=": "≤", ">": ">", "<": "<" } as const;

/** "0.042 ms", "12 ms". */
export function shortLatency(ms: number): string {
  return `${ms >= 100 ? Math.round(ms) : Number(ms.toPrecision(2))} ms`;
}

/** "int8 is 3.4 times smaller than float32 and loses nothing." */
export function summaryOf({ formats, picked, metric }: FormatReport): string {
  const [float32] = formats;
  const chosen = formats.find(({ format }) => format === picked);
  const valueOf = (of: typeof float32) => of?.metrics.find(({ name }) => name === metric)?.value ?? 0;
  if (!float32 || !chosen || chosen === float32) {
    const smaller = formats.filter(({ format }) => format !== "float32");
    return smaller.some(({ passed }) => passed)
      ? "No format is smaller than float32: its weights are too few to gain."
      : "No format passes, so float32 stays.";
  }
  const times = Number((float32.sizeBytes / chosen.sizeBytes).toPrecision(2));
  const change = Math.abs(valueOf(chosen) - valueOf(float32));
  const { better } = chosen.metrics.find(({ name }) => name === metric) ?? { better: "higher" };
  const isWorse =
    better === "higher" ? valueOf(chosen) < valueOf(float32) : valueOf(chosen) > valueOf(float32);
  const words = metric.replaceAll("_", " ");
  const cost =
    change === 0
      ? `has the same ${words}`
      : `${isWorse ? "loses" : "gains"} ${Number(change.toPrecision(2))} of ${words}`;
  return `${formatNames[picked]} is the smallest that passes: ${times} times smaller than float32, and it ${cost}.`;
}
