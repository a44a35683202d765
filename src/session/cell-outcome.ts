// What a run of one cell is given, and what can come of it.
import type { Encoded } from "#cell-api/codec.ts";
import type { Output } from "#cell-api/outputs.ts";
import type { CellFacts } from "#dataflow/cell-facts.ts";
import type { Graph } from "#dataflow/graph.ts";
import type { ContentHash } from "#hashing/content-hash.ts";
import type { CellsClient } from "#sandbox/cells-client.ts";
import type { SentError } from "#sandbox/contract.ts";
import type { EngineClient } from "#sandbox/engine-client.ts";
import type { InferenceClient } from "#sandbox/inference-client.ts";
import type { TensorMemory } from "#sandbox/tensor-keeper.ts";
import type { SessionServices } from "./services.ts";

export type CellOutcome =
  | {
      type: "finished";
      ms: number;
      copies: Map<string, Encoded>;
      contentHashes: Record<string, ContentHash>;
      freshNames: string[];
      memory?: TensorMemory;
      isImpure: boolean;
      wasStopped: boolean;
      outputs?: Output[];
      metrics?: Record<string, number>;
      /** A gate that failed: the value is there, and the cell has failed. */
      gateError?: SentError;
      /** Built-ins that the cell had changed. */
      restored: string[];
      /** Names whose values in the worker are no longer what their cells made. */
      lost: string[];
      /** The worker was ended after the cell: only what has a copy is still there. */
      isSpoiled: boolean;
    }
  | { type: "failed"; ms: number; error: SentError; lost: string[]; isSpoiled: boolean }
  | { type: "ended"; reason?: string };

export interface RunCellInput {
  fact: CellFacts;
  graph: Graph;
  /** The cell's text as it stands in the file. */
  text: string;
  /** Body with `$name` scalars filled in, for kinds that do not run among the cells. */
  filledBody: unknown;
  /** Of the values that it reads, those that can be copied. */
  copies: Readonly<Record<string, unknown>>;
  key: string;
  stream: string;
  cells: CellsClient;
  engine: EngineClient;
  inference: InferenceClient;
  services: SessionServices;
  /** True when the run was stopped: nobody waits for this cell any more. */
  isStopped(): boolean;
  onOutputs(outputs: readonly Output[]): void;
}

/** Of a cell whose value was made outside the cells' worker. */
export const made = {
  freshNames: [],
  isImpure: false,
  wasStopped: false,
  restored: [],
  lost: [],
  isSpoiled: false,
};
