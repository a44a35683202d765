// IDX files, the format of MNIST and its kin: a magic number, sizes, then bytes. One file is one column.
// Source: Y. LeCun, C. Cortes, C. Burges, "The MNIST database", section "File formats".
import { CairnError } from "#errors/cairn-error.ts";
import type { Column } from "./column.ts";
import type { ParsedTable } from "./parse-csv.ts";
import type { ZippedFile } from "./unzip.ts";

export function isIdx(path: string): boolean {
  return /idx[13]-ubyte$/.test(path);
}

/**
 * `picture.idx3-ubyte` [rows, height, width] is a column "picture"; `digit.idx1-ubyte` [rows] a category "digit".
 * @throws CairnError when a file is cut off, of another type than bytes, or has another number of rows
 */
export function parseIdx(files: readonly ZippedFile[], fileName: string): ParsedTable {
  const columns = files.map(({ path, bytes }) => ({ path, ...idxColumn(path, bytes, fileName) }));
  const [first] = columns;
  for (const { path, rowCount } of columns) {
    if (rowCount === first.rowCount) continue;
    throw broken(fileName, `"${path}" has ${rowCount} rows, "${first.path}" has ${first.rowCount}`);
  }
  return { columns: columns.map(({ column }) => column), rowCount: first.rowCount, warnings: [] };
}

function idxColumn(path: string, bytes: Uint8Array, fileName: string): { column: Column; rowCount: number } {
  const name = path.replace(/^.*\//, "").replace(/[.-]idx\d-ubyte$/, "");
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const rank = bytes[3];
  if (bytes.length < 4 || view.getUint16(0) !== 0 || bytes[2] !== 8 || (rank !== 1 && rank !== 3)) {
    throw broken(fileName, `"${path}" does not begin as an IDX file of bytes with 1 or 3 dimensions does`);
  }
  const start = 4 + 4 * rank;
  if (bytes.length < start) throw broken(fileName, `"${path}" ends in its head`);
  const sides = Array.from({ length: rank }, (_, i) => view.getUint32(4 + 4 * i));
  const size = sides.reduce((product, side) => product * side, 1);
  if (bytes.length - start !== size) {
    throw broken(fileName, `"${path}" has ${bytes.length - start} bytes of ${size} (${sides.join(" × ")})`);
  }
  const body = bytes.slice(start);
  const [rowCount, height, width] = sides;
  if (rank === 3)
    return { column: { name, type: "picture", shape: [height, width, 1], pixels: body }, rowCount };
  return { column: { name, type: "category", values: Array.from(body, String) }, rowCount };
}

function broken(fileName: string, what: string): CairnError {
  return new CairnError(`${fileName}: ${what}`, {
    code: "bad-idx",
    path: ["from"],
    hint: "Get the file again; it should be as it was published, unpacked from its .gz.",
  });
}
