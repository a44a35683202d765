// The shape of everything a cell may show, checked where it comes from code that is not ours: out of the
// sandbox, and out of name.outputs.json.
import * as v from "valibot";
import { driftTestNames } from "#monitoring/drift-tests.ts";
import { formatReport, inferenceEntries } from "./format-schema.ts";
import type { Output, TableColumn } from "./outputs.ts";

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const tableValue = v.union([v.string(), v.number(), v.boolean(), v.null()]);

const side = v.pipe(count, v.minValue(1), v.maxValue(16_384));
const channels = v.picklist([1, 3]);

const shownPicture = v.object({ width: side, height: side, channels, pixels: v.string() });
const label = v.string();

const control = v.variant("type", [
  v.object({
    type: v.literal("slider"),
    label,
    min: v.number(),
    max: v.number(),
    step: v.number(),
    value: v.number(),
  }),
  v.object({
    type: v.literal("choice"),
    label,
    options: v.array(v.union([v.string(), v.number()])),
    as: v.picklist(["buttons", "list"]),
    value: v.union([v.string(), v.number()]),
  }),
  v.object({
    type: v.literal("number"),
    label,
    min: v.optional(v.number()),
    max: v.optional(v.number()),
    step: v.optional(v.number()),
    value: v.number(),
  }),
  v.object({ type: v.literal("text"), label, lines: count, value: v.string() }),
  v.object({
    type: v.literal("drawing"),
    label,
    width: side,
    height: side,
    pen: v.number(),
    value: v.string(),
    picture: v.optional(shownPicture),
  }),
  v.object({
    type: v.literal("file"),
    label,
    accept: v.optional(v.string()),
    value: v.optional(v.string()),
    picture: v.optional(shownPicture),
  }),
  v.object({
    type: v.literal("camera"),
    label,
    width: side,
    height: side,
    value: v.optional(v.string()),
    picture: v.optional(shownPicture),
  }),
]);

const chart = v.object({
  type: v.literal("chart"),
  title: v.optional(v.string()),
  x: v.object({ label: v.string() }),
  y: v.object({ label: v.string() }),
  series: v.array(
    v.object({
      name: v.string(),
      mark: v.picklist(["dot", "line", "bar"]),
      points: v.pipe(v.array(v.tuple([v.number(), v.number()])), v.maxLength(5000)),
    }),
  ),
  categories: v.optional(v.array(v.string())),
});

const profile = v.object({
  source: v.string(),
  sizeBytes: count,
  credit: v.optional(v.string()),
  rowCount: count,
  droppedRowCount: count,
  version: v.string(),
  split: v.optional(v.object({ train: count, validation: count, test: count })),
  columns: v.array(
    v.object({
      name: v.string(),
      type: v.picklist(["number", "category", "text", "picture"]),
      missingCount: count,
      distinctCount: count,
      bins: v.array(v.object({ label: v.string(), count })),
      min: v.optional(v.number()),
      max: v.optional(v.number()),
      mean: v.optional(v.number()),
      pictures: v.optional(v.object({ width: side, height: side, channels, first: v.array(v.string()) })),
    }),
  ),
  head: v.array(v.array(v.string())),
  warnings: v.array(v.string()),
});

const progress = v.object({
  state: v.picklist(["running", "done", "stopped", "stopped-early"]),
  epoch: count,
  epochs: count,
  secondsLeft: v.optional(v.number()),
  rowsPerSecond: v.optional(v.number()),
  learningRate: v.number(),
  batchSize: count,
  seed: v.string(),
  backend: v.string(),
  parameterCount: count,
  rowCounts: v.object({ train: count, validation: count }),
  lossName: v.string(),
  metricName: v.picklist(["accuracy", "mean absolute error"]),
  points: v.pipe(
    v.array(
      v.object({
        epoch: count,
        loss: v.number(),
        validationLoss: v.optional(v.number()),
        metric: v.optional(v.number()),
        validationMetric: v.optional(v.number()),
      }),
    ),
    v.maxLength(100_000),
  ),
  best: v.optional(v.object({ epoch: count, validationLoss: v.number() })),
  notes: v.array(v.string()),
});

