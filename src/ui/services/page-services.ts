// The page's AppServices: the store of this browser and the shipped notebooks of this site.
import { kindNames } from "#cells/kind-names.ts";
import { parseNotebook } from "#document/parse-notebook.ts";
import { adapterOf } from "#sandbox/gpu-adapter.ts";
import type { CellStatus } from "#session/session-view.ts";
import {
  isUntouchedLink,
  newNotebookId,
  NotebookStore,
  type StoredNotebook,
} from "#storage/notebook-store.ts";
import { AS_IT_CAME, VersionKeeper } from "#storage/version-keeper.ts";
import type { AppServices, ShippedNotebook } from "#ui/app-services.ts";
import { forgetGrants } from "./grants.ts";
import type { NewNotebook } from "./import-files.ts";
import { firstNotebook } from "./new-notebooks.ts";
import { openNotebook } from "./open-notebook.ts";
import { readOutputs } from "./read-outputs.ts";
import { fetchBytes, fetchJson } from "./site-files.ts";

export function pageServices(): AppServices {
  const store = new NotebookStore();
  return {
    listShipped: () => fetchJson<ShippedNotebook[]>("notebooks/index.json"),
    async listOwn() {
      const notebooks = (await store.list()).filter((notebook) => !isUntouchedLink(notebook));
      return notebooks.map(({ id, title, changedAt, statuses }) => ({
        id,
        title,
        changedAt,
        statuses: statuses as CellStatus[],
      }));
    },
    openNotebook: (id, options) => openNotebook(store, id, options),
    createNotebook: () => addNotebook(store, { text: firstNotebook }),
    openShipped: (slug) => openShipped(store, slug),
    async openLink(hash) {
      const { notebookFromLink } = await import("./sharing.ts");
      return addWithFiles(store, await notebookFromLink(store, hash));
    },
    importFiles: (files) => importFiles(store, files),
    ...("showOpenFilePicker" in globalThis && { openFromDisk: () => openFromDisk(store) }),
    async deleteNotebook(id) {
      forgetGrants(id);
      await store.delete(id);
    },
    saveAll: async () => (await import("./all-data.ts")).saveAll(store),
    eraseAll: async () => (await import("./all-data.ts")).eraseAll(store),
    async detectBackend() {
      const adapter = await adapterOf(navigator.gpu);
      if (adapter && !adapter.isSoftware) return { name: "webgpu", adapter: adapter.name };
      return {
        name: "wasm",
        reason: adapter
          ? `the only WebGPU adapter is software (${adapter.name})`
          : "this browser offers no WebGPU adapter",
      };
    },
  };
}

async function openShipped(store: NotebookStore, slug: string): Promise<string> {
  const copies = (await store.list()).filter((notebook) => notebook.slug === slug);
  if (copies[0]) return copies[0].id;
  const text = new TextDecoder().decode(await fetchBytes(`notebooks/${slug}.md`));
  const shipped = await fetchJson<(ShippedNotebook & { hasOutputs: boolean })[]>("notebooks/index.json");
  const hasOutputs = shipped.find((notebook) => notebook.slug === slug)?.hasOutputs ?? false;
  const snapshot = hasOutputs ? await readOutputs(`notebooks/${slug}.outputs.json`) : undefined;
  return addNotebook(store, { text, slug, ...(snapshot && { snapshot }) });
}

async function importFiles(store: NotebookStore, files: readonly File[]): Promise<string> {
  const { notebooksOf } = await import("./import-files.ts");
  const ids: string[] = [];
  for (const notebook of await notebooksOf(files)) ids.push(await addWithFiles(store, notebook));
  return ids[0];
}

async function addWithFiles(store: NotebookStore, { files, ...notebook }: NewNotebook): Promise<string> {
  const id = await addNotebook(store, notebook);
  for (const { name, bytes } of files) await store.putFile(id, name, bytes);
  return id;
}

async function openFromDisk(store: NotebookStore): Promise<string | undefined> {
  const { pickNotebook } = await import("./disk-file.ts");
  const handle = await pickNotebook();
  if (!handle) return undefined;
  const text = await (await handle.getFile()).text();
  for (const { id } of await store.list()) {
    const known = await store.diskFile(id);
    if (await known?.handle.isSameEntry(handle)) return id;
  }
  const id = await addNotebook(store, { text });
  await store.putDiskFile(id, { handle, text });
  return id;
}

async function addNotebook(
  store: NotebookStore,
  { text, slug, snapshot, notes, origin }: Omit<NewNotebook, "files"> & { slug?: string },
): Promise<string> {
  const notebook = parseNotebook(text, { kinds: kindNames });
  const heading = /^# +(.+)$/m.exec(text)?.[1] ?? "";
  const now = Date.now();
  const stored: StoredNotebook = {
    id: newNotebookId(),
    title: notebook.frontMatter.title ?? heading,
    text,
    ...(snapshot && { snapshot }),
    changedAt: now,
    statuses: notebook.cells.filter((cell) => cell.type === "code").map(() => "idle"),
    ...(slug !== undefined && { slug }),
    ...(notes && notes.length > 0 && { notes: [...notes] }),
    ...(origin && { origin: { ...origin, at: now } }),
    isOwn: false,
  };
  await store.put(stored);
  await new VersionKeeper(store, stored.id).note(text, stored.changedAt, AS_IT_CAME);
  return stored.id;
}
