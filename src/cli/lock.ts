// name.lock.json on disk.
import { readFile } from "node:fs/promises";
import { kindNames } from "#cells/kind-names.ts";
import { parseNotebook } from "#document/parse-notebook.ts";
import { parseLock, printLock, type Lock } from "#document/sidecars.ts";
import { evidenceOf, type CriterionId } from "#ladder/criteria.ts";
import { codeHashOf, factsOf } from "#ladder/facts.ts";
import type { Session } from "#session/session.ts";
import { lockFileOf, lockOf, measuredBy } from "#sharing/lock-file.ts";
import { libraryVersions } from "#tracking/library-versions.ts";
import { diskRuns } from "./disk-runs.ts";
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
  const lock = lockOf(measuredBy(session), libraryVersions, before);
  const evidence = evidenceOf(factsOf(session, await diskRuns(notebookFile).list(), lock));
  const file = lockFileOf(notebookFile);
  await writeWhole(file, printLock({ ...lock, evidence }));
  process.stderr.write(`Wrote ${file}\n`);
}

/** Keeps in the lock, where there is one, that a criterion of the ladder was seen to be met. */
export async function recordEvidence(notebookFile: string, id: CriterionId, says: string): Promise<void> {
  const lock = await readLock(notebookFile);
  if (!lock) return;
  const notebook = parseNotebook(await readFile(notebookFile, "utf8"), { kinds: kindNames });
  const evidence = { ...lock.evidence, [id]: { code: codeHashOf(notebook), says } };
  await writeWhole(lockFileOf(notebookFile), printLock({ ...lock, evidence }));
}
