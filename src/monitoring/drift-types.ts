// What a comparison of current data with a reference found: plain data, made by drift-report.ts, drawn by src/ui.
import type { RowSelection } from "#datasets/dataset.ts";

export type DriftTest = "ks" | "chi-square" | "z-test" | "wasserstein" | "jensen-shannon" | "psi";

/** "too few rows": nothing can be said; it is never "no drift". */
export type DriftVerdict = "drift" | "no drift" | "too few rows" | "missing" | "changed type";

export interface ComparedRows {
  /** Name of the dataset. */
  name: string;
  part: RowSelection;
  rowCount: number;
}

/** One side of a column. */
export interface ColumnSide {
  /** Rows that have a value. */
  count: number;
  /** From 0 to 1. */
  missingShare: number;
  min?: number;
  max?: number;
}

/** Shares of the rows with a value, in the same bins on both sides. */
export interface PairedBins {
  labels: string[];
  reference: number[];
  current: number[];
}

export interface ColumnFinding {
  name: string;
  type: "number" | "category";
  verdict: DriftVerdict;
  /** Absent where the column is missing or of another type. */
  test?: DriftTest;
  /** A p-value or a distance; absent where no test was made. */
  statistic?: number;
  threshold?: number;
  /** Where there are too few rows: what that side would need, were the other as it is. */
  tooFew?: { side: "reference" | "current"; found: number; needed: number };
  reference: ColumnSide;
  current?: ColumnSide;
  /** What the column is in the current data, where that is another type. */
  currentType?: string;
  /** Categories that the reference does not have: the commonest, at most 10. */
  newCategories?: { count: number; share: number; names: string[] };
  /** Share of the current values below or above all that the reference has, from 0 to 1; of numbers. */
  outsideShare?: number;
  bins?: PairedBins;
}

export interface QualityMetric {
  name: string;
  /** Absent where the reference has no labels. */
  reference?: number;
  current: number;
  better: "higher" | "lower";
}

export interface DriftWindow {
  label: string;
  rowCount: number;
}

export interface DriftReport {
  reference: ComparedRows;
  current: ComparedRows;
  /** The worst first. */
  columns: ColumnFinding[];
  /** Columns of text or pictures, which no test here compares. */
  untested: string[];
  /** Columns of the current data that the reference does not have. */
  newColumns: string[];
  driftedCount: number;
  /** Columns about which a test could say something: drifted or not. */
  judgedCount: number;
  /** Drifted of judged, from 0 to 1; 0 where none is judged. */
  driftedShare: number;
  /** From this share on the data as a whole has drifted. */
  driftShare: number;
  isDrifted: boolean;
  /** What the model answers, compared as a column is; not counted among the columns. */
  prediction?: ColumnFinding;
  /** The model's scores where both, or the current rows, have labels. */
  quality?: { target: string; rowCount: number; metrics: QualityMetric[] };
  /** Why there are no predictions, when there should be. */
  predictionProblem?: string;
  windows?: {
    windows: DriftWindow[];
    /** Each with one statistic per window, by the test of the whole column; null where there are too few rows. */
    columns: { name: string; test: DriftTest; threshold: number; statistics: (number | null)[] }[];
  };
  alerts: DriftAlert[];
}

export interface DriftAlert {
  /** "bill_length_mm drifted:", the words that are printed bold. */
  head: string;
  text: string;
}
