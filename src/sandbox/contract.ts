// Every message that crosses the wall between the page (or the command line) and the worker that runs cell
// code, and nothing else. What comes FromCells is untrusted: check-message.ts reads it.
import type { Encoded } from "#cell-api/codec.ts";
import type { Output } from "#cell-api/outputs.ts";
import type { ContentHash } from "#hashing/content-hash.ts";
import type { TensorMemory } from "./tensor-keeper.ts";

export type BackendName = "webgpu" | "wasm";
export type BackendChoice = "auto" | BackendName;

/** What a cell is asked to do. */
export interface CellTask {
  /** Name of the cell: errors and the random stream are its own. */
  cell: string;
  /** "ts" and "js" are code; any other is the row of that name in the table of kinds. */
  kind: string;
  /** For code: JavaScript of the same length and lines as what the person wrote. */
  script?: string;
  /** Offsets in `script` of a last statement that is an expression: its value is shown. */
  lastExpression?: { start: number; end: number };
  /** For other kinds: the body, `$name` scalars not yet filled in. */
  body?: unknown;
  /** Names of other cells' values that it reads. */
  reads: string[];
  defines: string[];
  /** Its other top-level names: functions that it exports may see them. */
  locals: string[];
  /** Seed of its random numbers. */
  stream: string;
  /** Uses tensors: a backend is started before it runs. */
  needsBackend: boolean;
  /** Names Observable Plot, which is loaded before it runs. */
  needsPlot: boolean;
  /** A function in it changes a variable of the cell (analysis): see KeptValue.isFresh. */
  keepsState: boolean;
}

export type ToCells =
  /** `checksBackend`: operations are compared with their definitions before the first cell that uses tensors. */
  | { type: "boot"; backend: BackendChoice; checksBackend: boolean }
  | { type: "put"; values: { name: string; encoded: Encoded }[] }
  /** No cell defines these names any more. */
  | { type: "drop"; names: string[] }
  | { type: "run"; run: number; task: CellTask }
  /** Asks a training to end and keep its model. Code that never yields does not hear it. */
  | { type: "cancel"; run: number }
  | { type: "answer"; ask: number; value?: unknown; error?: SentError };

export interface SentError {
  name: string;
  message: string;
  code?: string;
  hint?: string;
  /** Of the value at fault in a form's body; the session finds its line and column. */
  path?: readonly (string | number)[];
  /** In the cell's own text, from 1. */
  line?: number;
  column?: number;
  /** Frames of the person's text only. */
  stack?: string;
}

/** What became of one name that a cell defines. */
export interface KeptValue {
  name: string;
  /** Absent when the value has no codec or is too large: its cell is run again when it is read after a Stop. */
  encoded?: Encoded;
  sizeBytes: number;
  contentHash?: ContentHash;
  /** Functions over changing variables: whoever reads it gets it fresh, so its cell is run again for each. */
  isFresh?: boolean;
}

export interface BackendReport {
  name: BackendName;
  adapter?: string;
  /** Why it is not WebGPU. */
  reason?: string;
  /** Operations that are wrong on this device, and what is used instead; one line each. */
  warnings?: string[];
}

export type FromCells =
  | { type: "ready" }
  | { type: "backend"; backend: BackendReport }
  /** Outputs of the running cell from index `start` on; what was there from `start` is replaced. */
  | { type: "outputs"; run: number; start: number; outputs: Output[] }
  | {
      type: "finished";
      run: number;
      ms: number;
      values: KeptValue[];
      /** Tensors that its values hold. */
      memory: TensorMemory;
      /** It read the clock or the network: the same key may stand for another value. */
      isImpure: boolean;
      wasStopped: boolean;
      /** For kinds that end in the engine: what they hand over. */
      handover?: unknown;
      /** Built-ins that the cell changed and that were put back. */
      restored: string[];
      /** Values in the worker that are no longer what their cells made: functions that it called changed them. */
      lost: string[];
      /** The cell changed something that cannot be put back: a new worker must take the place of this one. */
      isSpoiled: boolean;
    }
  | {
      type: "failed";
      run: number;
      ms: number;
      error: SentError;
      /** Values in the worker that are no longer what their cells made. */
      lost: string[];
      isSpoiled: boolean;
    }
  | { type: "ask"; ask: number; request: HostRequest };

/** What the worker may ask of the page: files of ours by name, and granted requests. */
export type HostRequest =
  | { type: "asset"; name: string }
  | { type: "fetch"; url: string; method: string; headers: [string, string][]; body?: Uint8Array };

export interface FetchedResponse {
  status: number;
  statusText: string;
  headers: [string, string][];
  body: Uint8Array;
  url: string;
}

/** One call of the engine worker, which runs our code only. */
export type ToEngine = { call: number; method: string; args: unknown };
export type FromEngine = { call: number; value: unknown } | { call: number; error: SentError };

/** Both kinds of port, of browsers and of Node, as the little that is used of them. */
export interface Port {
  post(message: unknown, transfer?: readonly (ArrayBuffer | MessagePort)[]): void;
  onMessage(listener: (message: unknown) => void): void;
}
