// The lock of a notebook of this browser: a file beside it, as on disk.
import { parseLock, printLock, type Lock } from "#document/sidecars.ts";
import type { NotebookStore } from "#storage/notebook-store.ts";

export const LOCK_FILE = "notebook.lock.json";

/** Undefined where there is none, or it cannot be read: then it is written anew. */
export async function keptLock(store: NotebookStore, id: string): Promise<Lock | undefined> {
  const bytes = await store.file(id, LOCK_FILE);
  try {
    return bytes && parseLock(new TextDecoder().decode(bytes), LOCK_FILE);
  } catch {
    return undefined;
  }
}

export function keepLock(store: NotebookStore, id: string, lock: Lock): Promise<void> {
  return store.putFile(id, LOCK_FILE, new TextEncoder().encode(printLock(lock)));
}
