// Rows as objects to columns: what JSON files hold, and what code makes.
import { CairnError } from "#errors/cairn-error.ts";
import { CATEGORY_LIMIT, COLUMN_LIMIT, tooManyColumns, type ParsedTable } from "./parse-csv.ts";
import type { Column } from "./column.ts";
import { isPicture, type Picture } from "./picture.ts";

/** @throws CairnError naming the first row that is no object, or the columns that there are too many of */
export function tableOfRecords(rows: readonly unknown[], source: string): ParsedTable {
  if (rows.length === 0) {
    throw new CairnError(`${source} has no rows`, { code: "no-rows", path: ["from"] });
  }
  const cellsOf = new Map<string, unknown[]>();
  rows.forEach((row, at) => {
    if (row === null || typeof row !== "object" || Array.isArray(row)) {
      throw new CairnError(`${source}: row ${at + 1} must be an object, got ${kindOf(row)}`, {
        code: "bad-rows",
        path: ["from"],
        hint: 'Each row names its values: { "day": 1, "rain": 0.2 }',
      });
    }
    for (const [name, value] of flatEntries(row, "")) {
      let cells = cellsOf.get(name);
      if (!cells) {
        if (cellsOf.size === COLUMN_LIMIT) throw tooManyColumns(source, cellsOf.size + 1);
        cellsOf.set(name, (cells = new Array<unknown>(rows.length).fill(null)));
      }
      cells[at] = value;
    }
  });
  if (cellsOf.size === 0) {
    throw new CairnError(`${source}: its rows have no values`, { code: "no-columns", path: ["from"] });
  }
  const warnings: string[] = [];
  const columns = [...cellsOf].map(([name, cells]) => columnOf(name, cells, source, warnings));
  return { columns, rowCount: rows.length, warnings };
}

/** `{ wind: { speed: 3 } }` is a column "wind.speed"; lists stay together, as their JSON. */
function flatEntries(row: object, prefix: string): [string, unknown][] {
  return Object.entries(row).flatMap(([key, value]: [string, unknown]): [string, unknown][] => {
    const name = prefix + key;
    if (value === null || typeof value !== "object" || isPicture(value)) return [[name, value]];
    if (Array.isArray(value) || ArrayBuffer.isView(value)) return [[name, JSON.stringify(value)]];
    return flatEntries(value, `${name}.`);
  });
}

/** Numbers where all that is there are; else words. */
export function columnOf(
  name: string,
  cells: readonly unknown[],
  source: string,
  warnings: string[],
): Column {
  const present = cells.filter((cell) => !isMissing(cell));
  if (present.length > 0 && present.every(isPicture))
    return pictureColumn(name, cells as readonly Picture[], source);
  if (present.length > 0 && present.every((cell) => typeof cell === "number"))
    return {
      name,
      type: "number",
      values: Float64Array.from(cells, (cell) => (isMissing(cell) ? NaN : Number(cell))),
    };
  const odd = present.find((cell) => typeof cell === "number");
  if (odd !== undefined)
    warnings.push(
      `"${name}" is read as words, because not all of its values are numbers, as ${Number(odd)} is.`,
    );
  const values = cells.map((cell) => (isMissing(cell) ? null : wordOf(cell)));
  const type = new Set(values).size <= CATEGORY_LIMIT ? "category" : "text";
  return { name, type, values };
}

function wordOf(cell: unknown): string {
  if (typeof cell === "string") return cell;
  return typeof cell === "number" || typeof cell === "boolean" ? String(cell) : JSON.stringify(cell);
}

function pictureColumn(name: string, pictures: readonly (Picture | null)[], source: string): Column {
  const first = pictures.find((picture) => picture !== null)!;
  const { width, height, channels } = first;
  const size = width * height * channels;
  const pixels = new Uint8Array(pictures.length * size);
  pictures.forEach((picture, row) => {
    const fits = picture?.width === width && picture.height === height && picture.channels === channels;
    if (fits) return pixels.set(picture.pixels, row * size);
    const got = picture ? `${picture.width} × ${picture.height} × ${picture.channels}` : "none";
    throw new CairnError(
      `${source}: pictures of "${name}" must all be ${width} × ${height} × ${channels}, got ${got} in row ${row + 1}`,
      { code: "bad-rows", path: ["from"] },
    );
  });
  return { name, type: "picture", shape: [height, width, channels], pixels };
}

function isMissing(cell: unknown): boolean {
  return (
    cell === null || cell === undefined || cell === "" || (typeof cell === "number" && !Number.isFinite(cell))
  );
}

function kindOf(value: unknown): string {
  return value === null ? "null" : Array.isArray(value) ? "a list" : typeof value;
}
