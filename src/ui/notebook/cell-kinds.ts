// The kinds that can be inserted, in the order of the menu, each with its letter.
import type { CellSpec, CellView } from "#session/session-view.ts";
import type { IconName } from "#ui/controls/icons.ts";

export interface InsertableKind {
  kind: CellSpec["kind"];
  label: string;
  letter: string;
  icon: IconName;
  says: string;
}

export const insertableKinds: readonly InsertableKind[] = [
  { kind: "prose", label: "Prose", letter: "P", icon: "prose", says: "Words in Markdown" },
  { kind: "ts", label: "Code", letter: "C", icon: "code", says: "TypeScript" },
  { kind: "dataset", label: "Dataset", letter: "D", icon: "data", says: "A file, split and versioned" },
  { kind: "sql", label: "SQL", letter: "S", icon: "data", says: "A query over tables, by DuckDB" },
  { kind: "control", label: "Control", letter: "O", icon: "control", says: "A slider other cells read" },
  { kind: "train", label: "Train", letter: "T", icon: "train", says: "Fit a model on this machine" },
  {
    kind: "evaluate",
    label: "Evaluate",
    letter: "E",
    icon: "evaluate",
    says: "Metrics against a baseline, gates",
  },
  {
    kind: "quantize",
    label: "Quantize",
    letter: "Q",
    icon: "quantize",
    says: "Smaller formats, side by side",
  },
  { kind: "infer", label: "Infer", letter: "I", icon: "infer", says: "Ask a model, by a form" },
  {
    kind: "monitor",
    label: "Monitor",
    letter: "M",
    icon: "monitor",
    says: "Drift of data against a reference",
  },
  {
    kind: "pipeline",
    label: "Pipeline",
    letter: "L",
    icon: "pipeline",
    says: "Cells that leave the tab together",
  },
];

const usual: Record<string, CellSpec["kind"]> = {
  dataset: "ts",
  sql: "ts",
  control: "ts",
  ts: "train",
  js: "train",
  train: "evaluate",
  evaluate: "prose",
  quantize: "infer",
  infer: "prose",
  monitor: "pipeline",
  pipeline: "prose",
};

/** The kind that most often follows a cell; it is selected when the menu opens. */
export function usualNextKind(before: CellView | undefined): CellSpec["kind"] {
  if (!before) return "prose";
  return before.type === "prose" ? "ts" : (usual[before.kind] ?? "prose");
}
