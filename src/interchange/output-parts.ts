// An output as other programs can show it: words, tables, drawings and pictures. Nothing of the page is needed, so
// that a file says the same wherever it was written.
import { encode } from "fast-png";
import type {
  ChartOutput,
  ControlShown,
  InferenceOutput,
  Output,
  ShownPicture,
  TableValue,
} from "#cell-api/outputs.ts";
import { fromBase64, pictureText, toBase64 } from "#datasets/picture.ts";
import type { DatasetProfile } from "#datasets/profile-types.ts";
import { verdictWords } from "#monitoring/alerts.ts";
import type { DriftReport } from "#monitoring/drift-types.ts";
import type { FormatReport } from "#evaluation/format-report.ts";
import type { Interval, Report } from "#evaluation/report-types.ts";
import type { TableChange } from "#datasets/table-change-types.ts";
import { changeWords } from "#markup/change-words.ts";
import { chartSvg } from "#markup/chart-svg.ts";
import { countOf, formatNumber } from "#markup/format-number.ts";
import type { TrainingProgress } from "#training/training-types.ts";

export interface PlainTable {
  caption?: string;
  columns: readonly string[];
  rows: readonly (readonly TableValue[])[];
}

export interface OutputParts {
  /** What it is, in a line; the whole of it where it is text. */
  text: string;
  tables: readonly PlainTable[];
  /** Each an SVG that stands alone. */
  drawings: readonly string[];
  pictures: readonly { png: string; width: number; height: number; caption?: string }[];
}

type Parted = Exclude<Output, { type: "text" | "markdown" | "html" | "log" }>;

/** Of outputs that are more than text. */
export function outputParts(output: Parted): OutputParts {
  switch (output.type) {
    case "table": {
      const { columns, rows, rowCount } = output;
      const caption =
        rows.length < rowCount
          ? `The first ${rows.length} of ${countOf(rowCount, "row")}`
          : countOf(rowCount, "row");
      return parts(caption, { tables: [{ caption, columns: columns.map(({ name }) => name), rows }] });
    }
    case "chart":
      return parts(output.title ?? output.y.label, { drawings: [chartSvg(output)] });
    case "pictures":
      return parts(countOf(output.count, "picture"), { pictures: output.pictures.map(withPng) });
    case "model": {
      const caption = `${countOf(output.layers.length, "layer")}, ${countOf(output.parameterCount, "parameter")}`;
      const rows = output.layers.map((each) => [each.name, each.kind, each.outputShape, each.parameterCount]);
      return parts(caption, {
        tables: [{ caption, columns: ["Layer", "Kind", "Output", "Parameters"], rows }],
      });
    }
    case "control":
      return controlParts(output.control);
    case "dataset":
      return datasetParts(output.profile, output.change);
    case "training":
      return trainingParts(output.progress);
    case "report":
      return reportParts(output.report);
    case "drift":
      return driftParts(output.report);
    case "formats":
      return formatParts(output.report);
    case "inference":
      return inferenceParts(output);
  }
}

/** Columns side by side, for programs that show text only. */
export function textTable({ caption, columns, rows }: PlainTable): string {
  const lines = [columns, ...rows].map((row) => row.map((value) => (value === null ? "" : String(value))));
  const widths = columns.map((_, at) => Math.min(40, Math.max(...lines.map((line) => line[at]!.length))));
  const printed = lines.map((line) =>
    line
      .map((text, at) => text.slice(0, 40).padEnd(widths[at]!))
      .join("  ")
      .trimEnd(),
  );
  return [...(caption === undefined ? [] : [caption]), ...printed].join("\n");
}

function parts(text: string, rest: Partial<OutputParts> = {}): OutputParts {
  return { text, tables: [], drawings: [], pictures: [], ...rest };
}

function withPng(picture: ShownPicture & { caption?: string }): OutputParts["pictures"][number] {
  const { width, height, channels, pixels, caption } = picture;
  const data = fromBase64(pixels);
  const png = toBase64(encode({ width, height, channels, depth: 8, data }));
  return { png, width, height, ...(caption !== undefined && { caption }) };
}

function controlParts(control: ControlShown): OutputParts {
  const picture = "picture" in control ? control.picture : undefined;
  if (picture) {
    const caption = `${control.label}, ${pictureText(picture)}`;
    return parts(caption, { pictures: [withPng({ ...picture, caption })] });
  }
  return parts(`${control.label}: ${control.value ?? "nothing chosen"}`);
}

