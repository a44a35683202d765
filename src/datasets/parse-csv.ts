// CSV to columns: delimiter, quotes, byte order mark and encoding are found; ragged rows are an error
// with their lines, because padding them would shift values into the wrong column.
import Papa from "papaparse";
import { CairnError } from "#errors/cairn-error.ts";
import type { Column, ValueColumn } from "./column.ts";
import { decodeText } from "./decode-text.ts";

export interface ParsedTable {
  columns: Column[];
  rowCount: number;
  /** What was odd and what was done about it. */
  warnings: string[];
}

/** A table without pictures. */
export interface ValueTable extends ParsedTable {
  columns: ValueColumn[];
}

/** A column with at most this many different words is a category; above, text. */
export const CATEGORY_LIMIT = 50;
/** More are a table that lies on its side, or a file that is no table. */
export const COLUMN_LIMIT = 20_000;
/** Spellings of "no value", as pandas and R write them. */
const MISSING = new Set(["", "NA", "N/A", "NaN", "nan", "null", "NULL", "None", "?"]);
const DELIMITER_NAMES: Record<string, string> = { ";": "semicolons", "\t": "tabs", "|": "vertical bars" };

/** @throws CairnError when the text is not a table, with the file's line. */
export function parseCsv(bytes: Uint8Array, fileName: string): ValueTable {
  const { text, encoding } = decodeText(bytes);
  const warnings: string[] = [];
  if (encoding !== "utf-8") warnings.push(`Read as ${encoding}, because the bytes are not UTF-8.`);
  // One line ending, also inside quotes: mixed ones are misread, and Git changes them on Windows.
  const body = text.replace(/^\uFEFF/, "").replaceAll(/\r\n?/g, "\n");
  if (body.includes("\0")) {
    throw broken(
      fileName,
      lineAt(body, body.indexOf("\0")),
      "is not text: it has a byte 0",
      "A spreadsheet must be saved as CSV; UTF-16 must begin with its byte order mark.",
    );
  }
  if (body.trim() === "") throw broken(fileName, 1, "is empty", "Choose a file with a header line and rows.");

  const parsed = Papa.parse<string[]>(body, {
    skipEmptyLines: "greedy",
    delimitersToGuess: [",", ";", "\t", "|"],
  });
  const quoteError = parsed.errors.find((error) => error.type === "Quotes");
  if (quoteError) {
    const line = lineAt(body, quoteError.index ?? 0);
    throw broken(
      fileName,
      line,
      `has a quote that is not closed properly`,
      'Inside quotes write "" for one quote.',
    );
  }
  const [header, ...rows] = parsed.data;
  const delimiter = parsed.meta.delimiter;
  if (DELIMITER_NAMES[delimiter]) warnings.push(`Columns are parted by ${DELIMITER_NAMES[delimiter]}.`);
  if (header.length > COLUMN_LIMIT) throw tooManyColumns(fileName, header.length);
  checkHeader(header, fileName);
  if (rows.length === 0) {
    throw broken(
      fileName,
      1,
      "has a header but no rows",
      "Add rows below the header, or choose another file.",
    );
  }
  checkRagged(header, rows, body, delimiter, fileName);
  const decimalComma =
    delimiter === ";" && rows.some((row) => row.some((cell) => /^-?\d+,\d+$/.test(cell.trim())));
  if (decimalComma) warnings.push("Numbers have a decimal comma.");
  const columns = header.map((name, index) =>
    toColumn(
      name.trim(),
      rows.map((row) => row[index].trim()),
      decimalComma,
    ),
  );
  for (const [index, { name, type }] of columns.entries()) {
    const cells = rows.map((row) => row[index].trim());
    const warning = type === "number" ? lostDigits(name, cells) : almostNumbers(name, cells, decimalComma);
    if (warning !== undefined) warnings.push(warning);
  }
  return { columns, rowCount: rows.length, warnings };
}