const columnType = v.picklist(["number", "category", "text", "picture"]);

const tableChange = v.object({
  from: v.string(),
  to: v.string(),
  rowCounts: v.tuple([count, count]),
  rows: v.object({
    added: count,
    removed: count,
    changed: count,
    matchedBy: v.optional(v.string()),
    isReordered: v.boolean(),
  }),
  columns: v.object({
    added: v.array(v.string()),
    removed: v.array(v.string()),
    retyped: v.array(v.object({ name: v.string(), from: columnType, to: columnType })),
  }),
  distributions: v.array(
    v.object({
      name: v.string(),
      bins: v.object({
        labels: v.array(v.string()),
        reference: v.array(v.number()),
        current: v.array(v.number()),
      }),
    }),
  ),
});

const interval = v.tuple([v.number(), v.number()]);

const report = v.object({
  task: v.picklist(["classification", "regression"]),
  split: v.picklist(["train", "validation", "test", "all"]),
  rowCount: count,
  target: v.string(),
  metrics: v.array(
    v.object({
      name: v.string(),
      value: v.number(),
      interval: v.optional(interval),
      baseline: v.number(),
      pinned: v.optional(v.number()),
      better: v.picklist(["higher", "lower"]),
    }),
  ),
  confusion: v.optional(v.object({ labels: v.array(v.string()), counts: v.array(v.array(count)) })),
  baselineAnswer: v.string(),
  pinnedRun: v.optional(v.number()),
  slices: v.optional(
    v.object({
      metric: v.string(),
      leastRowCount: count,
      smallCount: count,
      count,
      scores: v.array(
        v.object({
          columns: v.array(v.string()),
          label: v.string(),
          rowCount: count,
          value: v.number(),
          interval: v.optional(interval),
        }),
      ),
    }),
  ),
  gates: v.array(
    v.object({
      metric: v.string(),
      rule: v.picklist([">=", "<=", ">", "<"]),
      limit: v.number(),
      ofBaseline: v.optional(v.number()),
      ofPinned: v.optional(v.number()),
      value: v.optional(v.number()),
      slice: v.optional(v.object({ label: v.string(), rowCount: count })),
      passed: v.boolean(),
    }),
  ),
});

const driftVerdict = v.picklist(["drift", "no drift", "too few rows", "missing", "changed type"]);
const driftTest = v.picklist(driftTestNames);
const comparedRows = v.object({
  name: v.string(),
  part: v.picklist(["train", "validation", "test", "all"]),
  rowCount: count,
});
const columnSide = v.object({
  count,
  missingShare: v.number(),
  min: v.optional(v.number()),
  max: v.optional(v.number()),
});
const columnFinding = v.object({
  name: v.string(),
  type: v.picklist(["number", "category"]),
  verdict: driftVerdict,
  test: v.optional(driftTest),
  statistic: v.optional(v.number()),
  threshold: v.optional(v.number()),
  tooFew: v.optional(
    v.object({ side: v.picklist(["reference", "current"]), found: count, needed: v.number() }),
  ),
  reference: columnSide,
  current: v.optional(columnSide),
  currentType: v.optional(v.string()),
  newCategories: v.optional(v.object({ count, share: v.number(), names: v.array(v.string()) })),
  outsideShare: v.optional(v.number()),
  bins: v.optional(
    v.object({
      labels: v.array(v.string()),
      reference: v.array(v.number()),
      current: v.array(v.number()),
    }),
  ),
});

