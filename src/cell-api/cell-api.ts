// The names that code in a cell finds besides those of other cells. Whatever a form cell does can be
// written with these: `await train({ model, data, target })`.
import { report, selfCheck } from "#kernels/index.ts";
import { CairnError } from "#errors/cairn-error.ts";
import { Dataset } from "#datasets/dataset.ts";
import { gateError, parseGates } from "#evaluation/gates.ts";
import { predictionsFor, type PredictionsInput } from "#evaluation/predictions-for.ts";
import { makeReport } from "#evaluation/report.ts";
import type { Report } from "#evaluation/report-types.ts";
import { askModel } from "#monitoring/ask-model.ts";
import { type DriftOptions, makeDriftReport } from "#monitoring/drift-report.ts";
import type { DriftReport } from "#monitoring/drift-types.ts";
import { tf } from "#models/tensorflow.ts";
import { train, type TrainInput } from "#training/train.ts";
import type { TrainedModel } from "#training/trained-model.ts";
import type { apiNames } from "./api-names.ts";
import type { CellContext } from "./cell-context.ts";
import { Html, Markdown, plot } from "./displays.ts";
import { type PictureInput, type PictureOptions, Pictures } from "./pictures.ts";
import { inspect } from "./inspect.ts";
import { isElement, showValue } from "./show-value.ts";

/** What stands in for tfjs's own kernels, seen from a cell. */
export const kernels = { report: () => report(tf), selfCheck: () => selfCheck(tf) };

export interface EvaluateInput extends PredictionsInput {
  model: TrainedModel;
  gates?: Readonly<Record<string, string | number>>;
  /** What an earlier run reached, by metric, and its number. */
  pinned?: Readonly<Record<string, number>>;
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

function joined(strings: TemplateStringsArray | string, values: readonly unknown[]): string {
  if (typeof strings === "string") return strings;
  return strings.reduce((text, part, i) => text + part + (i < values.length ? inHtml(values[i]) : ""), "");
}

/** A chart of Observable Plot within HTML is its markup. */
function inHtml(value: unknown): string {
  return isElement(value) ? value.outerHTML : String(value);
}
