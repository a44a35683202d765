// What a session needs of the place it lives in: the page gives one, the command line another.
import type { Encoded } from "#cell-api/codec.ts";
import type { Output } from "#cell-api/outputs.ts";
import type { BackendChoice, FetchedResponse, HostRequest } from "#sandbox/contract.ts";
import type { KeyedStore } from "./kept-tables.ts";
import type { SandboxHost } from "#sandbox/host.ts";

export interface StoredResult {
  copies: [name: string, encoded: Encoded][];
  contentHashes: Record<string, string>;
  outputs: Output[];
  ms: number;
  metrics?: Record<string, number>;
  /** What computed, where that was started: provenance, not key. */
  backend?: string;
}

/** Results of cells under their keys, in the notebook's own namespace; written by the host alone. */
export interface ResultStore {
  /** Kinds besides the costly ones whose results it takes, where all their values have copies. @default none */
  keeps?(kind: string): boolean;
  get(key: string): Promise<StoredResult | undefined>;
  put(key: string, result: StoredResult): Promise<void>;
}

/** The hosts that cells of this notebook may ask, kept for its next visit. */
export interface Grants {
  list(): readonly string[];
  add(host: string): void;
  remove(host: string): void;
}

export interface SessionServices {
  startHost(): Promise<SandboxHost>;
  /** Bytes of a file in the sandbox's folder. */
  asset(name: string): Promise<Uint8Array>;
  /** Bytes of a sample of ours. */
  sample(file: string): Promise<Uint8Array>;
  /** Bytes of a file beside the notebook; undefined when there is none. */
  file(name: string): Promise<Uint8Array | undefined>;
  saveFile(name: string, bytes: Uint8Array): Promise<void>;
  /** A request of a cell, made for it without credentials. @throws CairnError when its host was not granted. */
  fetch(request: Extract<HostRequest, { type: "fetch" }>): Promise<FetchedResponse>;
  /** Where a person can grant hosts while the notebook is open. */
  grants?: Grants;
  results: ResultStore;
  /** Versions of the tables that it has read. */
  tables: KeyedStore;
  backend: BackendChoice;
  /** Compares the backend's operations with their definitions when it starts. @default false */
  checksBackend?: boolean;
  /** Milliseconds that never go back. */
  now(): number;
}

export function memoryResults(): ResultStore {
  const results = new Map<string, StoredResult>();
  return {
    get: (key) => Promise.resolve(results.get(key)),
    put(key, result) {
      results.set(key, result);
      return Promise.resolve();
    },
  };
}
