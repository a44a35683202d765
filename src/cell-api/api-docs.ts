// The cell API in words: one row for each name that a cell finds and for each member of the values that cells make,
// with its signature and what it does in one line. Completion shows it.
import type { apiNames } from "./api-names.ts";

export interface ApiDoc {
  /** Arguments and what comes back; for a value its type. */
  signature: string;
  says: string;
}

type Docs = Readonly<Record<string, ApiDoc>>;

const doc = (signature: string, says: string): ApiDoc => ({ signature, says });

export const apiDocs: Readonly<Record<(typeof apiNames)[number], ApiDoc>> = {
  tf: doc("TensorFlow.js", "Tensors, layers and models, on the GPU where there is one."),
  plot: doc(
    "plot.dot, plot.line, plot.bar",
    "Charts of rows; a chart is shown when it is the last expression.",
  ),
  Plot: doc(
    "Plot.plot({ marks: [Plot.dot(rows, { x, y })] })",
    "Observable Plot, for what the charts of plot cannot draw.",
  ),
  picture: doc(
    "(tensor | rows | pixels, { range?, labels? }) → Pictures",
    "Numbers as pictures: a tensor [height, width], [height, width, channels] or a stack of them.",
  ),
  show: doc("(…values) → Promise<void>", "Shows values below the cell, in this order, as it runs."),
  html: doc("html`…` → Html", "HTML to be shown, without scripts."),
  md: doc("md`…` → Markdown", "Markdown to be shown."),
  train: doc(
    "({ model, data, target, epochs?, … }) → Promise<TrainedModel>",
    "Trains a network on a dataset with live curves, as a train cell does.",
  ),
  evaluate: doc(
    "({ model, data, split?, baseline?, slices?, pinned?, gates? }) → Promise<Report>",
    "Scores a model, shows the report, and throws when a gate fails.",
  ),
  monitor: doc(
    "({ reference, current, columns?, tests?, model?, windows?, … }) → Promise<DriftReport>",
    "Compares current rows with a reference, column by column, and shows what drifted.",
  ),
  kernels: doc(
    "kernels.selfCheck, kernels.report",
    "The compute kernels that stand in for TensorFlow.js's own.",
  ),
};

/** Members by the type of a value (session/describe-names.ts). */
export const memberDocs: Readonly<
  Record<
    "dataset" | "trained-model" | "quantized-model" | "report" | "drift-report" | "plot" | "kernels",
    Docs
  >
> = {
  dataset: {
    rows: doc("(part?, limit?) → object[]", "Rows as objects; a missing number is null."),
    column: doc(
      "(name, part?) → Float64Array | string[] | Picture[]",
      "The values of a column; a missing one is NaN or null, a picture { width, height, channels, pixels }.",
    ),
    columnNames: doc("string[]", "The names of the columns, in the order of the file."),
    columnType: doc('(name) → "number" | "category" | "text" | "picture"', "What a column holds."),
    count: doc("(part?) → number", "How many rows a part has."),
    rowCount: doc("number", "How many rows there are in all parts."),
    rowIndices: doc("(part?) → Uint32Array", "Indices of the rows of a part, in the order of the file."),
    source: doc("string", "Where the rows come from."),
    version: doc("string", "The SHA-256 of the table as imported."),
    contentHash: doc("string", "The hash of the table as it was dropped and split."),
  },
  "trained-model": {
    predict: doc(
      "(rows) → Promise<{ class, probabilities }[] | { value }[]>",
      "Answers for rows given as objects.",
    ),
    predictDataset: doc(
      "(dataset, part) → Promise<Predictions>",
      "Answers for a part of a dataset beside what is true.",
    ),
    classes: doc("string[] | undefined", "What a classifier can answer."),
    model: doc("tf.LayersModel", "The network itself."),
    preprocessing: doc("object", "How rows become numbers: means, deviations, categories."),
    output: doc("string", "What the numbers of the network mean."),
    contentHash: doc("string", "The hash of weights and preprocessing."),
  },
  "quantized-model": {
    picked: doc(
      "string",
      "The smallest format that passes: float16, int8_dynamic, int8 or int4; else float32.",
    ),
    formats: doc("string[]", "The formats that it has."),
    file: doc("(format?) → Uint8Array", "The ONNX file of a format; of the picked one if none is named."),
    contentHash: doc("string", "The hash of all its files."),
  },
  report: {
    task: doc('"classification" | "regression"', "What was scored."),
    split: doc("string", "The part of the rows that was scored."),
    rowCount: doc("number", "How many rows were scored."),
    target: doc("string", "The column that was to be answered."),
    metrics: doc(
      "{ name, value, interval?, baseline, better }[]",
      "Each metric with its 95 % interval, beside that of the simplest answer.",
    ),
    confusion: doc("{ labels, counts } | undefined", "Rows are what was true, columns what was answered."),
    pinnedRun: doc("number | undefined", "The run whose metrics stand beside these."),
    slices: doc("{ scores, … } | undefined", "Groups of rows scored apart, the worst first."),
    baselineAnswer: doc("string", "What the simplest model always answers."),
    gates: doc("{ metric, rule, limit, value, passed }[]", "What was promised, and whether it holds."),
  },
  "drift-report": {
    columns: doc(
      "{ name, verdict, test, statistic, threshold, … }[]",
      "What was found of each column, the worst first.",
    ),
    reference: doc("{ name, part, rowCount }", "The rows that were compared with."),
    current: doc("{ name, part, rowCount }", "The rows that were compared."),
    driftedCount: doc("number", "How many columns drifted."),
    judgedCount: doc("number", "Of how many columns a test could say something."),
    driftedShare: doc("number", "Drifted of judged columns, from 0 to 1."),
    driftShare: doc("number", "The share from which on the data as a whole has drifted."),
    isDrifted: doc("boolean", "Whether the data as a whole has drifted."),
    untested: doc("string[]", "Columns of text or pictures, which no test compares."),
    newColumns: doc("string[]", "Columns that the reference does not have."),
    prediction: doc("finding | undefined", "What the model answers, compared as a column is."),
    predictionProblem: doc("string | undefined", "Why the model cannot answer."),
    quality: doc("{ target, rowCount, metrics } | undefined", "The model's scores where there are labels."),
    windows: doc("{ windows, columns } | undefined", "The statistic of each column in each window."),
    alerts: doc("{ head, text }[]", "What drifted, vanished or changed its type, in words."),
  },
  plot: {
    dot: doc("(rows, { x?, y, color?, title? }) → Chart", "A dot for each row."),
    line: doc("(rows, { x?, y, color?, title? }) → Chart", "A line through the rows in their order."),
    bar: doc("(rows, { x?, y, title? }) → Chart", "A bar for each row."),
  },
  kernels: {
    selfCheck: doc(
      "() → Promise<{ backend, caseCount, wrong, tookMs }>",
      "Compares every operation that has a gradient with its definition on this device.",
    ),
    report: doc(
      "() → { kernel, backend, calls, fellThrough }[]",
      "How often each kernel ran, and how often it left a call to TensorFlow.js.",
    ),
  },
};

/** What a cell can name as a part of a dataset. */
export const partNames = ["train", "validation", "test", "all"] as const;