function datasetParts(profile: DatasetProfile, change?: TableChange): OutputParts {
  const { source, rowCount, columns, version, split, head, credit, warnings } = profile;
  const facts = [
    `${source}${credit === undefined ? "" : ` (${credit})`}`,
    `${countOf(rowCount, "row")} × ${countOf(columns.length, "column")}`,
    version,
    ...(split ? [`train ${split.train}, validation ${split.validation}, test ${split.test}`] : []),
    ...(change ? [`since ${change.from}: ${changeWords(change)}`] : []),
    ...warnings,
  ].join("\n");
  const rows = columns.map(({ name, type, missingCount, distinctCount, min, max, mean }) => [
    name,
    type,
    missingCount,
    distinctCount,
    ...[min, mean, max].map((value) =>
      value === undefined ? null : formatNumber(Number(value.toPrecision(5))),
    ),
  ]);
  const schema = {
    caption: "Columns",
    columns: ["Column", "Type", "Blanks", "Distinct", "Least", "Mean", "Greatest"],
    rows,
  };
  const first = {
    caption: `The first ${countOf(head.length, "row")}`,
    columns: columns.map(({ name }) => name),
    rows: head,
  };
  return parts(facts, { tables: head.length > 0 ? [schema, first] : [schema] });
}

function trainingParts(progress: TrainingProgress): OutputParts {
  const { epoch, epochs, points, best, metricName, parameterCount, seed, backend, state, notes } = progress;
  const last = points.at(-1);
  const text = [
    `Epoch ${epoch} of ${epochs}${state === "done" ? "" : `, ${state}`}, ${countOf(parameterCount, "parameter")}, seed ${seed}, ${backend}`,
    ...(last
      ? [`loss ${last.loss}${last.metric === undefined ? "" : `, ${metricName} ${last.metric}`}`]
      : []),
    ...(best ? [`best at epoch ${best.epoch}: validation loss ${best.validationLoss}`] : []),
    ...notes,
  ].join("\n");
  const curve = (name: string, of: "loss" | "metric", ofValidation: "validationLoss" | "validationMetric") =>
    lines(name, [
      ["train", points.flatMap((each) => (each[of] === undefined ? [] : [[each.epoch, each[of]]]))],
      [
        "validation",
        points.flatMap((each) =>
          each[ofValidation] === undefined ? [] : [[each.epoch, each[ofValidation]]],
        ),
      ],
    ]);
  const curves = [
    curve(progress.lossName, "loss", "validationLoss"),
    curve(metricName, "metric", "validationMetric"),
  ];
  return parts(text, { drawings: curves.filter((each) => each.series.length > 0).map(chartSvg) });
}

function lines(label: string, series: [name: string, points: number[][]][]): ChartOutput {
  return {
    type: "chart",
    title: label,
    x: { label: "epoch" },
    y: { label },
    series: series.flatMap(([name, points]) =>
      points.length === 0 ? [] : [{ name, mark: "line" as const, points: points as [number, number][] }],
    ),
  };
}

function reportParts(report: Report): OutputParts {
  const { metrics, gates, confusion, slices, rowCount, target, split, baselineAnswer } = report;
  const caption = `${target} of ${countOf(rowCount, split === "all" ? "row" : `${split} row`)}; the baseline is ${baselineAnswer}`;
  const tables: PlainTable[] = [
    {
      caption,
      columns: ["Metric", "Model", "95% interval", "Baseline"],
      rows: metrics.map(({ name, value, interval, baseline }) => [
        name,
        rounded(value),
        intervalText(interval),
        rounded(baseline),
      ]),
    },
  ];
  if (confusion) {
    tables.push({
      caption: "Rows are what it was, columns what the model said",
      columns: ["", ...confusion.labels],
      rows: confusion.counts.map((counts, at) => [confusion.labels[at] ?? "", ...counts]),
    });
  }
  if (slices) {
    const small =
      slices.smallCount === 0
        ? ""
        : `; ${slices.smallCount} of fewer than ${slices.leastRowCount} rows not scored`;
    tables.push({
      caption: `Slices, worst first${small}`,
      columns: ["Slice", "Rows", slices.metric, "95% interval"],
      rows: slices.scores.map(({ label, rowCount, value, interval }) => [
        label,
        rowCount,
        rounded(value),
        intervalText(interval),
      ]),
    });
  }
  if (gates.length > 0) {
    tables.push({
      caption: "Gates",
      columns: ["Metric", "Rule", "Value", "Passed"],
      rows: gates.map(({ metric, rule, limit, value, passed }) => [
        metric,
        `${rule} ${rounded(limit)}`,
        value === undefined ? null : rounded(value),
        passed ? "yes" : "no",
      ]),
    });
  }
  return parts(caption, { tables });
}

