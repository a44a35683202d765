// The engine's worker in Node, a worker thread.
import { createRequire } from "node:module";
import { join } from "node:path";
import { parentPort, type MessagePort } from "node:worker_threads";
import type { SqlDatabase } from "#datasets/sql-database.ts";
import { createEngine } from "./engine.ts";

/** Of the file that the build makes of this one, which lies beside duckdb.cjs. */
declare const __dirname: string;

const parent = parentPort as MessagePort;
createEngine(
  {
    post: (message) => parent.postMessage(message),
    onMessage: (listener) => void parent.on("message", listener),
  },
  () => {
    const file = join(__dirname, "duckdb.cjs");
    const part = createRequire(file)(file) as { openSql(wasmFile: string): Promise<SqlDatabase> };
    return part.openSql(join(__dirname, "../site/sandbox/duckdb-eh.wasm"));
  },
);
