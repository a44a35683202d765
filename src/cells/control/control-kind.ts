import * as v from "valibot";
import type { Kind } from "#cells/kind.ts";
import { isPath } from "./drawing.ts";

export const controlTypes = ["slider", "choice", "number", "text", "drawing", "file", "camera"] as const;
export type ControlType = (typeof controlTypes)[number];

const number = v.number("must be a number");
const step = v.optional(v.pipe(number, v.gtValue(0, "must be above 0")));
const label = v.optional(v.string());
const typeOf = <Name extends ControlType>(name: Name) =>
  v.literal(name, `must be one of ${controlTypes.join(", ")}`);
const side = v.pipe(
  v.number("must be a whole number of pixels"),
  v.integer("must be a whole number of pixels"),
  v.minValue(1, "must be 1 or more"),
  v.maxValue(1024, "must be 1024 or less"),
);
const fileValue = v.optional(
  v.pipe(v.string(), v.regex(/^\.\/.+/, 'must be "./<file>" beside the notebook')),
);

const slider = v.pipe(
  v.strictObject({
    type: typeOf("slider"),
    label,
    min: number,
    max: number,
    step,
    value: number,
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

const choice = v.pipe(
  v.strictObject({
    type: typeOf("choice"),
    label,
    options: v.pipe(
      v.array(v.union([v.string(), v.number()], "must be a text or a number"), "must be a list of options"),
      v.minLength(1, "must have at least one option"),
      v.check((list) => new Set(list.map(String)).size === list.length, "must not have an option twice"),
    ),
    /** Up to five options stand side by side unless it says otherwise. */
    as: v.optional(v.picklist(["buttons", "list"], "must be buttons or list")),
    value: v.union([v.string(), v.number()], "must be one of the options"),
  }),
  v.forward(
    v.check(
      ({ options, value }) => options.includes(value),
      ({ input }) => `must be one of ${input.options.join(", ")}`,
    ),
    ["value"],
  ),
);

const numberField = v.pipe(
  v.strictObject({
    type: typeOf("number"),
    label,
    min: v.optional(number),
    max: v.optional(number),
    step,
    value: number,
  }),
  v.forward(
    v.check(
      ({ min = -Infinity, max = Infinity, value }) => value >= min && value <= max,
      ({ input: { min, max } }) => `must be ${limits(min, max)}`,
    ),
    ["value"],
  ),
);

const textField = v.strictObject({
  type: typeOf("text"),
  label,
  /** Lines that it shows; more than one makes it a field in which Enter begins a new line. */
  lines: v.optional(v.pipe(number, v.integer("must be a whole number"), v.minValue(1, "must be 1 or more"))),
  value: v.string("must be text, in quotes if it looks like a number"),
});

const drawing = v.strictObject({
  type: typeOf("drawing"),
  label,
  width: v.optional(side),
  height: v.optional(side),
  /** Width of a line in pixels. */
  pen: v.optional(v.pipe(number, v.gtValue(0, "must be above 0"))),
  /** Scaled and moved to the middle, as the digits of MNIST are. */
  centred: v.optional(v.boolean("must be true or false")),
  /** A path in pixels: "M4 5 6 7". */
  value: v.optional(
    v.pipe(
      v.string("must be a path"),
      v.check(isPath, 'must be a path such as "M4 5 6 7M9 9 9 12": M, then x and y of each point'),
    ),
  ),
});

const file = v.strictObject({
  type: typeOf("file"),
  label,
  /** Endings that are offered: ".csv, .png". */
  accept: v.optional(v.string()),
  /** What the value is: the name that a dataset cell takes, the text, the bytes or a picture. */
  as: v.optional(v.picklist(["path", "text", "bytes", "picture"], "must be path, text, bytes or picture")),
  width: v.optional(side),
  height: v.optional(side),
  channels: v.optional(v.picklist([1, 3], "must be 1 (grey) or 3 (colour)")),
  value: fileValue,
});

const camera = v.strictObject({
  type: typeOf("camera"),
  label,
  width: v.optional(side),
  height: v.optional(side),
  channels: v.optional(v.picklist([1, 3], "must be 1 (grey) or 3 (colour)")),
  value: fileValue,
});

const byType = { slider, choice, number: numberField, text: textField, drawing, file, camera };

/** By its type, so that what is wrong is said of the control that was meant. */
export const controlSchema = v.lazy((input): v.GenericSchema<ControlBody> => {
  const type = (input as { type?: unknown } | null)?.type;
  return (byType as Record<string, v.GenericSchema<ControlBody>>)[String(type)] ?? unknownType;
});

const unknownType = v.looseObject({
  type: v.picklist(controlTypes, `must be one of ${controlTypes.join(", ")}`),
}) as unknown as v.GenericSchema<ControlBody>;

export type ControlBody = v.InferOutput<(typeof byType)[ControlType]>;
/** What `value:` of a control can be. */
export type ControlValue = number | string;

export const controlKind: Kind = {
  name: "control",
  schema: controlSchema,
  reads: () => [],
  costly: false,
  resultVersion: 1,
  runsIn: "session",
  needsBackend: false,
};

function limits(min: number | undefined, max: number | undefined): string {
  if (min === undefined) return `${max} or less`;
  return max === undefined ? `${min} or more` : `between ${min} and ${max}`;
}