function intervalText(interval: Interval | undefined): string | null {
  return interval ? interval.map(rounded).join(" to ") : null;
}

function driftParts(report: DriftReport): OutputParts {
  const { reference, current, columns, prediction, quality, driftedCount, judgedCount, alerts } = report;
  const text = [
    `${driftedCount} of ${judgedCount} judged columns drifted: ${countOf(current.rowCount, "row")} of ${current.name} against ${countOf(reference.rowCount, "row")} of ${reference.name}`,
    ...alerts.map(({ head, text }) => `${head} ${text}`),
  ].join("\n");
  const percent = (share: number | undefined) =>
    share === undefined ? null : `${Number((share * 100).toPrecision(3))}%`;
  const tables: PlainTable[] = [
    {
      caption: "Columns",
      columns: ["Column", "Verdict", "Test", "Missing before", "Missing now", "Outside or new"],
      rows: [...columns, ...(prediction ? [prediction] : [])].map((finding) => [
        finding.name,
        finding.verdict,
        finding.statistic === undefined ? null : verdictWords(finding),
        percent(finding.reference.missingShare),
        percent(finding.current?.missingShare),
        percent(finding.newCategories?.share ?? finding.outsideShare),
      ]),
    },
  ];
  if (quality) {
    tables.push({
      caption: `Quality on ${countOf(quality.rowCount, "row")} with ${quality.target}`,
      columns: ["Metric", "Reference", "Current"],
      rows: quality.metrics.map((metric) => [
        metric.name,
        metric.reference === undefined ? null : rounded(metric.reference),
        rounded(metric.current),
      ]),
    });
  }
  return parts(text, { tables });
}

function formatParts({ formats, metric, model, picked, rowCount, split, device }: FormatReport): OutputParts {
  const caption = `${model} in ${countOf(formats.length, "format")}, ${picked} picked; ${countOf(rowCount, split === "all" ? "row" : `${split} row`)}; latency of one row on ${device}`;
  const rows = formats.map(({ format, sizeBytes, metrics, signalToNoise, latency, passed, problem }) => {
    const found = metrics.find(({ name }) => name === metric);
    return [
      format,
      sizeBytes,
      found ? rounded(found.value) : null,
      intervalText(found?.interval),
      signalToNoise === undefined ? null : `${signalToNoise.toFixed(1)} dB`,
      latency ? `${Number(latency.medianMs.toPrecision(3))} ms` : null,
      latency ? `${Number(latency.p95Ms.toPrecision(3))} ms` : null,
      problem ?? (passed ? "yes" : "no"),
    ];
  });
  const columns = ["Format", "Bytes", metric, "95% interval", "SQNR", "Median", "p95", "Passed"];
  return parts(caption, { tables: [{ caption, columns, rows }] });
}

function inferenceParts({
  answer,
  inputs,
  target,
  model,
  format,
  latency,
  device,
}: InferenceOutput): OutputParts {
  const said = "value" in answer ? formatNumber(rounded(answer.value)) : answer.class;
  const caption = `${target}: ${said}, says ${model} (${format}) in ${Number(latency.medianMs.toPrecision(3))} ms on ${device.name === "wasm" ? "WebAssembly" : "WebGPU"}`;
  const asked: PlainTable = {
    caption: "Asked",
    columns: ["Column", "Value"],
    rows: inputs.map(({ name, control }) => [
      name,
      "picture" in control ? "a picture" : (control.value ?? null),
    ]),
  };
  if ("value" in answer) return parts(caption, { tables: [{ ...asked, caption }] });
  const shares: PlainTable = {
    caption,
    columns: [target, "Probability"],
    rows: answer.shares.map(({ name, share }) => [name, rounded(share)]),
  };
  return parts(caption, { tables: [shares, asked] });
}

function rounded(value: number): number {
  return Number(value.toPrecision(6));
}
