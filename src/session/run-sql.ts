// What a query needs before it can run: DuckDB in the engine, its tables, its scalars as literals.
import type { Encoded } from "#cell-api/codec.ts";
import { fillScalars, placeAt, readSql, sqlLiteral } from "#dataflow/sql-text.ts";
import { unitHash } from "#datasets/unit-hash.ts";
import { CairnError } from "#errors/cairn-error.ts";
import type { RunCellInput } from "./cell-outcome.ts";

type QueryInput = Pick<RunCellInput, "fact" | "copies" | "stream" | "engine" | "services" | "isStopped">;

/** Undefined when the run was stopped before the query began. @throws CairnError with line and column in the query */
export async function runQuery({ fact, copies, stream, engine, services, isStopped }: QueryInput) {
  const text = fact.body as string;
  const { tables, scalars } = readSql(text);
  const copyOf = (name: string) => (Object.hasOwn(copies, name) ? copies[name] : undefined);
  const literals = new Map<string, string>();
  for (const { name, start } of scalars) {
    const literal = sqlLiteral(copyOf(name));
    if (literal === undefined) throw noScalar(name, placeAt(text, start));
    literals.set(name, literal);
  }
  const given: Record<string, Encoded> = {};
  for (const { name, start } of tables) {
    if (!fact.inputNames.includes(name)) continue;
    const copy = copyOf(name) as Encoded;
    if (!isTable(copy)) throw noTable(name, placeAt(text, start));
    given[name] = copy;
  }
  if (!(await engine.call("hasSql", undefined))) {
    const wasm = await services.asset("duckdb-eh.wasm");
    if (isStopped()) return undefined;
    await engine.call("openSql", { wasm });
  }
  if (isStopped()) return undefined;
  const filled = fillScalars(text, literals);
  try {
    const seed = unitHash(stream) * 2 - 1;
    return await engine.call("sql", { cell: fact.name, text: filled.text, tables: given, seed });
  } catch (error) {
    throw error instanceof CairnError ? placedIn(error, text, filled) : error;
  }
}

function isTable(copy: Encoded): boolean {
  return copy !== null && typeof copy === "object" && (copy.$ === "dataset" || copy.$ === "array");
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
  return new CairnError(`sql: "${name}" must be a dataset or a list of rows`, {
    code: "wrong-input",
    at,
    hint: `A list of rows is an array of plain objects, of at most 64 MB. A number or a text is read as $${name}.`,
  });
}
