import * as v from "valibot";
import { isFormatGate } from "#evaluation/format-gates.ts";
import { textAt, type Kind } from "#cells/kind.ts";
import { quantizedFormats } from "#quantization/formats.ts";

const FORMATS = `must be a list of ${quantizedFormats.join(", ")}`;
const GATE_RULE =
  'must be a comparison with a number or with float32, such as ">= float32 - 0.01" or ">= 0.95"';

export const quantizeSchema = v.strictObject({
  model: v.string("must be the name of a train cell"),
  data: v.string("must be the name of a dataset cell"),
  /** The rows that the formats are scored on. */
  split: v.optional(
    v.picklist(["train", "validation", "test", "all"], "must be train, validation, test or all"),
  ),
  formats: v.optional(
    v.pipe(v.array(v.picklist(quantizedFormats, FORMATS), FORMATS), v.minLength(1, FORMATS)),
  ),
  /** Which metric is shown; the first of the task where it is left out. */
  metric: v.optional(v.string("must be the name of a metric, such as accuracy")),
  gates: v.optional(
    v.record(
      v.string(),
      v.pipe(v.union([v.string(), v.number()], GATE_RULE), v.check(isFormatGate, GATE_RULE)),
      "must be lines of metric: rule",
    ),
  ),
});

export type QuantizeBody = v.InferOutput<typeof quantizeSchema>;

export const quantizeKind: Kind = {
  name: "quantize",
  schema: quantizeSchema,
  reads: (body) => ["model", "data"].flatMap((key) => textAt(body, key) ?? []),
  costly: true,
  resultVersion: 1,
  runsIn: "inference",
  needsBackend: false,
};
