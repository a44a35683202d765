// What an evaluation found: plain data, made by report.ts, drawn by src/ui.

/** From and to, with 95 % confidence. */
export type Interval = [from: number, to: number];

export interface ReportMetric {
  name: string;
  value: number;
  /** Where there are rows enough to tell. */
  interval?: Interval;
  /** The same metric for the baseline: the commonest class, the mean, or what a column says. */
  baseline: number;
  /** What the pinned run reached, where one is pinned. */
  pinned?: number;
  better: "higher" | "lower";
}

export interface GateResult {
  metric: string;
  rule: ">=" | "<=" | ">" | "<";
  limit: number;
  /** The limit is this many times what the baseline reaches. */
  ofBaseline?: number;
  /** The limit is this many times what the pinned run reached. */
  ofPinned?: number;
  /** Absent when the report has no such metric, or no slice has rows enough. */
  value?: number;
  /** Of the gate `worst_slice`: which slice that is. */
  slice?: Pick<SliceScore, "label" | "rowCount">;
  passed: boolean;
}

export interface SliceScore {
  columns: string[];
  /** What its rows have in common: "Dream, female". */
  label: string;
  rowCount: number;
  value: number;
  interval?: Interval;
}

export interface ScoredSlices {
  /** The report's first metric. */
  metric: string;
  /** Slices with fewer rows are not scored. */
  leastRowCount: number;
  /** How many there are of those. */
  smallCount: number;
  /** How many were scored. */
  count: number;
  /** The worst first, at most 50. */
  scores: SliceScore[];
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
  /** Number of the run whose metrics stand beside these. */
  pinnedRun?: number;
  slices?: ScoredSlices;
  gates: GateResult[];
}
