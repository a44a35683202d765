// One row of the table of kinds: what a cell of this kind may say, what it reads, and where it runs. What a
// kind does is a function below cell-api; `run.ts` of its folder only maps a body to that call.
import type * as v from "valibot";
import type { CellFacts } from "#dataflow/cell-facts.ts";
import type { Graph } from "#dataflow/graph.ts";
import type { Problem } from "#errors/cairn-error.ts";

/** A form among the other cells. */
export interface KindCell {
  text: string;
  fact: CellFacts;
  graph: Graph;
}

export interface Kind {
  /** The second word of its fence. */
  readonly name: string;
  readonly schema: v.GenericSchema;
  /** Names of other cells that the body mentions, besides `$name` scalars. */
  reads(body: unknown): string[];
  /** What is wrong with the names in it, where that is more than that no cell defines them. */
  check?(cell: KindCell): Problem[];
  /** Costly kinds wait when their inputs change, and their results are kept under their key. */
  readonly costly: boolean;
  /** Raised when the same inputs give another result than before. */
  readonly resultVersion: number;
  /** `cells+engine`: predicts among the cells, is scored in the engine; a monitor without a model needs only the latter. `inference`: ONNX Runtime's worker. */
  readonly runsIn: "session" | "engine" | "cells" | "cells+engine" | "inference";
  /** `$name` in its body may stand for a value of any kind, a picture for one. @default false */
  readonly takesAnyValue?: boolean;
  /** What it showed stays while it runs again: a form must not vanish under the hand. @default false */
  readonly keepsOutputs?: boolean;
  readonly needsBackend: boolean;
}

/** The value of `key` in a body, when it is a string. */
export function textAt(body: unknown, key: string): string | undefined {
  if (body === null || typeof body !== "object") return undefined;
  const value = (body as Record<string, unknown>)[key];
  return typeof value === "string" && value !== "" ? value : undefined;
}
