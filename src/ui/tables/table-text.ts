// A table as text, in the order and with the rows that are selected: CSV (RFC 4180) for files, tab-separated
// for the clipboard, from where spreadsheets take it.
import type { TableValue } from "#cell-api/outputs.ts";
import type { TableSource } from "./table-source.ts";

const BLOCK_ROWS = 20_000;

export async function tableCsv(
  names: readonly string[],
  source: TableSource,
  rowCount: number,
): Promise<Blob> {
  return new Blob(await lines(names, source, rowCount, csvLine), { type: "text/csv" });
}

/** The same of rows that are at hand. */
export function csvOf(names: readonly string[], rows: readonly (readonly TableValue[])[]): Blob {
  return new Blob([names, ...rows].map(csvLine), { type: "text/csv" });
}

function csvLine(values: readonly TableValue[]): string {
  return `${values.map(quoted).join(",")}\r\n`;
}

export async function tableTsv(
  names: readonly string[],
  source: TableSource,
  rowCount: number,
): Promise<string> {
  const line = (values: readonly TableValue[]) =>
    `${values.map((value) => String(value ?? "").replace(/[\t\r\n]+/g, " ")).join("\t")}\n`;
  return (await lines(names, source, rowCount, line)).join("");
}

async function lines(
  names: readonly string[],
  source: TableSource,
  rowCount: number,
  line: (values: readonly TableValue[]) => string,
): Promise<string[]> {
  const parts = [line(names)];
  for (let from = 0; from < rowCount; from += BLOCK_ROWS) {
    const { rows } = await source.rows(from, Math.min(rowCount, from + BLOCK_ROWS));
    parts.push(rows.map(line).join(""));
  }
  return parts;
}

function quoted(value: TableValue): string {
  if (value === null) return "";
  const text = String(value);
  return /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
