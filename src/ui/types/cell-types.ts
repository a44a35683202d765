// What cells find, as the type checker of the page knows it. Types alone, read as text: the real ones would bring all
// their sources along. cell-types.test.ts holds each against the real one. Where a form decides what a value holds
// (the columns of a dataset, the answers of a model), unknown parts are `any`: a warning must be right.
/* oxlint-disable typescript/no-explicit-any */
import type { LayersModel } from "@tensorflow/tfjs-layers";
import type { Tensor } from "@tensorflow/tfjs-core";

export type Part = "train" | "validation" | "test";
export type RowSelection = Part | "all";

export interface Picture {
  width: number;
  height: number;
  channels: number;
  /** [height, width, channels], 0 to 255. */
  pixels: Uint8Array;
}

type IsAny<T> = 0 extends 1 & T ? true : false;
export type ColumnOf<Value> =
  IsAny<Value> extends true
    ? any
    : Value extends number
      ? Float64Array
      : Value extends string
        ? (string | null)[]
        : Picture[];

/** Row: what its rows hold, where that is known. */
export interface Dataset<Row = any> {
  rows(part?: RowSelection, limit?: number): Row[];
  column<Name extends keyof Row & string>(name: Name, part?: RowSelection): ColumnOf<Row[Name]>;
  columnType(name: keyof Row & string): "number" | "category" | "text" | "picture";
  count(part?: RowSelection): number;
  rowIndices(part?: RowSelection): Uint32Array;
  readonly columnNames: readonly string[];
  readonly rowCount: number;
  readonly source: string;
  readonly version: string;
  readonly contentHash: string;
}

/** A class with its probabilities, or a number: which, the target decides. */
export interface Prediction {
  class: string;
  probabilities: Record<string, number>;
  value: number;
}

export interface Predictions {
  target: string;
  classes?: string[];
  predicted: Float32Array;
  actual: Float64Array;
  leftOutCount: number;
  rows: Uint32Array;
}

export interface TrainedModel {
  predict(rows: readonly Readonly<Record<string, any>>[]): Promise<Prediction[]>;
  predictDataset(dataset: Dataset, part: RowSelection): Promise<Predictions>;
  readonly classes: readonly string[] | undefined;
  readonly model: LayersModel;
  readonly preprocessing: any;
  readonly output: string;
  readonly contentHash: string;
}

export type ModelFormat = "float32" | "float16" | "int8_dynamic" | "int8" | "int4";

export interface QuantizedModel {
  readonly picked: ModelFormat;
  readonly formats: readonly ModelFormat[];
  file(format?: ModelFormat): Uint8Array;
  readonly contentHash: string;
}

export interface Report {
  task: "classification" | "regression";
  split: RowSelection;
  rowCount: number;
  target: string;
  metrics: {
    name: string;
    value: number;
    interval?: [from: number, to: number];
    baseline: number;
    pinned?: number;
    better: "higher" | "lower";
  }[];
  confusion?: { labels: string[]; counts: number[][] };
  baselineAnswer: string;
  pinnedRun?: number;
  slices?: {
    metric: string;
    leastRowCount: number;
    smallCount: number;
    count: number;
    scores: {
      columns: string[];
      label: string;
      rowCount: number;
      value: number;
      interval?: [from: number, to: number];
    }[];
  };
  gates: {
    metric: string;
    rule: ">=" | "<=" | ">" | "<";
    limit: number;
    ofBaseline?: number;
    ofPinned?: number;
    value?: number;
    slice?: { label: string; rowCount: number };
    passed: boolean;
  }[];
}

export type DriftTest = "ks" | "chi-square" | "z-test" | "wasserstein" | "jensen-shannon" | "psi";

export interface ColumnSide {
  /** Rows that have a value. */
  count: number;
  /** From 0 to 1. */
  missingShare: number;
  min?: number;
  max?: number;
}

export interface ColumnFinding {
  name: string;
  type: "number" | "category";
  verdict: "drift" | "no drift" | "too few rows" | "missing" | "changed type";
  test?: DriftTest;
  /** A p-value or a distance. */
  statistic?: number;
  threshold?: number;
  tooFew?: { side: "reference" | "current"; found: number; needed: number };
  reference: ColumnSide;
  current?: ColumnSide;
  currentType?: string;
  newCategories?: { count: number; share: number; names: string[] };
  /** Share of the current values below or above all of the reference. */
  outsideShare?: number;
  bins?: { labels: string[]; reference: number[]; current: number[] };
}

export interface ComparedRows {
  name: string;
  part: RowSelection;
  rowCount: number;
}

