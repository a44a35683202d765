// What an evaluation found: plain data, made by report.ts, drawn by src/ui.

export interface ReportMetric {
  name: string;
  value: number;
  /** The same metric for a model that always answers the commonest class (or the mean). */
  baseline: number;
  better: "higher" | "lower";
}

export interface GateResult {
  metric: string;
  rule: ">=" | "<=" | ">" | "<";
  limit: number;
  /** Absent when the report has no such metric. */
  value?: number;
  passed: boolean;
}

export interface Report {
  task: "classification" | "regression";
  /** Which part was scored. */
  split: "train" | "validation" | "test" | "all";
  rowCount: number;
  target: string;
  metrics: ReportMetric[];
  /** Row = actual, column = predicted, in the order of `labels`. */
  confusion?: { labels: string[]; counts: number[][] };
  /** What the baseline answers: `always "Adelie"`, `always 4201.8`. */
  baselineAnswer: string;
  gates: GateResult[];
}
