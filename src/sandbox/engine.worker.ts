// The engine's worker in a browser, a classic script.
import type { SqlDatabase } from "#datasets/sql-database.ts";
import { createEngine } from "./engine.ts";
import { messagePort } from "./message-port.ts";

interface WorkerScope {
  onmessage: ((event: MessageEvent<{ port: MessagePort; folder: string }>) => void) | null;
  importScripts(url: string): void;
  /** Put there by duckdb.js. */
  cairnParts?: { openSql(wasm: Uint8Array): Promise<SqlDatabase> };
}

const scope = globalThis as unknown as WorkerScope;

scope.onmessage = ({ data }) => {
  scope.onmessage = null;
  createEngine(messagePort(data.port), (wasm) => {
    scope.importScripts(`${data.folder}duckdb.js`);
    return scope.cairnParts!.openSql(wasm);
  });
};
