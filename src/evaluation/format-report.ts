// What a comparison of a model's formats found: plain data, drawn by src/ui.
import type { ModelFormat } from "#quantization/formats.ts";
import type { GateResult, Interval, Report } from "./report-types.ts";

export interface FormatMetric {
  name: string;
  value: number;
  interval?: Interval;
  better: "higher" | "lower";
}

/** A rule that a format kept or broke; `limitText` says it as the form does: "float32 - 0.01". */
export type FormatGate = Pick<GateResult, "metric" | "rule" | "limit" | "value" | "passed"> & {
  limitText: string;
};

export interface Latency {
  medianMs: number;
  p95Ms: number;
  /** How many times it was measured. */
  samples: number;
}

export interface FormatResult {
  format: ModelFormat;
  sizeBytes: number;
  metrics: FormatMetric[];
  /** Decibels, of its answers against those of float32; absent for float32, and where nothing differs. */
  signalToNoise?: number;
  /** For one row, on this device. It is measured, so it is part of no key and of no expected result. */
  latency?: Latency;
  gates: FormatGate[];
  passed: boolean;
  /** Weights that stayed float32, each with the reason. */
  kept: string[];
  /** Why there is no file of this format. */
  problem?: string;
}

export interface FormatReport {
  /** Name of the model. */
  model: string;
  target: string;
  task: Report["task"];
  split: Report["split"];
  rowCount: number;
  /** The metric that is shown. */
  metric: string;
  /** float32 first. */
  formats: FormatResult[];
  picked: ModelFormat;
  /** What it was measured on: "WebAssembly, one thread". */
  device: string;
}
