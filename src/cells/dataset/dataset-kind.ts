import * as v from "valibot";
import type { Kind } from "#cells/kind.ts";
import { sumRule, sumsToOne } from "#datasets/split-rows.ts";

const fraction = v.pipe(
  v.number("must be a number from 0 to 1"),
  v.minValue(0, "must be 0 or more"),
  v.maxValue(1, "must be 1 or less"),
);

export const datasetSchema = v.strictObject({
  /** `sample:penguins`, or `./birds.csv` beside the notebook. */
  from: v.pipe(
    v.string('must say where the rows come from: "sample:penguins" or "./table.csv"'),
    v.regex(/^(sample:[\w-]+|\.\/.+)$/, 'must be "sample:<name>" or "./<file>" beside the notebook'),
  ),
  split: v.optional(
    v.pipe(
      v.strictObject({
        by: v.literal("hash", 'must be "hash": each row\'s own text decides'),
        key: v.optional(v.string()),
        train: fraction,
        validation: fraction,
        test: fraction,
      }),
      v.check(
        (split) => sumsToOne(split),
        ({ input }) => `must have ${sumRule(input)}`,
      ),
    ),
  ),
  missing: v.optional(v.picklist(["keep", "drop"], 'must be "keep" or "drop"')),
  version: v.optional(
    v.pipe(v.string(), v.regex(/^sha256(-8m)?:[0-9a-f]{64}$/, "must be sha256: and 64 hex digits")),
  ),
});

export type DatasetBody = v.InferOutput<typeof datasetSchema>;

export const datasetKind: Kind = {
  name: "dataset",
  schema: datasetSchema,
  reads: () => [],
  costly: false,
  resultVersion: 1,
  runsIn: "engine",
  needsBackend: false,
};
