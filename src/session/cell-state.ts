// What the session keeps of one code cell besides its text.
import type { Encoded } from "#cell-api/codec.ts";
import type { Output } from "#cell-api/outputs.ts";
import type { CellResult } from "#dataflow/cell-key.ts";
import type { CellId } from "#document/notebook.ts";
import type { SentError } from "#sandbox/contract.ts";
import type { TensorMemory } from "#sandbox/tensor-keeper.ts";

export type Phase = "idle" | "queued" | "running" | "stopped" | "error";

/** A result and the copies of its values. */
export interface KeptResult extends CellResult {
  /** Copies by name; a name without one is in the worker only. */
  copies: ReadonlyMap<string, Encoded>;
  /** Names whose values are made anew for each reader. */
  freshNames: readonly string[];
  isImpure: boolean;
  /** It was ended by the user: usable, and stale for what reads it. */
  wasStopped: boolean;
  /** False when it came out of the store. */
  ranHere: boolean;
  metrics?: Readonly<Record<string, number>>;
}

export interface CellState {
  phase: Phase;
  /** While it is queued: what it is again if it does not run. */
  phaseBefore?: Phase;
  outputs: readonly Output[];
  isPublished: boolean;
  result?: KeptResult;
  error?: SentError;
  /** The key the error belongs to: another key makes it old. */
  errorKey?: string;
  /** Its last run has sent something out: a request that may change something elsewhere. */
  hasSent?: boolean;
  startedAtMs?: number;
  ms?: number;
  /** Tensors that its values hold in the worker, since its last run here. */
  memory?: TensorMemory;
  statusDetail?: string;
  /** What the file says of it, until it is known better. */
  publishedStatus?: "done" | "stopped" | "error";
  publishedKey?: string;
  publishedName?: string;
  publishedInputs?: { name: string; cell: CellId }[];
}

export function newCellState(): CellState {
  return { phase: "idle", outputs: [], isPublished: false };
}
