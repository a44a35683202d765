import * as v from "valibot";
import { scalarReferences } from "#dataflow/cell-facts.ts";
import { isGateRule } from "#evaluation/gates.ts";
import { textAt, type Kind } from "#cells/kind.ts";
import { modelFormats } from "#quantization/formats.ts";

const GATE_RULE =
  'must be a comparison with a number, the baseline or the pinned run, such as ">= 0.95" or ">= pinned"';
const PINNED_RULE = "must be the metrics of a run: { run: 3, accuracy: 0.95 }; the panel of runs writes it";

const SLICES_RULE = "must be a list of columns; a list within it crosses columns: [sex, [island, sex]]";

export const evaluateSchema = v.strictObject({
  model: v.string("must be the name of a train or quantize cell"),
  /** Of a quantized model: another than the one that was picked. */
  format: v.optional(v.picklist(modelFormats, `must be one of ${modelFormats.join(", ")}`)),
  data: v.string("must be the name of a dataset cell"),
  split: v.optional(
    v.picklist(["train", "validation", "test", "all"], "must be train, validation, test or all"),
  ),
  /** A column that answers as the simplest forecast would; without it, the commonest class or the mean. */
  baseline: v.optional(v.string("must be the name of a column")),
  /** Columns by whose values the rows are parted and scored apart; a list of columns crosses them. */
  slices: v.optional(
    v.array(v.union([v.string(), v.pipe(v.array(v.string()), v.minLength(1))], SLICES_RULE), SLICES_RULE),
  ),
  /** What an earlier run reached, written when it is pinned: { run: 3, accuracy: 0.95 }. */
  pinned: v.optional(v.record(v.string(), v.number(PINNED_RULE), PINNED_RULE)),
  gates: v.optional(
    v.record(
      v.string(),
      v.pipe(
        v.union([v.string(), v.number()], GATE_RULE),
        v.check((rule) => isGateRule(rule) || scalarReferences(rule).length > 0, GATE_RULE),
      ),
      "must be lines of metric: rule",
    ),
  ),
});

export type EvaluateBody = v.InferOutput<typeof evaluateSchema>;

export const evaluateKind: Kind = {
  name: "evaluate",
  schema: evaluateSchema,
  reads: (body) => ["model", "data"].flatMap((key) => textAt(body, key) ?? []),
  costly: false,
  resultVersion: 3, // 2: predictions by kernels of our own; 3: intervals, calibration
  runsIn: "cells+engine",
  needsBackend: true,
};
