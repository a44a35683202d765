// Parquet files to a table, by hyparquet.
import { parquetMetadata, parquetReadObjects } from "hyparquet";
import { compressors } from "hyparquet-compressors";
import { CairnError } from "#errors/cairn-error.ts";
import type { ParsedTable } from "./parse-csv.ts";
import { tableOfRecords } from "./records.ts";

/** Rows times columns: all of it is held in memory. */
const CELL_LIMIT = 30e6;
/** Of all its columns, unpacked. */
const LIMIT_BYTES = 1e9;

export function isParquet(bytes: Uint8Array): boolean {
  return bytes[0] === 0x50 && bytes[1] === 0x41 && bytes[2] === 0x52 && bytes[3] === 0x31;
}

/** @throws CairnError for a broken file, one that is encrypted, or one with more cells than fit */
export async function parseParquet(bytes: Uint8Array, fileName: string): Promise<ParsedTable> {
  const file = bytes.slice().buffer;
  try {
    const metadata = parquetMetadata(file);
    const rowCount = Number(metadata.num_rows);
    const columnCount = metadata.row_groups[0]?.columns.length ?? 0;
    if (rowCount * columnCount > CELL_LIMIT) {
      throw new CairnError(
        `${fileName} has ${rowCount.toLocaleString("en")} rows of ${columnCount} columns; at most ${CELL_LIMIT / 1e6} million values are read`,
        {
          code: "too-large",
          path: ["from"],
          hint: "Take a part of its rows, or only the columns that you need.",
        },
      );
    }
    const unpacked = metadata.row_groups
      .flatMap(({ columns }) => columns)
      .reduce((sum, column) => sum + Number(column.meta_data?.total_uncompressed_size ?? 0), 0);
    if (unpacked > LIMIT_BYTES) {
      throw new CairnError(
        `${fileName} is ${(unpacked / 1e9).toPrecision(3)} GB large unpacked; at most ${LIMIT_BYTES / 1e9} GB are read`,
        {
          code: "too-large",
          path: ["from"],
          hint: "Take a part of its rows, or only the columns that you need.",
        },
      );
    }
    const rows = await parquetReadObjects({ file, metadata, compressors });
    return tableOfRecords(rows.map(plainRow), fileName);
  } catch (error) {
    if (error instanceof CairnError) throw error;
    throw new CairnError(
      `${fileName} cannot be read as Parquet (${error instanceof Error ? error.message : String(error)})`,
      { code: "bad-parquet", path: ["from"], hint: "Get the file again, or write it without encryption." },
    );
  }
}

/** Dates as their text, whole numbers of 64 bits as numbers. */
function plainRow(row: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(row).map(([name, value]) => [name, plain(value)]));
}

function plain(value: unknown): unknown {
  if (typeof value === "bigint") return Number(value);
  if (value instanceof Date) return value.toISOString().replace(/T00:00:00\.000Z$/, "");
  if (Array.isArray(value)) return value.map(plain);
  if (value !== null && typeof value === "object" && !ArrayBuffer.isView(value))
    return plainRow(value as Record<string, unknown>);
  return value;
}
