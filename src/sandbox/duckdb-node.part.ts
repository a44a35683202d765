// DuckDB for Node as a file of its own, loaded by the engine's worker thread when a first query comes.
import { createDuckDB, NODE_RUNTIME, VoidLogger } from "@duckdb/duckdb-wasm/blocking";
import { SqlDatabase } from "#datasets/sql-database.ts";

/** @param wasmFile a path */
export async function openSql(wasmFile: string): Promise<SqlDatabase> {
  const modules = { mainModule: wasmFile, mainWorker: "" };
  const bindings = await createDuckDB({ mvp: modules, eh: modules }, new VoidLogger(), NODE_RUNTIME);
  await bindings.instantiate(() => undefined);
  return new SqlDatabase(bindings);
}
