// Files out of a .zip, inflated piece by piece under limits: an archive of a few kilobytes can hold terabytes,
// and what its head says of sizes may be a lie. Names are never used as paths.
import { Unzip, UnzipInflate } from "fflate";
import { CairnError } from "#errors/cairn-error.ts";
import { joinBytes } from "./join-bytes.ts";

export interface ZipLimits {
  /** Of all files together, inflated. */
  totalBytes: number;
  /** Inflated bytes for each packed byte, above `freeBytes`. */
  ratio: number;
  /** Up to here the ratio is not asked. */
  freeBytes: number;
  fileCount: number;
}

export interface ZippedFile {
  /** With `/` between folders. */
  path: string;
  bytes: Uint8Array;
}

const defaults: ZipLimits = { totalBytes: 512e6, ratio: 200, freeBytes: 20e6, fileCount: 200_000 };
/** Bytes given to the inflater at once: bounds what one step can bring. */
const STEP_BYTES = 16_384;

export function isZip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x50 && bytes[1] === 0x4b && (bytes[2] === 3 || bytes[2] === 5);
}

/** @throws CairnError for a broken archive, an unsafe name, or more than the limits allow; nothing is kept then. */
export function unzip(bytes: Uint8Array, fileName: string, limits: Partial<ZipLimits> = {}): ZippedFile[] {
  const { totalBytes, ratio, freeBytes, fileCount } = { ...defaults, ...limits };
  const allowed = Math.min(totalBytes, Math.max(freeBytes, bytes.length * ratio));
  const tooLarge = (size: string) =>
    new CairnError(
      `${fileName} is ${mb(bytes.length)} packed and ${size} unpacked; at most ${mb(allowed)} are allowed`,
      {
        code: "zip-too-large",
        path: ["from"],
        hint: "Nothing was unpacked. If you trust the archive, unpack it yourself and take fewer or smaller files.",
      },
    );
  const files: ZippedFile[] = [];
  let declared = 0;
  let inflated = 0;
  let started = 0;
  let ended = 0;
  const archive = new Unzip((file) => {
    if (isNoise(file.name)) return;
    if (++started > fileCount) throw tooLarge(`more than ${fileCount.toLocaleString("en")} files`);
    requireSafe(file.name, fileName);
    declared += file.originalSize ?? 0;
    if (declared > allowed) throw tooLarge(`more than ${mb(allowed)}`);
    const pieces: Uint8Array[] = [];
    file.ondata = (error, piece, isLast) => {
      if (error) throw broken(fileName, `"${file.name}" cannot be unpacked (${error.message})`);
      inflated += piece.length;
      if (inflated > allowed) throw tooLarge(`more than ${mb(allowed)}`);
      if (piece.length > 0) pieces.push(piece);
      if (!isLast) return;
      ended++;
      files.push({ path: file.name, bytes: joinBytes(pieces) });
    };
    file.start();
  });
  archive.register(UnzipInflate);
  for (let start = 0; start < bytes.length; start += STEP_BYTES) {
    const end = Math.min(bytes.length, start + STEP_BYTES);
    try {
      archive.push(bytes.subarray(start, end), end === bytes.length);
    } catch (error) {
      if (error instanceof CairnError) throw error;
      throw broken(
        fileName,
        `cannot be unpacked (${error instanceof Error ? error.message : String(error)})`,
      );
    }
  }
  if (ended < started) throw broken(fileName, "ends in the middle of a file");
  if (started === 0 && files.length === 0) throw broken(fileName, "holds no files");
  return files;
}

/** What macOS and Windows put beside the files of a person, and folders. */
function isNoise(path: string): boolean {
  return path.endsWith("/") || /(^|\/)(__MACOSX|\.DS_Store|Thumbs\.db|desktop\.ini)(\/|$)/.test(path);
}

/** Such names have no use but to write outside the folder that one unpacks into. */
function requireSafe(path: string, fileName: string): void {
  if (!/^[/\\]|^[a-z]:|\\|(^|\/)\.\.(\/|$)|[\0-\x1f]/i.test(path)) return;
  throw broken(fileName, `holds a file with an unsafe name: ${JSON.stringify(path.slice(0, 100))}`);
}

function broken(fileName: string, what: string): CairnError {
  return new CairnError(`${fileName}: ${what.startsWith('"') ? what : `the archive ${what}`}`, {
    code: "bad-zip",
    path: ["from"],
    hint: "Pack the folder again as an ordinary .zip, without a password.",
  });
}

function mb(bytes: number): string {
  return `${Number((bytes / 1e6).toPrecision(3))} MB`;
}
