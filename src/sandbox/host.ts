// Where the workers of a notebook run. frame-host.ts gives one in the browser, node-host.ts in Node.
import type { Port } from "./contract.ts";

export type WorkerScript = "cells" | "engine" | "inference";

export interface SandboxWorker {
  port: Port;
  terminate(): void;
  /** Called once if the worker ends by itself: out of memory, or its script failed. */
  onDeath(listener: (reason: string) => void): void;
}

export interface SandboxHost {
  /** `origin` and `data` are sealed; `node` is not: it runs files that the person named. */
  readonly kind: "origin" | "data" | "node";
  start(script: WorkerScript): Promise<SandboxWorker>;
  close(): void;
}
