// Bytes of a file to a table: what it is shows in its first bytes, and only then in its name.
import { CairnError } from "#errors/cairn-error.ts";
import { isPictureFile, type PictureSize } from "./decode-picture.ts";
import { TEXT_LIMIT_BYTES } from "./file-limits.ts";
import { isIdx, parseIdx } from "./parse-idx.ts";
import { type ParsedTable, parseCsv } from "./parse-csv.ts";
import { isJson, parseJson } from "./parse-json.ts";
import { isParquet, parseParquet } from "./parse-parquet.ts";
import { parsePictures } from "./parse-pictures.ts";
import { isZip, unzip } from "./unzip.ts";

export interface ReadOptions {
  /** To which size pictures are brought. */
  pictures?: PictureSize;
}

/**
 * CSV, JSON, NDJSON, Parquet; a .zip of pictures in folders, of IDX files, or of one table.
 * @throws CairnError that names the file, the place and what to do
 */
export async function readTable(
  bytes: Uint8Array,
  fileName: string,
  options: ReadOptions = {},
): Promise<ParsedTable> {
  if (isZip(bytes)) return readZip(bytes, fileName, options);
  if (isParquet(bytes)) return parseParquet(bytes, fileName);
  if (isPictureFile(bytes)) {
    throw unknown(
      `${fileName} is one picture`,
      "Put pictures into folders, one for each class, and pack them as .zip.",
    );
  }
  if (bytes.length > TEXT_LIMIT_BYTES) {
    throw new CairnError(
      `${fileName} is ${Math.round(bytes.length / 1e6)} MB large; at most ${TEXT_LIMIT_BYTES / 1e6} MB of text are read`,
      {
        code: "too-large",
        path: ["from"],
        hint: "Take a part of its rows, or save it as Parquet, which is far smaller.",
      },
    );
  }
  return isJson(bytes, fileName) ? parseJson(bytes, fileName) : parseCsv(bytes, fileName);
}

async function readZip(bytes: Uint8Array, fileName: string, options: ReadOptions): Promise<ParsedTable> {
  const files = unzip(bytes, fileName);
  const paths = files.map(({ path }) => path);
  if (/\.(xlsx|ods|docx)$/i.test(fileName) || paths.includes("[Content_Types].xml")) {
    throw unknown(`${fileName} is a spreadsheet`, "Save it as CSV: File, Save as, CSV UTF-8.");
  }
  if (paths.every(isIdx)) return parseIdx(files, fileName);
  if (files.some((file) => isPictureFile(file.bytes)))
    return parsePictures(files, fileName, options.pictures);
  const [only] = files;
  if (files.length === 1 && only && !isZip(only.bytes))
    return readTable(only.bytes, `${fileName}: ${only.path}`, options);
  const names = `${paths.slice(0, 3).join(", ")}${paths.length > 3 ? ` and ${paths.length - 3} more` : ""}`;
  throw unknown(
    `${fileName} holds neither pictures nor one table: ${names}`,
    "Pack one table, or pictures in folders, one folder for each class.",
  );
}

function unknown(message: string, hint: string): CairnError {
  return new CairnError(message, { code: "unknown-format", path: ["from"], hint });
}