export interface DriftReport {
  reference: ComparedRows;
  current: ComparedRows;
  columns: ColumnFinding[];
  untested: string[];
  newColumns: string[];
  driftedCount: number;
  judgedCount: number;
  driftedShare: number;
  driftShare: number;
  isDrifted: boolean;
  prediction?: ColumnFinding;
  quality?: {
    target: string;
    rowCount: number;
    metrics: { name: string; reference?: number; current: number; better: "higher" | "lower" }[];
  };
  predictionProblem?: string;
  windows?: {
    windows: { label: string; rowCount: number }[];
    columns: { name: string; test: DriftTest; threshold: number; statistics: (number | null)[] }[];
  };
  alerts: { head: string; text: string }[];
}

export interface Html {
  readonly html: string;
}
export interface Markdown {
  readonly markdown: string;
}
export interface Chart {
  readonly output: object;
}
export interface Pictures {
  readonly value: PictureInput;
  readonly options: PictureOptions;
}

export interface ChartOptions {
  /** Name of the field across; left out, the rank of the row is taken. */
  x?: string;
  /** Name of the field up. */
  y: string;
  /** Field whose values part the rows into series, each in a colour of its own. */
  color?: string;
  title?: string;
}

export interface PlotCharts {
  dot(rows: readonly Readonly<Record<string, any>>[], options: ChartOptions): Chart;
  line(rows: readonly Readonly<Record<string, any>>[], options: ChartOptions): Chart;
  bar(rows: readonly Readonly<Record<string, any>>[], options: ChartOptions): Chart;
}

export interface PictureOptions {
  /** Values of black and of white; left out, they follow from the values. */
  range?: readonly [number, number];
  /** What stands under each picture. */
  labels?: readonly string[];
}

export type PictureInput =
  | Tensor
  | readonly (readonly number[])[]
  | { data: ArrayLike<number>; width: number; height: number };

export type LayerSpec =
  | { dense: number; activation?: string }
  | { dropout: number }
  | { conv2d: number; kernelSize?: number; strides?: number; padding?: string; activation?: string }
  | { maxPooling2d: number }
  | { averagePooling2d: number }
  | { flatten: true };

export interface TrainInput {
  /** A tf.LayersModel, or hidden layers to which the output layer is added. */
  model: LayersModel | readonly LayerSpec[];
  data: Dataset;
  target: string;
  /** Left out: every column but the target that is a number, a category or a picture. */
  features?: readonly string[];
  /** Passes over the training rows; 40 if left out. */
  epochs?: number;
  /** Rows in one step; 32 if left out. */
  batchSize?: number;
  /** 0.01 if left out. */
  learningRate?: number;
  /** "adam" if left out. */
  optimizer?: "adam" | "sgd" | "momentum" | "rmsprop";
  /** Epochs without a better validation loss after which it stops early; 0: never. */
  patience?: number;
}

export interface EvaluateInput {
  model: TrainedModel;
  data: Dataset;
  /** "test" where the dataset is split, else "all". */
  split?: RowSelection;
  gates?: Readonly<Record<string, string | number>>;
  /** What an earlier run reached, by metric, and its number. */
  pinned?: Readonly<Record<string, number>>;
  /** A column that the model is compared with, in place of the commonest class or the mean. */
  baseline?: string;
  /** Columns by whose values the rows are parted and scored apart; a list of columns crosses them. */
  slices?: readonly (string | readonly string[])[];
}

export interface MonitorInput {
  reference: Dataset;
  current: Dataset;
  /** Its answers are compared too, and scored where the current rows have labels. */
  model?: TrainedModel;
  /** "all" if left out. */
  parts?: { reference?: RowSelection; current?: RowSelection };
  /** Left out: all that the reference has. */
  columns?: readonly string[];
  /** One test for all columns that it fits, or one for each named column. */
  tests?: DriftTest | Readonly<Record<string, DriftTest>>;
  thresholds?: Readonly<Partial<Record<DriftTest, number>>>;
  /** So many rows each, or so many windows, or one for each value of a column. */
  windows?: { by?: string; rows?: number; count?: number };
  /** 0.5 if left out. */
  driftShare?: number;
}

export interface Kernels {
  selfCheck(): Promise<{
    backend: string;
    caseCount: number;
    wrong: readonly { name: string; problems: readonly string[]; fallback: object }[];
    tookMs: number;
  }>;
  report(): { kernel: string; backend: string; calls: number; fellThrough: Record<string, number> }[];
}

/** The names that every cell finds, besides tf and Plot, which are namespaces of their packages. */
export interface CellApi {
  plot: PlotCharts;
  picture(value: PictureInput, options?: PictureOptions): Pictures;
  show(...values: any[]): Promise<void>;
  html(strings: TemplateStringsArray | string, ...values: any[]): Html;
  md(strings: TemplateStringsArray | string, ...values: any[]): Markdown;
  train(input: TrainInput): Promise<TrainedModel>;
  evaluate(input: EvaluateInput): Promise<Report>;
  monitor(input: MonitorInput): Promise<DriftReport>;
  kernels: Kernels;
}
