// How large a file may be: what is read is held in memory, several times over while it is read.
import { CairnError } from "#errors/cairn-error.ts";

/** Of CSV and JSON: a browser has no longer texts than about this. */
export const TEXT_LIMIT_BYTES = 400e6;
/** Of any file that is put beside a notebook in the page. */
const FILE_LIMIT_BYTES = 1e9;

/** Asked before any of it is read. @throws CairnError */
export function requireFits({ name, size }: { name: string; size: number }): void {
  if (size <= FILE_LIMIT_BYTES) return;
  throw new CairnError(
    `${name} is ${(size / 1e9).toPrecision(3)} GB large; a notebook takes files of at most ${FILE_LIMIT_BYTES / 1e9} GB`,
    { code: "too-large", hint: "Take a part of its rows, or save it as Parquet, which is far smaller." },
  );
}
