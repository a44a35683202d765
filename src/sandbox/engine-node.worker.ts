// The engine's worker in Node, a worker thread.
import { createRequire } from "node:module";
import { join } from "node:path";
import { parentPort, workerData, type MessagePort } from "node:worker_threads";
import type { SqlDatabase } from "#datasets/sql-database.ts";
import { createEngine } from "./engine.ts";

/** Of the file that the build makes of this one, which lies beside its parts. */
declare const __dirname: string;

// In an exported pipeline its parts and their WebAssembly lie in one folder.
const { partsFolder } = (workerData ?? {}) as { partsFolder?: string };
const sandboxFolder = partsFolder ?? join(__dirname, "../site/sandbox");
const parent = parentPort as MessagePort;
createEngine(
  {
    post: (message) => parent.postMessage(message),
    onMessage: (listener) => void parent.on("message", listener),
  },
  {
    openSql() {
      const part = load("duckdb") as { openSql(wasmFile: string): Promise<SqlDatabase> };
      return part.openSql(join(sandboxFolder, "duckdb-eh.wasm"));
    },
  },
);

function load(name: string): unknown {
  const file = join(partsFolder ?? __dirname, `${name}.cjs`);
  return createRequire(file)(file);
}
