// Reads what comes out of the cells' worker. All of it is untrusted: a message counts only if it is about
// the cell that was started, names only values that this cell defines, and keeps to the sizes agreed.
import * as v from "valibot";
import { checkOutput } from "#cell-api/output-schema.ts";
import type { Output } from "#cell-api/outputs.ts";
import type { FromCells } from "./contract.ts";

const text = (limit: number) => v.pipe(v.string(), v.maxLength(limit));
const whole = v.pipe(v.number(), v.integer(), v.minValue(0));

const sentError = v.object({
  name: text(200),
  message: text(100_000),
  code: v.optional(text(100)),
  hint: v.optional(text(10_000)),
  path: v.optional(v.pipe(v.array(v.union([text(1000), whole])), v.maxLength(10))),
  line: v.optional(whole),
  column: v.optional(whole),
  stack: v.optional(text(100_000)),
});

const keptValue = v.object({
  name: text(1000),
  encoded: v.optional(v.unknown()),
  sizeBytes: v.number(),
  contentHash: v.optional(v.pipe(v.string(), v.regex(/^sha256(-8m)?:[0-9a-f]{64}$/))),
  isFresh: v.optional(v.boolean()),
});

const messageSchema = v.variant("type", [
  v.object({ type: v.literal("ready") }),
  v.object({
    type: v.literal("backend"),
    backend: v.object({
      name: v.picklist(["webgpu", "wasm"]),
      adapter: v.optional(text(500)),
      reason: v.optional(text(2000)),
      warnings: v.optional(v.pipe(v.array(text(2000)), v.maxLength(500))),
    }),
  }),
  v.object({
    type: v.literal("outputs"),
    run: whole,
    start: whole,
    outputs: v.pipe(v.array(v.unknown()), v.maxLength(2100)),
  }),
  v.object({
    type: v.literal("finished"),
    run: whole,
    ms: v.number(),
    values: v.array(keptValue),
    memory: v.object({ tensorCount: whole, tensorBytes: v.number() }),
    isImpure: v.boolean(),
    wasStopped: v.boolean(),
    handover: v.optional(v.unknown()),
    restored: v.array(text(1000)),
    lost: v.array(text(1000)),
    isSpoiled: v.boolean(),
  }),
  v.object({
    type: v.literal("failed"),
    run: whole,
    ms: v.number(),
    error: sentError,
    lost: v.array(text(1000)),
    isSpoiled: v.boolean(),
  }),
  v.object({
    type: v.literal("ask"),
    ask: whole,
    request: v.variant("type", [
      v.object({ type: v.literal("asset"), name: v.pipe(v.string(), v.regex(/^[\w.-]+$/)) }),
      v.object({
        type: v.literal("fetch"),
        url: text(10_000),
        method: text(20),
        headers: v.array(v.tuple([v.string(), v.string()])),
        body: v.optional(v.instance(Uint8Array)),
      }),
    ]),
  }),
]);

/** What the host expects: the run it started and the names that cell defines. */
export interface Expected {
  run: number;
  defines: readonly string[];
}

/** The message, or undefined when it is malformed, about another run, or claims another cell's values. */
export function checkMessage(message: unknown, expected: Expected | undefined): FromCells | undefined {
  const parsed = v.safeParse(messageSchema, message);
  if (!parsed.success) return undefined;
  const checked = parsed.output as FromCells;
  switch (checked.type) {
    case "ready":
    case "backend":
    case "ask":
      return checked;
    case "outputs": {
      if (checked.run !== expected?.run) return undefined;
      const outputs = checked.outputs
        .map(checkOutput)
        .filter((output): output is Output => output !== undefined);
      return { ...checked, outputs };
    }
    case "finished":
      if (checked.run !== expected?.run) return undefined;
      return checked.values.every(({ name }) => expected.defines.includes(name)) ? checked : undefined;
    case "failed":
      return checked.run === expected?.run ? checked : undefined;
  }
}
