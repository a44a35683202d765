import * as v from "valibot";
import { scalarReferences } from "#dataflow/cell-facts.ts";
import { isGateRule } from "#evaluation/gates.ts";
import { textAt, type Kind } from "#cells/kind.ts";

export const evaluateSchema = v.strictObject({
  model: v.string("must be the name of a train cell"),
  data: v.string("must be the name of a dataset cell"),
  split: v.optional(
    v.picklist(["train", "validation", "test", "all"], "must be train, validation, test or all"),
  ),
  gates: v.optional(
    v.record(
      v.string(),
      v.pipe(
        v.union([v.string(), v.number()], 'must be a comparison and a number, such as ">= 0.95"'),
        v.check(
          (rule) => isGateRule(rule) || scalarReferences(rule).length > 0,
          'must be a comparison and a number, such as ">= 0.95"',
        ),
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
  resultVersion: 2, // 2: predictions by kernels of our own
  runsIn: "cells+engine",
  needsBackend: true,
};