/** A column of numbers with a few words in it is a column of words: the words are named. */
function almostNumbers(name: string, cells: readonly string[], decimalComma: boolean): string | undefined {
  const words = cells.flatMap((cell, row) =>
    MISSING.has(cell) || isNumber(cell, decimalComma) ? [] : [{ cell, row }],
  );
  const numberCount = cells.filter((cell) => isNumber(cell, decimalComma)).length;
  if (words.length === 0 || words.length * 10 > numberCount) return undefined;
  const [{ cell, row }] = words;
  return `"${name}" is read as words, because row ${row + 1} has "${cell.slice(0, 40)}"${words.length > 1 ? ` (and ${words.length - 1} more)` : ""} where ${numberCount} others are numbers.`;
}

function lostDigits(name: string, cells: readonly string[]): string | undefined {
  const row = cells.findIndex((cell) => /^[-+]?\d{16,}$/.test(cell) && !Number.isSafeInteger(Number(cell)));
  if (row === -1) return undefined;
  return `"${name}" has whole numbers too large to be kept exactly, ${cells[row]} in row ${row + 1} for instance: their last digits are lost.`;
}

function toColumn(name: string, cells: string[], decimalComma: boolean): ValueColumn {
  const present = cells.filter((cell) => !MISSING.has(cell));
  if (present.length > 0 && present.every((cell) => isNumber(cell, decimalComma))) {
    const values = Float64Array.from(cells, (cell) =>
      MISSING.has(cell) ? NaN : numberOf(cell, decimalComma),
    );
    return { name, type: "number", values };
  }
  const values = cells.map((cell) => (MISSING.has(cell) ? null : cell));
  return { name, type: new Set(present).size <= CATEGORY_LIMIT ? "category" : "text", values };
}

function numberOf(cell: string, decimalComma: boolean): number {
  return Number(decimalComma ? cell.replace(",", ".") : cell);
}

function isNumber(cell: string, decimalComma: boolean): boolean {
  return /^[-+]?[\d.,eE+-]+$/.test(cell) && Number.isFinite(numberOf(cell, decimalComma));
}

function checkHeader(header: string[], fileName: string): void {
  const seen = new Map<string, number>();
  for (const [index, raw] of header.entries()) {
    const name = raw.trim();
    if (name === "") {
      throw broken(
        fileName,
        1,
        `has no name for column ${index + 1}`,
        "Give each column a name in the first line.",
      );
    }
    const earlier = seen.get(name);
    if (earlier !== undefined) {
      throw broken(
        fileName,
        1,
        `names two columns "${name}" (${earlier + 1} and ${index + 1})`,
        "Rename one of them in the first line.",
      );
    }
    seen.set(name, index);
  }
}

function checkRagged(
  header: string[],
  rows: string[][],
  text: string,
  delimiter: string,
  fileName: string,
): void {
  const bad = rows.findIndex((row) => row.length !== header.length);
  if (bad === -1) return;
  const count = rows.filter((row) => row.length !== header.length).length;
  const others = count > 1 ? ` (and ${count - 1} more like it)` : "";
  throw broken(
    fileName,
    lineOfRow(text, delimiter, bad + 1),
    `has ${rows[bad].length} values where the header names ${header.length} columns${others}`,
    "Add the missing values, or put quotes around a value that holds the delimiter.",
  );
}

/** The file's line on which data row `row` (the header is 0) begins: quoted values may hold line ends. */
function lineOfRow(text: string, delimiter: string, row: number): number {
  let start = 0;
  let seen = -1;
  Papa.parse<string[]>(text, {
    delimiter,
    step: ({ data, meta }, parser) => {
      if (data.some((cell) => cell.trim() !== "")) seen++;
      if (seen === row) return parser.abort();
      start = meta.cursor;
    },
  });
  return lineAt(text, start);
}

function lineAt(text: string, index: number): number {
  return text.slice(0, index).split("\n").length;
}

export function tooManyColumns(source: string, count: number): CairnError {
  return new CairnError(
    `${source} has ${count.toLocaleString("en")} columns or more; at most ${COLUMN_LIMIT.toLocaleString("en")} are read`,
    {
      code: "too-many-columns",
      path: ["from"],
      hint: "If its rows should be columns, turn the table on its side; else keep the columns that you need.",
    },
  );
}

function broken(fileName: string, line: number, what: string, hint: string): CairnError {
  return new CairnError(`${fileName}, line ${line}: ${what}`, {
    code: "bad-csv",
    at: { file: fileName, line, column: 1 },
    hint,
  });
}
