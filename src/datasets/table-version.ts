// The version of a table: a hash of one text that stands for it, and of the pixels of its pictures.
import { hashBytes, hashJson, type ContentHash } from "#hashing/content-hash.ts";
import type { Column } from "./column.ts";

type Table = { columns: readonly Column[]; rowCount: number };

/** Equal for equal tables, whatever file they came from. */
export function tableVersion(table: Table): ContentHash {
  const pictures = table.columns.filter((column) => column.type === "picture");
  const text = hashBytes(canonicalCsv(table));
  if (pictures.length === 0) return text;
  return hashJson([
    text,
    ...pictures.map(({ name, shape, pixels }) => [name, [...shape], hashBytes(pixels)]),
  ]);
}

/** The one text of a table: UTF-8, commas, LF, quotes only where needed. Pictures are left out. */
export function canonicalCsv(table: Table): Uint8Array {
  const columns = table.columns.filter((column) => column.type !== "picture");
  const quote = (text: string) => (/[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  const lines = [columns.map((column) => quote(column.name)).join(",")];
  for (let row = 0; row < table.rowCount; row++) {
    lines.push(
      columns
        .map((column) => {
          const value = column.values[row];
          if (value === null || (typeof value === "number" && Number.isNaN(value))) return "";
          return quote(String(value));
        })
        .join(","),
    );
  }
  return new TextEncoder().encode(`${lines.join("\n")}\n`);
}
