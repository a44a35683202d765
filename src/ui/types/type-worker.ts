// The worker with the TypeScript compiler, one for all notebooks of the page. It is large: it starts once the page is
// idle and has an editor of code open. Where it cannot be loaded, editors are without types and nothing is said.
import { type Remote, wrap } from "comlink";
import type { TypeChecks } from "./types.worker.ts";

interface Started {
  remote: Remote<TypeChecks>;
  /** Rejects when the worker cannot be loaded: its calls would wait for ever. */
  failed: Promise<never>;
}

let started: Promise<Started> | undefined;
let hasFailed = false;

/** Undefined where there is no worker, or where it could not say. */
export async function askTypes<T>(call: (checks: Remote<TypeChecks>) => Promise<T>): Promise<T | undefined> {
  if (hasFailed) return undefined;
  try {
    started ??= start();
    const { remote, failed } = await started;
    return await Promise.race([call(remote), failed]);
  } catch {
    return undefined;
  }
}

/** The next question tries to load it again: the page may be online by now. */
export function tryAgain(): void {
  if (!hasFailed) return;
  hasFailed = false;
  started = undefined;
}

async function start(): Promise<Started> {
  await untilIdle();
  const worker = new Worker(new URL("./types.worker.ts", import.meta.url), { type: "module", name: "types" });
  const failed = new Promise<never>((_, reject) => {
    worker.addEventListener("error", () => {
      hasFailed = true;
      worker.terminate();
      reject(new Error("types: the worker could not be loaded"));
    });
  });
  failed.catch(() => undefined);
  return { remote: wrap<TypeChecks>(worker), failed };
}

function untilIdle(): Promise<void> {
  return new Promise((resolve) => {
    if ("requestIdleCallback" in globalThis) requestIdleCallback(() => resolve(), { timeout: 5000 });
    else setTimeout(resolve, 500);
  });
}
