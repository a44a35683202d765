// Workers of a notebook in Node: worker threads. Not a seal: a cell can read the disk, as any program that
// the person starts can.
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import type { SandboxHost } from "./host.ts";
import type { RuleName } from "./realm-rules.ts";

export interface NodeHostOptions {
  /** Most memory of one worker's old generation. */
  heapMb?: number;
  /** Rules against hidden state that do not hold: tests prove with it that each is needed. */
  offRules?: readonly RuleName[];
}

/** The workers' scripts as text, where they lie in no files. */
export interface WorkerCode {
  codeOf(script: string): string;
  /** Where large parts lie that are loaded when they are first needed. */
  partsFolder: string;
}

/** @param place the folder where the build put cells.cjs and engine.cjs, or their text */
export function nodeHost(
  place: string | WorkerCode,
  { heapMb, offRules }: NodeHostOptions = {},
): SandboxHost {
  const workers = new Set<Worker>();
  return {
    kind: "node",
    start(script) {
      const isFile = typeof place === "string";
      // A text is no module: in a function its names are its own, as a file's are.
      const source = isFile ? join(place, `${script}.cjs`) : `(() => {${place.codeOf(script)}\n})();`;
      const worker = new Worker(source, {
        eval: !isFile,
        stdout: true, // standard output is the host's own: what a cell writes there goes to standard error
        ...(heapMb !== undefined && { resourceLimits: { maxOldGenerationSizeMb: heapMb } }),
        workerData: {
          ...(offRules && { offRules: [...offRules] }),
          ...(!isFile && { partsFolder: place.partsFolder }),
        },
      });
      workers.add(worker);
      worker.stdout.on("data", (chunk: Uint8Array) => void process.stderr.write(chunk));
      let onDeath: ((reason: string) => void) | undefined;
      worker.on("error", (error: NodeJS.ErrnoException) => {
        workers.delete(worker);
        onDeath?.(error.code === "ERR_WORKER_OUT_OF_MEMORY" ? "ran out of memory" : error.message);
      });
      worker.on("exit", (code) => {
        if (workers.delete(worker)) onDeath?.(`it exited with code ${code}`); // process.exit() in a cell
      });
      return Promise.resolve({
        port: {
          post: (message) => worker.postMessage(message),
          onMessage: (listener) => void worker.on("message", listener),
        },
        terminate() {
          onDeath = undefined;
          workers.delete(worker);
          void worker.terminate();
        },
        onDeath: (listener) => (onDeath = listener),
      });
    },
    close() {
      for (const worker of workers) void worker.terminate();
      workers.clear();
    },
  };
}
