import * as v from "valibot";
import { type Kind, textAt } from "#cells/kind.ts";
import { type SplitSpec, sumRule, sumsToOne } from "#datasets/split-rows.ts";

const fraction = v.pipe(
  v.number("must be a number from 0 to 1"),
  v.minValue(0, "must be 0 or more"),
  v.maxValue(1, "must be 1 or less"),
);

const pixelSide = v.pipe(
  v.number("must be a whole number of pixels"),
  v.integer("must be a whole number of pixels"),
  v.minValue(1, "must be 1 or more"),
  v.maxValue(1024, "must be 1024 or less"),
);
const ways = 'must be "hash" (each row\'s own text decides) or "time" (the latest rows are the test)';
const shares = { train: fraction, validation: fraction, test: fraction };
const splitByHash = v.strictObject({
  by: v.literal("hash", ways),
  key: v.optional(v.string("must be the name of a column")),
  ...shares,
});
const splitByTime = v.strictObject({
  by: v.literal("time", ways),
  column: v.string("must be the name of a column of dates or numbers"),
  gap: v.optional(
    v.pipe(
      v.number("must be a whole number of rows"),
      v.integer("must be a whole number of rows"),
      v.minValue(0, "must be 0 or more"),
    ),
  ),
  ...shares,
});
const split = v.lazy((input): v.GenericSchema<SplitSpec> => {
  const schema = (input as { by?: unknown } | null)?.by === "time" ? splitByTime : splitByHash;
  return v.pipe(
    schema as v.GenericSchema<SplitSpec>,
    v.check(
      (given) => sumsToOne(given),
      ({ input: given }) => `must have ${sumRule(given)}`,
    ),
  );
});

export const datasetSchema = v.strictObject({
  /** `sample:penguins`, `./birds.csv` beside the notebook, an address, or a cell whose value is a list of rows. */
  from: v.pipe(
    v.string(
      'must say where the rows come from: "sample:penguins", "./table.csv", "https://…" or the name of a cell',
    ),
    v.regex(
      /^(sample:[\w-]+|\.\/.+|https:\/\/\S+|http:\/\/(localhost|127\.0\.0\.1)[:/]\S*|[A-Za-z]\w*)$/,
      'must be "sample:<name>", "./<file>" beside the notebook, "https://…" or the name of a cell',
    ),
  ),
  /** Why it asks another host: shown to the person who is asked to grant it. */
  reason: v.optional(v.string("must be a sentence")),
  /** To which size the pictures of a .zip are brought. */
  pictures: v.optional(
    v.strictObject({
      width: pixelSide,
      height: pixelSide,
      channels: v.optional(v.picklist([1, 3], "must be 1 (grey) or 3 (colour)")),
    }),
  ),
  split: v.optional(split),
  missing: v.optional(v.picklist(["keep", "drop"], 'must be "keep" or "drop"')),
  version: v.optional(
    v.pipe(v.string(), v.regex(/^sha256(-8m)?:[0-9a-f]{64}$/, "must be sha256: and 64 hex digits")),
  ),
});

export type DatasetBody = v.InferOutput<typeof datasetSchema>;

export const datasetKind: Kind = {
  name: "dataset",
  schema: datasetSchema,
  reads: (body) => [textAt(body, "from") ?? ""].filter((from) => /^[A-Za-z]\w*$/.test(from)),
  costly: false,
  resultVersion: 2, // 2: pictures are split alike in every engine
  runsIn: "engine",
  needsBackend: false,
};