const driftReport = v.object({
  reference: comparedRows,
  current: comparedRows,
  columns: v.array(columnFinding),
  untested: v.array(v.string()),
  newColumns: v.array(v.string()),
  driftedCount: count,
  judgedCount: count,
  driftedShare: v.number(),
  driftShare: v.number(),
  isDrifted: v.boolean(),
  prediction: v.optional(columnFinding),
  quality: v.optional(
    v.object({
      target: v.string(),
      rowCount: count,
      metrics: v.array(
        v.object({
          name: v.string(),
          reference: v.optional(v.number()),
          current: v.number(),
          better: v.picklist(["higher", "lower"]),
        }),
      ),
    }),
  ),
  predictionProblem: v.optional(v.string()),
  windows: v.optional(
    v.object({
      windows: v.pipe(v.array(v.object({ label: v.string(), rowCount: count })), v.maxLength(200)),
      columns: v.array(
        v.object({
          name: v.string(),
          test: driftTest,
          threshold: v.number(),
          statistics: v.array(v.nullable(v.number())),
        }),
      ),
    }),
  ),
  alerts: v.array(v.object({ head: v.string(), text: v.string() })),
});

export const outputSchema = v.variant("type", [
  v.object({ type: v.literal("text"), text: v.string() }),
  v.object({ type: v.literal("markdown"), markdown: v.string() }),
  v.object({ type: v.literal("html"), html: v.string() }),
  v.object({
    type: v.literal("log"),
    level: v.picklist(["log", "info", "warn", "error"]),
    text: v.string(),
    line: v.optional(count),
    column: v.optional(count),
  }),
  v.object({
    type: v.literal("table"),
    columns: v.array(v.object({ name: v.string(), type: v.picklist(["number", "text"]) })),
    rows: v.pipe(v.array(v.array(tableValue)), v.maxLength(200)),
    rowCount: count,
    columnCount: v.optional(count),
    all: v.optional(v.array(v.custom<TableColumn>(isTableColumn))),
  }),
  chart,
  v.object({
    type: v.literal("model"),
    layers: v.array(
      v.object({ name: v.string(), kind: v.string(), outputShape: v.string(), parameterCount: count }),
    ),
    parameterCount: count,
  }),
  v.object({
    type: v.literal("control"),
    control,
  }),
  v.object({
    type: v.literal("pictures"),
    pictures: v.pipe(
      v.array(v.object({ ...shownPicture.entries, caption: v.optional(v.string()) })),
      v.maxLength(100),
    ),
    count,
    stretched: v.optional(v.tuple([v.number(), v.number()])),
  }),
  v.object({
    type: v.literal("dataset"),
    profile,
    change: v.optional(tableChange),
    holds: v.optional(v.picklist(["before", "after"])),
  }),
  v.object({ type: v.literal("training"), progress }),
  v.object({ type: v.literal("report"), report }),
  v.object({ type: v.literal("drift"), report: driftReport }),
  v.object({ type: v.literal("formats"), report: formatReport }),
  v.object({
    type: v.literal("inference"),
    ...inferenceEntries,
    inputs: v.array(
      v.object({ name: v.string(), control, from: v.optional(v.string()), note: v.optional(v.string()) }),
    ),
  }),
]);

/** The output, or undefined when it is not one. */
export function checkOutput(value: unknown): Output | undefined {
  const result = v.safeParse(outputSchema, value);
  if (!result.success) return undefined;
  const output = result.output as Output;
  return output.type === "table" && output.all && !agrees(output.columns, output.all) ? undefined : output;
}

function isTableColumn(value: unknown): boolean {
  const column = value as Partial<TableColumn> | null;
  if (column?.type === "number") {
    const { values, blanks } = column;
    return (
      values instanceof Float64Array &&
      (blanks === undefined || (blanks instanceof Uint8Array && blanks.length === values.length))
    );
  }
  if (column?.type !== "text") return false;
  const { words, codes } = column;
  return codes instanceof Uint32Array && Array.isArray(words) && words.every((w) => typeof w === "string");
}

/** Every column has as many rows as the first, and is of the type that its head says. */
function agrees(columns: readonly { type: string }[], all: readonly TableColumn[]): boolean {
  const lengths = new Set(all.map((each) => (each.type === "number" ? each.values : each.codes).length));
  return (
    lengths.size <= 1 &&
    columns.length === all.length &&
    columns.every(({ type }, at) => all[at].type === type)
  );
}
