import * as v from "valibot";
import type { Kind } from "#cells/kind.ts";

export const controlSchema = v.pipe(
  v.strictObject({
    type: v.literal("slider", 'must be "slider"'),
    label: v.optional(v.string()),
    min: v.number("must be a number"),
    max: v.number("must be a number"),
    step: v.optional(v.pipe(v.number(), v.gtValue(0, "must be above 0"))),
    value: v.number("must be a number"),
  }),
  v.check((body) => body.min < body.max, "min must be less than max"),
  v.check((body) => body.value >= body.min && body.value <= body.max, "value must lie between min and max"),
);

export type ControlBody = v.InferOutput<typeof controlSchema>;

export const controlKind: Kind = {
  name: "control",
  schema: controlSchema,
  reads: () => [],
  costly: false,
  resultVersion: 1,
  runsIn: "session",
  needsBackend: false,
};
