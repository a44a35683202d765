// Bytes of a file to a table: what it is shows in its first bytes, and only then in its name.
import { CairnError } from "#errors/cairn-error.ts";
import { isIdx, parseIdx } from "./parse-idx.ts";
import { type ParsedTable, parseCsv } from "./parse-csv.ts";
import { isZip, unzip } from "./unzip.ts";

/** @throws CairnError that names the file, the place and what to do */
export async function readTable(bytes: Uint8Array, fileName: string): Promise<ParsedTable> {
  if (isZip(bytes)) return readZip(bytes, fileName);
  return Promise.resolve(parseCsv(bytes, fileName));
}

function readZip(bytes: Uint8Array, fileName: string): ParsedTable {
  const files = unzip(bytes, fileName);
  if (files.every(({ path }) => isIdx(path))) return parseIdx(files, fileName);
  throw new CairnError(`${fileName} holds no files that make a table: ${files[0]?.path ?? "nothing"}`, {
    code: "unknown-format",
    path: ["from"],
  });
}
