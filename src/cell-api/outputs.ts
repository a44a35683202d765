// Everything a cell can show, as data. It leaves the sandbox by structured clone, is kept in
// name.outputs.json, and is drawn by src/ui/outputs; nothing here is code.
import type { DatasetProfile } from "#datasets/profile-types.ts";
import type { TableChange } from "#datasets/table-change-types.ts";
import type { DriftReport } from "#monitoring/drift-types.ts";
import type { FormatReport, Latency } from "#evaluation/format-report.ts";
import type { Report } from "#evaluation/report-types.ts";
import type { ModelFormat } from "#quantization/formats.ts";
import type { TrainingProgress } from "#training/training-types.ts";

export type TableValue = string | number | boolean | null;

export interface TableOutput {
  type: "table";
  columns: { name: string; type: "number" | "text" }[];
  /** The first rows, at most 200: what is kept with the notebook. `rowCount` says how many there are. */
  rows: TableValue[][];
  rowCount: number;
  /** Where there are more columns than `columns` names. */
  columnCount?: number;
  /** Where there are more rows than `rows` has: all of them, or as many as fit into 64 MB. Never kept. */
  all?: TableColumn[];
}

/** One column of all rows, in the order of `columns`. */
export type TableColumn =
  /** `blanks`: 1 where there is no value; absent when there is one everywhere. */
  | { type: "number"; values: Float64Array; blanks?: Uint8Array }
  /** `codes` are indices into `words`; 0xffffffff: no value. */
  | { type: "text"; words: string[]; codes: Uint32Array };

export interface ChartOutput {
  type: "chart";
  title?: string;
  x: { label: string };
  y: { label: string };
  /** Each with at most 5,000 points; a series is drawn in its own data colour and named at its end or in a key. */
  series: { name: string; mark: "dot" | "line" | "bar"; points: [number, number][] }[];
  /** For bars: the words under them, indexed by x. */
  categories?: string[];
}

export interface ModelOutput {
  type: "model";
  layers: { name: string; kind: string; outputShape: string; parameterCount: number }[];
  parameterCount: number;
}

export interface PicturesOutput {
  type: "pictures";
  /** At most 100. */
  pictures: (ShownPicture & { caption?: string })[];
  /** How many there are. */
  count: number;
  /** Values of black and white, where they were taken from the least and the greatest. */
  stretched?: [number, number];
}

export interface ControlOutput {
  type: "control";
  control: ControlShown;
}

export interface ShownPicture {
  width: number;
  height: number;
  channels: number;
  /** base64 of [height, width, channels], 0 to 255. */
  pixels: string;
}

export type ControlShown =
  | { type: "slider"; label: string; min: number; max: number; step: number; value: number }
  | {
      type: "choice";
      label: string;
      options: (string | number)[];
      as: "buttons" | "list";
      value: string | number;
    }
  | { type: "number"; label: string; min?: number; max?: number; step?: number; value: number }
  | { type: "text"; label: string; lines: number; value: string }
  /** `value`: a path in pixels; `picture`: what readers get. */
  | {
      type: "drawing";
      label: string;
      width: number;
      height: number;
      pen: number;
      value: string;
      picture?: ShownPicture;
    }
  /** `value`: "./name" of a file beside the notebook. */
  | { type: "file"; label: string; accept?: string; value?: string; picture?: ShownPicture }
  | { type: "camera"; label: string; width: number; height: number; value?: string; picture?: ShownPicture };

/** One input of a prediction: the control that shows and changes it. */
export interface InferenceInput {
  name: string;
  control: ControlShown;
  /** The cell whose value it is: it is changed there. */
  from?: string;
  /** What is odd about the value. */
  note?: string;
}

/** What a model answers for one row. */
export interface InferenceOutput {
  type: "inference";
  model: string;
  format: ModelFormat;
  sizeBytes: number;
  target: string;
  inputs: InferenceInput[];
  answer: { class: string; shares: { name: string; share: number }[] } | { value: number };
  /** For one row, without the way between the page and the worker. */
  latency: Latency;
  /** `reason`: why it is not the GPU. */
  device: { name: "webgpu" | "wasm"; adapter?: string; reason?: string };
}

export interface LogOutput {
  type: "log";
  level: "log" | "info" | "warn" | "error";
  text: string;
  /** Line of the cell's text that wrote it, from 1. */
  line?: number;
  column?: number;
}

export type Output =
  | { type: "text"; text: string }
  | { type: "markdown"; markdown: string }
  | { type: "html"; html: string }
  | TableOutput
  | ChartOutput
  | ModelOutput
  | PicturesOutput
  | ControlOutput
  | LogOutput
  /** `change`: to another version of its rows; `holds`: which of the two its value is. */
  | { type: "dataset"; profile: DatasetProfile; change?: TableChange; holds?: "before" | "after" }
  | { type: "training"; progress: TrainingProgress }
  | { type: "report"; report: Report }
  | { type: "drift"; report: DriftReport }
  | { type: "formats"; report: FormatReport }
  | InferenceOutput;

/** Outputs as they are kept: without the rows of large tables. */
export function keptOutputs(outputs: readonly Output[]): Output[] {
  return outputs.map((output) => {
    if (output.type !== "table" || !output.all) return output;
    const { all: _, ...kept } = output;
    return kept;
  });
}
