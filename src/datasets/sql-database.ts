// SQL over tables by DuckDB. Each query finds the tables that it was given and nothing else: no files, no network, no
// extensions, and nothing of a query before.
import type { DuckDBBindings, DuckDBConnection } from "@duckdb/duckdb-wasm/blocking";
import { arrowBytes, tableOfArrow } from "./arrow-table.ts";
import type { ParsedTable } from "./parse-csv.ts";

/** No extension is asked for, none is loaded, and no query can change that. */
const SETTINGS = [
  "SET autoinstall_known_extensions = false",
  "SET autoload_known_extensions = false",
  "SET enable_external_access = false",
  "SET lock_configuration = true",
];

export interface SqlQuery {
  text: string;
  tables: Readonly<Record<string, ParsedTable>>;
  /** Of random(), from -1 to 1. */
  seed: number;
}

export class SqlDatabase {
  readonly #bindings: DuckDBBindings;

  constructor(bindings: DuckDBBindings) {
    this.#bindings = bindings;
    bindings.open({ path: ":memory:", query: { castBigIntToDouble: true, castDecimalToDouble: true } });
    this.#connected((connection) => SETTINGS.forEach((setting) => connection.query(setting)));
  }

  /** @throws Error what DuckDB says; sql-error.ts makes it one of ours. RangeError when the result is too large */
  query({ text, tables, seed }: SqlQuery): ParsedTable {
    return this.#connected((connection) => {
      try {
        for (const [name, table] of Object.entries(tables))
          connection.insertArrowFromIPCStream(arrowBytes(table), { name, create: true });
        connection.query(`SELECT setseed(${seed})`);
        return tableOfArrow(connection.query(text));
      } finally {
        for (const name of Object.keys(tables))
          connection.query(`DROP TABLE IF EXISTS "${name.replaceAll('"', '""')}"`);
      }
    });
  }

  #connected<Result>(work: (connection: DuckDBConnection) => Result): Result {
    const connection = this.#bindings.connect();
    try {
      return work(connection);
    } finally {
      connection.close();
    }
  }
}
