// A run that was written to a file or a store, perhaps by another version of Cairn or with a damaged disk.
import * as v from "valibot";
import type { RunRecord } from "./run-record.ts";

const scalar = v.nullable(v.union([v.string(), v.number(), v.boolean()]));
const points = v.array(v.tuple([v.number(), v.number()]));

const schema = v.object({
  number: v.pipe(v.number(), v.integer(), v.minValue(1)),
  state: v.picklist(["running", "done", "stopped", "failed", "interrupted"]),
  cell: v.string(),
  kind: v.string(),
  type: v.picklist(["training", "evaluation"]),
  startedAt: v.number(),
  ms: v.optional(v.number()),
  key: v.string(),
  seed: v.string(),
  parameters: v.record(v.string(), scalar),
  inputs: v.array(v.object({ name: v.string(), kind: v.string(), hash: v.string() })),
  artifacts: v.record(v.string(), v.string()),
  curves: v.array(v.object({ name: v.string(), points })),
  metrics: v.record(v.string(), v.number()),
  device: v.string(),
  libraries: v.record(v.string(), v.string()),
  text: v.string(),
  error: v.optional(v.string()),
  isPinned: v.optional(v.boolean()),
});

/** The run, or undefined when it is none. */
export function readRun(value: unknown): RunRecord | undefined {
  const result = v.safeParse(schema, value);
  return result.success ? (result.output as RunRecord) : undefined;
}
