import * as v from "valibot";
import { textAt, type Kind } from "#cells/kind.ts";
import { driftTestNames } from "#monitoring/drift-tests.ts";
import type { DriftTest } from "#monitoring/drift-types.ts";

const PART = "must be train, validation, test or all";
const TEST = `must be one of ${driftTestNames.join(", ")}`;

const part = v.optional(v.picklist(["train", "validation", "test", "all"], PART));
const wholeNumber = v.pipe(
  v.number("must be a whole number"),
  v.integer("must be a whole number"),
  v.minValue(1, "must be 1 or more"),
);
const share = v.pipe(
  v.number("must be a number"),
  v.gtValue(0, "must be above 0"),
  v.maxValue(1, "must be 1 or less: it is a share"),
);
const threshold = v.optional(v.pipe(v.number("must be a number"), v.gtValue(0, "must be above 0")));

const test = v.picklist(driftTestNames, TEST);
/** By what is there, so that what is wrong is said at its place. */
const tests = v.lazy((input): v.GenericSchema<DriftTest | Record<string, DriftTest>> =>
  input !== null && typeof input === "object"
    ? v.record(v.string(), test)
    : v.picklist(driftTestNames, `${TEST}, or lines of column: test`),
);

export const monitorSchema = v.strictObject({
  reference: v.string("must be the name of a dataset cell"),
  current: v.string("must be the name of a dataset cell"),
  /** Which rows of each side; all where it is left out. */
  parts: v.optional(v.strictObject({ reference: part, current: part })),
  columns: v.optional(v.array(v.string("must be the name of a column"), "must be a list of columns")),
  /** Its answers are compared too, and scored where the current rows have labels. */
  model: v.optional(v.string("must be the name of a train cell")),
  /** One test for all columns that it fits, or `column: test` for some. */
  tests: v.optional(tests),
  thresholds: v.optional(
    v.strictObject({
      ks: threshold,
      "chi-square": threshold,
      "z-test": threshold,
      wasserstein: threshold,
      "jensen-shannon": threshold,
      psi: threshold,
    }),
  ),
  /** The current rows cut up: `rows` each, or `count` of them, or one for each value of `by`. */
  windows: v.optional(
    v.pipe(
      v.strictObject({
        by: v.optional(v.string("must be the name of a column of the current data")),
        rows: v.optional(wholeNumber),
        count: v.optional(wholeNumber),
      }),
      v.check(
        ({ by, rows, count }) =>
          (rows === undefined || count === undefined) && (by ?? rows ?? count) !== undefined,
        "must have rows or count, or by (a column) for one window for each of its values",
      ),
    ),
  ),
  driftShare: v.optional(share),
});

export type MonitorBody = v.InferOutput<typeof monitorSchema>;

export const monitorKind: Kind = {
  name: "monitor",
  schema: monitorSchema,
  reads: (body) => ["reference", "current", "model"].flatMap((key) => textAt(body, key) ?? []),
  costly: false,
  resultVersion: 1,
  runsIn: "cells+engine",
  needsBackend: true, // for what the model answers; without a model nothing runs among the cells
};
