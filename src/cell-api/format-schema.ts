// What a comparison of formats and an answer of a model may be when they come from a file or a store.
import * as v from "valibot";
import { modelFormats } from "#quantization/formats.ts";

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const interval = v.tuple([v.number(), v.number()]);
const latency = v.object({ medianMs: v.number(), p95Ms: v.number(), samples: count });
const format = v.picklist(modelFormats);
const better = v.picklist(["higher", "lower"]);

export const formatReport = v.object({
  model: v.string(),
  target: v.string(),
  task: v.picklist(["classification", "regression"]),
  split: v.picklist(["train", "validation", "test", "all"]),
  rowCount: count,
  metric: v.string(),
  formats: v.array(
    v.object({
      format,
      sizeBytes: count,
      metrics: v.array(
        v.object({ name: v.string(), value: v.number(), interval: v.optional(interval), better }),
      ),
      signalToNoise: v.optional(v.number()),
      latency: v.optional(latency),
      gates: v.array(
        v.object({
          metric: v.string(),
          rule: v.picklist([">=", "<=", ">", "<"]),
          limit: v.number(),
          limitText: v.string(),
          value: v.optional(v.number()),
          passed: v.boolean(),
        }),
      ),
      passed: v.boolean(),
      kept: v.array(v.string()),
      problem: v.optional(v.string()),
    }),
  ),
  picked: format,
  device: v.string(),
});

/** Of an inference, without its inputs. */
export const inferenceEntries = {
  model: v.string(),
  format,
  sizeBytes: count,
  target: v.string(),
  answer: v.union([
    v.object({
      class: v.string(),
      shares: v.pipe(v.array(v.object({ name: v.string(), share: v.number() })), v.maxLength(10_000)),
    }),
    v.object({ value: v.number() }),
  ]),
  latency,
  device: v.object({
    name: v.picklist(["webgpu", "wasm"]),
    adapter: v.optional(v.string()),
    reason: v.optional(v.string()),
  }),
};
