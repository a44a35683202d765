// What an evaluation found: plain data, made by report.ts, drawn by src/ui.

export interface ReportMetric {
  name: string;
  value: number;
  /** The same metric for the baseline: the commonest class, the mean, or what a column says. */
  baseline: number;
  better: "higher" | "lower";
}

export interface GateResult {
  metric: string;
  rule: ">=" | "<=" | ">" | "<";
  limit: number;
  /** The limit is this many times what the baseline reaches. */
  ofBaseline?: number;
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
  /** What the baseline answers: `always "Adelie"`, `always 4201.8`, `what temp_max says`. */
  baselineAnswer: string;
  gates: GateResult[];
}
