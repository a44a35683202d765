// The names that code in a cell finds besides those of other cells. Whatever a form cell does can be
// written with these: `await train({ model, data, target })`.
import { report, selfCheck } from "#kernels/index.ts";
import { CairnError } from "#errors/cairn-error.ts";
import { Dataset, type RowSelection } from "#datasets/dataset.ts";
import { gateError, parseGates } from "#evaluation/gates.ts";
import { makeReport, type Baseline } from "#evaluation/report.ts";
import type { Report } from "#evaluation/report-types.ts";
import { sliceRows, type Slicing } from "#evaluation/slices.ts";
import { askModel } from "#monitoring/ask-model.ts";
import { type DriftOptions, makeDriftReport } from "#monitoring/drift-report.ts";
import type { DriftReport } from "#monitoring/drift-types.ts";
import { tf } from "#models/tensorflow.ts";
import { train, type TrainInput } from "#training/train.ts";
import type { TrainedModel, Predictions } from "#training/trained-model.ts";
import type { apiNames } from "./api-names.ts";
import type { CellContext } from "./cell-context.ts";
import { Html, Markdown, plot } from "./displays.ts";
import { type PictureInput, type PictureOptions, Pictures } from "./pictures.ts";
import { inspect } from "./inspect.ts";
import { isElement, showValue } from "./show-value.ts";

/** What stands in for tfjs's own kernels, seen from a cell. */
export const kernels = { report: () => report(tf), selfCheck: () => selfCheck(tf) };

export interface EvaluateInput {
  model: TrainedModel;
  data: Dataset;
  /** @default "test" where the dataset is split, else "all" */
  split?: RowSelection;
  gates?: Readonly<Record<string, string | number>>;
  /** What an earlier run reached, by metric, and its number. */
  pinned?: Readonly<Record<string, number>>;
  /** A column that the model is compared with, in place of the commonest class or the mean. */
  baseline?: string;
  /** Columns by whose values the rows are parted and scored apart; a list of columns crosses them. */
  slices?: readonly (string | readonly string[])[];
}

export interface MonitorInput extends DriftOptions {
  reference: Dataset;
  current: Dataset;
  /** Its answers are compared too, and scored where the current rows have labels. */
  model?: TrainedModel;
}

/** Names that exist in every cell; Plot comes when a cell names it. `context` gives the cell that runs now. */
export function cellApi(
  context: () => CellContext,
): Record<Exclude<(typeof apiNames)[number], "Plot">, unknown> {
  return {
    tf,
    plot,
    picture: (value: PictureInput, options: PictureOptions = {}) => new Pictures(value, options),
    html: (strings: TemplateStringsArray | string, ...values: unknown[]) => new Html(joined(strings, values)),
    md: (strings: TemplateStringsArray | string, ...values: unknown[]) =>
      new Markdown(joined(strings, values)),
    show: (...values: unknown[]) => showAll(values, context()),
    train: async (input: TrainInput) => (await trainShown(input, context())).trained,
    evaluate: async (input: EvaluateInput) => evaluateShown(input, context()),
    monitor: async (input: MonitorInput) => monitorShown(input, context()),
    kernels,
  };
}

/** What can be shown at once is: a loop that never lets go may follow. */
function plainText(value: unknown): string {
  return value === undefined || (typeof value === "object" && value !== null) ? "" : inspect(value);
}

async function showAll(values: readonly unknown[], context: CellContext): Promise<void> {
  // The place is taken at once, so that two shows keep their order although tensors are read later.
  const handles = values.map((value) => context.show({ type: "text", text: plainText(value) }));
  for (const [i, value] of values.entries()) {
    const outputs = await showValue(value);
    outputs.forEach((output, part) =>
      part === 0 ? context.replace(handles[i], output) : context.show(output),
    );
  }
}

/** Trains with live curves below the cell. */
export async function trainShown(input: TrainInput, context: CellContext): ReturnType<typeof train> {
  let handle: number | undefined;
  const result = await train(input, {
    random: context.random,
    seed: context.seed,
    signal: context.signal,
    breathe: () => context.breathe(),
    now: () => context.now(),
    onProgress: (progress) => {
      const output = { type: "training" as const, progress };
      if (handle === undefined) handle = context.show(output);
      else context.replace(handle, output);
    },
  });
  if (handle !== undefined) context.replace(handle, { type: "training", progress: result.progress });
  return result;
}

