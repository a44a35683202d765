// What is kept of one training or evaluation: all that decided it, how it went and what came of it. Plain data, written
// by session/run-recorder.ts alone, so that a notebook's code cannot write a better past.

export type RunState =
  | "running"
  | "done"
  | "stopped"
  | "failed"
  /** Its tab or its program ended before it did. */
  | "interrupted";

export type ParameterValue = string | number | boolean | null;

/** A value that it read. */
export interface RunInput {
  name: string;
  /** Of the cell that made it: "dataset", "ts", "train". */
  kind: string;
  /** Of a dataset its version, else the hash of the value, or the key of its cell where it has none. */
  hash: string;
}

export interface RunCurve {
  /** "validation loss". */
  name: string;
  points: [epoch: number, value: number][];
}

export interface RunRecord {
  /** From 1 within the notebook, in the order in which they began. */
  number: number;
  state: RunState;
  /** The cell, and its kind: "train", "evaluate", or "ts" where code did it. */
  cell: string;
  kind: string;
  /** What it was: code can train and evaluate too. */
  type: "training" | "evaluation";
  /** Milliseconds since 1970. */
  startedAt: number;
  ms?: number;
  /** Of the cell's result; equal keys should give equal results. */
  key: string;
  seed: string;
  parameters: Record<string, ParameterValue>;
  inputs: RunInput[];
  /** Hashes of the values that it made, by name. */
  artifacts: Record<string, string>;
  curves: RunCurve[];
  /** At its end: of a training at the epoch whose weights it kept. */
  metrics: Record<string, number>;
  /** "wasm", "webgpu, Apple M3". */
  device: string;
  libraries: Record<string, string>;
  /** The notebook as it was. */
  text: string;
  /** Why it failed. */
  error?: string;
  /** The one that others are measured against. */
  isPinned?: boolean;
}

/** Where the runs of one notebook are kept. */
export interface RunStore {
  /** In the order of their numbers. */
  list(): Promise<RunRecord[]>;
  /** In place of the one with its number. */
  put(run: RunRecord): Promise<void>;
}

/** Gone with the program. */
export function memoryRuns(): RunStore {
  const runs = new Map<number, RunRecord>();
  return {
    list: () => Promise.resolve([...runs.values()].sort((a, b) => a.number - b.number)),
    put(run) {
      runs.set(run.number, structuredClone(run));
      return Promise.resolve();
    },
  };
}
