// The value of a cell as a table: a list of rows that code has made, or a dataset to be split anew.
import type { Encoded } from "#cell-api/codec.ts";
import type { ParsedTable } from "#datasets/parse-csv.ts";
import { tableOfRecords } from "#datasets/records.ts";
import { CairnError } from "#errors/cairn-error.ts";

/** @throws CairnError when the value is no list of objects */
export function tableOfCell(value: Encoded, name: string): ParsedTable {
  if (value !== null && typeof value === "object" && value.$ === "dataset") {
    const { columns, rowCount } = value.data;
    return { columns, rowCount, warnings: [] };
  }
  const rows = plainOf(value);
  if (Array.isArray(rows)) return tableOfRecords(rows, name);
  throw new CairnError(`dataset: "${name}" must be a list of rows, got ${typeof rows}`, {
    code: "wrong-input",
    path: ["from"],
    hint: "A list of rows is an array of objects: [{ day: 1, rain: 0.2 }, …]",
  });
}

/** Values as code had them, as far as a table can hold them. */
function plainOf(value: Encoded): unknown {
  if (value === null || typeof value !== "object") return typeof value === "bigint" ? Number(value) : value;
  switch (value.$) {
    case "array":
      return value.items.map(plainOf);
    case "object":
      return Object.fromEntries(value.entries.map(([key, item]) => [key, plainOf(item)]));
    case "date":
      return Number.isNaN(value.time) ? null : new Date(value.time).toISOString();
    case "bytes":
      return value.value;
    default:
      return undefined;
  }
}
