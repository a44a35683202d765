// DuckDB itself, in this process. What cells see of it is tested in session/sql-cells.test.ts.
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { createDuckDB, type DuckDBBindings, NODE_RUNTIME, VoidLogger } from "@duckdb/duckdb-wasm/blocking";
import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import type { ParsedTable } from "./parse-csv.ts";
import { SqlDatabase } from "./sql-database.ts";

async function openDuckDb(): Promise<DuckDBBindings> {
  const mainModule = createRequire(import.meta.url).resolve("@duckdb/duckdb-wasm/dist/duckdb-eh.wasm");
  const modules = { mainModule, mainWorker: "" };
  const bindings = await createDuckDB({ mvp: modules, eh: modules }, new VoidLogger(), NODE_RUNTIME);
  await bindings.instantiate(() => undefined);
  return bindings;
}

let database: SqlDatabase;
beforeAll(async () => {
  database = new SqlDatabase(await openDuckDb());
});
const query = (text: string, tables: Record<string, ParsedTable> = {}) =>
  database.query({ text, tables, seed: 0 });

test("each table comes back as it went in", () => {
  const word = fc.string({ unit: "binary", minLength: 1, maxLength: 12 });
  const table = fc.integer({ min: 1, max: 70 }).chain((rowCount) =>
    fc.record({
      n: fc.array(fc.oneof(fc.constant(NaN), fc.double({ noNaN: true, noDefaultInfinity: true })), {
        minLength: rowCount,
        maxLength: rowCount,
      }),
      w: fc.array(fc.oneof(fc.constant(null), word), { minLength: rowCount, maxLength: rowCount }),
    }),
  );
  const seen = { blankNumbers: 0, blankWords: 0, beyondAscii: 0 };
  fc.assert(
    fc.property(table, ({ n, w }) => {
      seen.blankNumbers += Number(n.some(Number.isNaN));
      seen.blankWords += Number(w.includes(null));
      seen.beyondAscii += Number(w.some((each) => /[^\0-\x7F]/.test(each ?? "")));
      const columns: ParsedTable["columns"] = [
        { name: "n", type: "number", values: Float64Array.from(n) },
        { name: "w", type: "text", values: w },
      ];
      const back = query("select * from t", { t: { columns, rowCount: n.length, warnings: [] } });
      expect(back.rowCount).toBe(n.length);
      if (n.some((each) => !Number.isNaN(each)))
        expect(back.columns[0]).toEqual({ name: "n", type: "number", values: Float64Array.from(n) });
      expect((back.columns[1] as { values: unknown }).values).toEqual(w);
    }),
    { numRuns: 100 },
  );
  for (const [what, count] of Object.entries(seen)) expect(count, what).toBeGreaterThan(10);
});

const here = fileURLToPath(import.meta.url);
const files = [`select count(*) as n from read_text('${here}')`, `select count(*) as n from glob('${here}')`];

test("control: without our settings DuckDB reads this file", async () => {
  const bindings = await openDuckDb();
  bindings.open({ path: ":memory:" });
  for (const text of files)
    expect(Number(bindings.connect().query(text).getChildAt(0)!.get(0)), text).toBe(1);
});

test("a query reads no file, and cannot change that", () => {
  for (const text of files) expect(() => query(text)).toThrow(/Permission Error/);
  expect(() => query("set enable_external_access = true")).toThrow(/locked/);
  for (const text of files) expect(() => query(text)).toThrow(/Permission Error/);
});

test("nothing of a query is there in the next", () => {
  const t: ParsedTable = {
    columns: [{ name: "n", type: "number", values: Float64Array.of(1) }],
    rowCount: 1,
    warnings: [],
  };
  expect(query("select n from t", { t }).rowCount).toBe(1);
  expect(() => query("select n from t")).toThrow(/does not exist/);
  expect(() => query("select m from t", { t })).toThrow(/"m"/);
  expect(query("select n from t", { t }).rowCount).toBe(1);
});
