// name.lock.json on disk.
import { readFile } from "node:fs/promises";
import { parseLock, printLock, type Lock } from "#document/sidecars.ts";
import type { Session } from "#session/session.ts";
import { lockFileOf, lockOf, measuredBy } from "#sharing/lock-file.ts";
import { libraryVersions } from "#tracking/library-versions.ts";
import { writeWhole } from "./write-whole.ts";

/** Undefined where there is none. @throws CairnError with the place where it is no lock, or one of a newer Cairn */
export async function readLock(notebookFile: string): Promise<Lock | undefined> {
  const file = lockFileOf(notebookFile);
  let text;
  try {
    text = await readFile(file, "utf8");
  } catch {
    return undefined;
  }
  return parseLock(text, file);
}

/** @param before the lock that it takes the place of */
export async function writeLock(
  notebookFile: string,
  session: Session,
  before: Lock | undefined,
): Promise<void> {
  const file = lockFileOf(notebookFile);
  await writeWhole(file, printLock(lockOf(measuredBy(session), libraryVersions, before)));
  process.stderr.write(`Wrote ${file}\n`);
}
