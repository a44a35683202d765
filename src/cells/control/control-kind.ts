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
  v.forward(
    v.check(
      ({ min, max }) => min < max,
      ({ input }) => `must be more than min (${input.min})`,
    ),
    ["max"],
  ),
  v.forward(
    v.check(
      ({ min, max, value }) => min >= max || (value >= min && value <= max),
      ({ input }) => `must lie between min and max (${input.min} to ${input.max})`,
    ),
    ["value"],
  ),
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