/** What the engine needs to make a report: predictions, and what the training rows would have answered. */
export async function predictionsFor(input: EvaluateInput): Promise<{
  predictions: Predictions;
  baseline: Baseline;
  slices: Slicing[];
  split: RowSelection;
}> {
  const { model, data, split, baseline, slices = [] } = input;
  const part = split ?? (data.data().partOfRow ? "test" : "all");
  const predictions = await model.predictDataset(data, part);
  return {
    predictions,
    baseline: {
      ...baselineOf(model, data),
      ...(baseline !== undefined && { column: columnBaseline(baseline, model, data, predictions.rows) }),
    },
    slices: slices.map((names, at) => {
      const columns = [names].flat().map((name) => data.columnNamed(name, ["slices", at]));
      return sliceRows(columns, predictions.rows);
    }),
    split: part,
  };
}

/** @throws CairnError after the report is shown, when a gate failed: a promise holds in code as in a form. */
async function evaluateShown(input: EvaluateInput, context: CellContext): Promise<Report> {
  const { predictions, ...rest } = await predictionsFor(input);
  const report = makeReport(predictions, {
    ...rest,
    ...(input.pinned && { pinned: input.pinned }),
    gates: parseGates(input.gates ?? {}),
  });
  context.show({ type: "report", report });
  const failed = gateError(report);
  if (failed) throw failed;
  return report;
}

async function monitorShown(input: MonitorInput, context: CellContext): Promise<DriftReport> {
  const { reference, current, model, ...options } = input;
  for (const [key, value] of Object.entries({ reference, current })) {
    if (value instanceof Dataset) continue;
    throw new CairnError(`monitor: ${key} must be a dataset`, {
      code: "wrong-input",
      hint: "A dataset cell makes one of a list of rows: from: name_of_the_cell",
    });
  }
  const before = { name: reference.source, data: reference };
  const now = { name: current.source, data: current };
  const answers = model && (await askModel(model, before, now, options.parts));
  const report = makeDriftReport(before, now, options, answers);
  context.show({ type: "drift", report });
  return report;
}

/** @throws CairnError when the column is of another type than the target, or lacks a value */
function columnBaseline(
  name: string,
  { preprocessing: { target } }: TrainedModel,
  data: Dataset,
  rows: Uint32Array,
): NonNullable<Baseline["column"]> {
  const column = data.columnNamed(name, ["baseline"]);
  const isNumber = target.type === "number";
  if ((column.type === "number") !== isNumber || column.type === "picture") {
    const wanted = isNumber ? "numbers" : "words";
    throw new CairnError(`baseline: "${name}" must hold ${wanted}, as the target "${target.name}" does`, {
      code: "bad-baseline",
      path: ["baseline"],
    });
  }
  const answers = Float64Array.from(rows, (row) => {
    if (column.type === "number") return column.values[row];
    return isNumber ? NaN : target.classes.indexOf(column.values[row] ?? "");
  });
  const blank = answers.findIndex((answer) => Number.isNaN(answer));
  if (blank === -1) return { name, answers };
  throw new CairnError(`baseline: "${name}" has no value in row ${rows[blank] + 1}`, {
    code: "bad-baseline",
    path: ["baseline"],
    hint: "Leave rows without a value out: missing: drop",
  });
}

function baselineOf(model: TrainedModel, data: Dataset): Baseline {
  const { target } = model.preprocessing;
  if (target.type === "number") return { mean: target.mean };
  const known: unknown[] = [...data.column(target.name, data.data().partOfRow ? "train" : "all")];
  const counts = target.classes.map((name) => known.filter((value) => value === name).length);
  const total = counts.reduce((sum, count) => sum + count, 0);
  return { classShares: counts.map((count) => (total === 0 ? 0 : count / total)) };
}

function joined(strings: TemplateStringsArray | string, values: readonly unknown[]): string {
  if (typeof strings === "string") return strings;
  return strings.reduce((text, part, i) => text + part + (i < values.length ? inHtml(values[i]) : ""), "");
}

/** A chart of Observable Plot within HTML is its markup. */
function inHtml(value: unknown): string {
  return isElement(value) ? value.outerHTML : String(value);
}
