// DuckDB for browsers as a classic script of its own (see backend-wasm.part.ts): one thread, in the engine's worker.
import * as duckdb from "@duckdb/duckdb-wasm/blocking";
import type { DuckDBRuntime } from "@duckdb/duckdb-wasm/blocking";
import { SqlDatabase } from "#datasets/sql-database.ts";

/** The build puts the package's file for browsers in place of the one whose types these are. */
const { BROWSER_RUNTIME } = duckdb as unknown as { BROWSER_RUNTIME: DuckDBRuntime };
const ADDRESS = "bytes:/duckdb.wasm";

/** @param wasm what DuckDB would fetch, and cannot here: the network is closed */
async function openSql(wasm: Uint8Array<ArrayBuffer>): Promise<SqlDatabase> {
  const modules = { mainModule: ADDRESS, mainWorker: "" };
  const bindings = await duckdb.createDuckDB(
    { mvp: modules, eh: modules },
    new duckdb.VoidLogger(),
    BROWSER_RUNTIME,
  );
  const kept = globalThis.fetch;
  globalThis.fetch = () =>
    Promise.resolve(new Response(wasm, { headers: { "content-type": "application/wasm" } }));
  try {
    await bindings.instantiate(() => undefined);
  } finally {
    globalThis.fetch = kept;
  }
  return new SqlDatabase(bindings);
}

Object.assign(globalThis, { cairnParts: { openSql } });
