// JSON to a table: a list of records, one record a line (NDJSON), or a map of columns.
import { CairnError } from "#errors/cairn-error.ts";
import { decodeText } from "./decode-text.ts";
import type { ParsedTable } from "./parse-csv.ts";
import { tableOfRecords } from "./records.ts";

/** By its name, or by its first character where the name says nothing. */
export function isJson(bytes: Uint8Array, fileName: string): boolean {
  if (/\.(json|ndjson|jsonl)$/i.test(fileName)) return true;
  if (/\.\w+$/.test(fileName)) return false;
  const start = new TextDecoder().decode(bytes.subarray(0, 100)).trimStart();
  return start.startsWith("[") || start.startsWith("{");
}

/** @throws CairnError at the line of NDJSON that is none, or saying what the JSON is instead of records */
export function parseJson(bytes: Uint8Array, fileName: string): ParsedTable {
  const { text, encoding } = decodeText(bytes);
  const body = text.replace(/^\uFEFF/, "").trim();
  const rows =
    /\.(ndjson|jsonl)$/i.test(fileName) || isLines(body) ? lines(body, fileName) : records(body, fileName);
  const table = tableOfRecords(rows, fileName);
  const odd = encoding === "utf-8" ? [] : [`Read as ${encoding}, because the bytes are not UTF-8.`];
  return { ...table, warnings: [...odd, ...table.warnings] };
}

/** Two objects on two lines are no JSON, and one NDJSON. */
function isLines(body: string): boolean {
  return /^\{[^\n]*\}\s*\n\s*\{/.test(body);
}

function lines(body: string, fileName: string): unknown[] {
  return body.split(/\r\n?|\n/).flatMap((line, at): unknown[] => {
    if (line.trim() === "") return [];
    try {
      return [JSON.parse(line) as unknown];
    } catch {
      throw broken(
        `${fileName}, line ${at + 1}: is not JSON: ${line.trim().slice(0, 60)}`,
        "Each line must be one whole object.",
      );
    }
  });
}

function records(body: string, fileName: string): unknown[] {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw broken(
      `${fileName} is not JSON: ${why}`,
      "Mend the file at that place, or save it again from where it came.",
    );
  }
  if (Array.isArray(value)) return value;
  if (value !== null && typeof value === "object") {
    const entries = Object.entries(value as Record<string, unknown>);
    const lists = entries.filter((entry): entry is [string, unknown[]] => Array.isArray(entry[1]));
    // A map of columns, all of one length: { "a": [1, 2], "b": ["x", "y"] }
    const isColumns =
      lists.length === entries.length &&
      lists.length > 0 &&
      lists.every(([, list]) => list.length === lists[0][1].length && list.every((item) => !isRecord(item)));
    if (isColumns)
      return lists[0][1].map((_, row) => Object.fromEntries(lists.map(([name, list]) => [name, list[row]])));
    // A list of records under one name, as many services answer: { "count": 2, "results": [{…}, {…}] }
    const found = lists.filter(([, list]) => list.length > 0 && list.every(isRecord));
    if (found.length === 1) return found[0][1];
  }
  throw broken(
    `${fileName} holds ${value === null || typeof value !== "object" ? typeof value : "one object"}, not a list of records`,
    'A table in JSON is [{ "day": 1, "rain": 0.2 }, …].',
  );
}

function isRecord(value: unknown): boolean {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}

function broken(message: string, hint: string): CairnError {
  return new CairnError(message, { code: "bad-json", path: ["from"], hint });
}
