// What a query needs before it can run: DuckDB in the engine, its tables, its scalars as literals.
import type { Encoded } from "#cell-api/codec.ts";
import type { CellFacts } from "#dataflow/cell-facts.ts";
import { fillScalars, placeAt, readSql, sqlLiteral } from "#dataflow/sql-text.ts";
import { CairnError } from "#errors/cairn-error.ts";
import type { EngineClient } from "#sandbox/engine-client.ts";
import { unitHash } from "#datasets/unit-hash.ts";
import type { SessionServices } from "./services.ts";

/** @throws CairnError with line and column in the query */
export async function runQuery(
  { fact, copies, stream }: { fact: CellFacts; copies: Readonly<Record<string, unknown>>; stream: string },
  { engine, services }: { engine: EngineClient; services: SessionServices },
) {
  const text = fact.body as string;
  const { tables, scalars } = readSql(text);
  const literals = new Map<string, string>();
  for (const { name, start } of scalars) {
    const literal = Object.hasOwn(copies, name) ? sqlLiteral(copies[name]) : undefined;
    if (literal === undefined) throw noScalar(name, placeAt(text, start));
    literals.set(name, literal);
  }
  const given: Record<string, Encoded> = {};
  for (const { name, start } of tables) {
    if (!fact.inputNames.includes(name)) continue;
    if (!Object.hasOwn(copies, name) || copies[name] === undefined) throw noTable(name, placeAt(text, start));
    given[name] = copies[name] as Encoded;
  }
  if (!(await engine.call("hasSql", undefined)))
    await engine.call("openSql", { wasm: await services.asset("duckdb-eh.wasm") });
  const filled = fillScalars(text, literals);
  try {
    const seed = unitHash(stream) * 2 - 1;
    return await engine.call("sql", { cell: fact.name, text: filled.text, tables: given, seed });
  } catch (error) {
    throw error instanceof CairnError ? placedIn(error, text, filled) : error;
  }
}

function placedIn(
  error: CairnError,
  text: string,
  filled: { text: string; offsetBefore: (offset: number) => number },
): CairnError {
  if (!error.at) return error;
  const lines = filled.text.split("\n").slice(0, error.at.line - 1);
  const offset = lines.reduce((sum, line) => sum + line.length + 1, 0) + error.at.column - 1;
  const { message, code, hint } = error;
  return new CairnError(message, {
    code,
    at: placeAt(text, filled.offsetBefore(offset)),
    ...(hint !== undefined && { hint }),
  });
}

function noScalar(name: string, at: { line: number; column: number }): CairnError {
  return new CairnError(`sql: $${name} must be a number, a text, true, false or null`, {
    code: "wrong-input",
    at,
    hint: "A table is read by its name, without the dollar.",
  });
}

function noTable(name: string, at: { line: number; column: number }): CairnError {
  return new CairnError(`sql: the value of "${name}" has no copy that a table could be made of`, {
    code: "wrong-input",
    at,
    hint: "A query reads datasets, and lists of plain objects of at most 64 MB.",
  });
}
