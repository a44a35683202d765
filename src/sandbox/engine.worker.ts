// The engine's worker in a browser, a classic script.
import { createEngine, type EngineParts } from "./engine.ts";
import { messagePort } from "./message-port.ts";

interface WorkerScope {
  onmessage: ((event: MessageEvent<{ port: MessagePort; folder: string }>) => void) | null;
  importScripts(url: string): void;
  /** Each is put there by the script that is loaded for it. */
  cairnParts?: EngineParts;
}

const scope = globalThis as unknown as WorkerScope;

scope.onmessage = ({ data }) => {
  scope.onmessage = null;
  const load = (script: string) => {
    scope.importScripts(`${data.folder}${script}.js`);
    return scope.cairnParts!;
  };
  createEngine(messagePort(data.port), {
    openSql: (wasm) => load("duckdb").openSql(wasm),
  });
};
