// All that this browser keeps for its person: taken along as one archive, or erased.
import { strToU8, zipSync } from "fflate";
import { printSnapshot } from "#session/snapshot-file.ts";
import type { Snapshot } from "#session/snapshot.ts";
import type { NotebookStore } from "#storage/notebook-store.ts";
import { LOCK_FILE } from "./kept-lock.ts";
import { fileStem } from "#ui/notebook/notebook-file.ts";

/** Each notebook as name.md, with name.outputs.json, name.runs.json and its files in a folder of its name beside it. */
export async function saveAll(store: NotebookStore): Promise<Blob> {
  const entries: Record<string, Uint8Array> = {};
  const taken = new Set<string>();
  for (const { id, title, text, snapshot } of await store.list()) {
    const stem = freeStem(fileStem(title), taken);
    entries[`${stem}/${stem}.md`] = strToU8(text);
    if (snapshot !== undefined)
      entries[`${stem}/${stem}.outputs.json`] = strToU8(printSnapshot(snapshot as Snapshot));
    const runs = await store.trackedRuns(id);
    if (runs.length > 0) entries[`${stem}/${stem}.runs.json`] = strToU8(JSON.stringify(runs, null, 1));
    for (const { name, bytes } of await store.files(id))
      entries[`${stem}/${name === LOCK_FILE ? `${stem}.lock.json` : name}`] = new Uint8Array(bytes);
  }
  return new Blob([zipSync(entries, { level: 6 })], { type: "application/zip" });
}

/** Nothing of Cairn is left in this browser afterwards. */
export async function eraseAll(store: NotebookStore): Promise<void> {
  await store.deleteAll();
  try {
    for (const key of Object.keys(localStorage)) if (/^cairn\b/.test(key)) localStorage.removeItem(key);
  } catch {
    // where the browser lets pages keep nothing, nothing was kept
  }
}

function freeStem(stem: string, taken: Set<string>): string {
  for (let n = 1; ; n++) {
    const candidate = n === 1 ? stem : `${stem}-${n}`;
    if (taken.has(candidate)) continue;
    taken.add(candidate);
    return candidate;
  }
}
