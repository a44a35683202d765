// The page's AppServices: the store of this browser, the shipped notebooks of this site, and sessions whose
// sandbox is a frame.
import { kindNames } from "#cells/kind-names.ts";
import { parseNotebook } from "#document/parse-notebook.ts";
import type { BackendChoice } from "#sandbox/contract.ts";
import { startFrameHost } from "#sandbox/frame-host.ts";
import { adapterOf } from "#sandbox/gpu-adapter.ts";
import { tableEndings, tableFiles } from "#datasets/table-files.ts";
import { requireFits } from "#datasets/file-limits.ts";
import { grantedFetch } from "#session/granted-fetch.ts";
import type { SessionServices, StoredResult } from "#session/services.ts";
import type { CellStatus } from "#session/session-view.ts";
import { Session } from "#session/session.ts";
import type { Snapshot } from "#session/snapshot.ts";
import { newNotebookId, NotebookStore, type StoredNotebook } from "#storage/notebook-store.ts";
import type { AppServices, OpenNotebook, ShippedNotebook } from "#ui/app-services.ts";
import { forgetGrants, grantsOf, requestInWorker } from "./grants.ts";
import { Autosave } from "./autosave.ts";
import { readOutputs } from "./read-outputs.ts";
import { firstNotebook, notebookForTable } from "./new-notebooks.ts";
import { markRuns, unfinishedRun } from "./run-mark.ts";

export function pageServices(): AppServices {
  const store = new NotebookStore();
  return {
    listShipped: () => fetchJson<ShippedNotebook[]>("notebooks/index.json"),
    async listOwn() {
      const notebooks = await store.list();
      return notebooks.map(({ id, title, changedAt, statuses }) => ({
        id,
        title,
        changedAt,
        statuses: statuses as CellStatus[],
      }));
    },
    openNotebook: (id) => openNotebook(store, id),
    createNotebook: () => addNotebook(store, { text: firstNotebook }),
    openShipped: (slug) => openShipped(store, slug),
    importFile: (file) => importFile(store, file),
    async deleteNotebook(id) {
      forgetGrants(id);
      await store.delete(id);
    },
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

async function openNotebook(store: NotebookStore, id: string): Promise<OpenNotebook> {
  const stored = await store.get(id);
  if (!stored)
    throw new Error("This notebook is not in this browser: it was deleted, or made in another one.");
  const session = new Session({
    text: stored.text,
    ...(stored.snapshot !== undefined && { snapshot: stored.snapshot as Snapshot }),
    isOwn: stored.isOwn,
    services: sessionServices(store, id),
  });
  const unfinished = await unfinishedRun(store, id);
  const save = new Autosave(session, store, stored);
  const stopMarking = markRuns(session, store, id);
  const close = session.close.bind(session);
  session.close = async () => {
    stopMarking();
    await save.close();
    await close();
  };
  return {
    session,
    save,
    async checkTypes(cell, editor) {
      const { checkTypes } = await import("#ui/types/type-checker.ts");
      checkTypes(session, cell, editor);
    },
    ...(unfinished && { unfinished: { ...unfinished, dismiss: () => void store.deleteRun(id) } }),
  };
}

function sessionServices(store: NotebookStore, id: string): SessionServices {
  const grants = grantsOf(id);
  return {
    startHost: () => startFrameHost({ notebookId: id, sandboxOrigin: sandboxOrigin() }),
    asset: (name) => fetchBytes(`sandbox/${name}`),
    sample: (file) => fetchBytes(`samples/${file}`),
    file: (name) => store.file(id, name),
    saveFile: (name, bytes) => store.putFile(id, name, bytes),
    fetch: grantedFetch({
      grants: () => grants.list(),
      hintFor: () => "Cells reach no network unless you let them, host by host.",
      request: requestInWorker,
    }),
    grants,
    results: {
      get: async (key) => (await store.result(id, key)) as StoredResult | undefined,
      put: (key, result) => store.putResult(id, key, result),
    },
    backend: askedBackend(),
    checksBackend: new URLSearchParams(location.search).has("check-backend"),
    now: () => performance.now(),
  };
}

/** Filled in by a server that answers on sandbox hosts; empty on a plain static host. */
function sandboxOrigin(): string {
  return document.querySelector<HTMLMetaElement>('meta[name="cairn-sandbox"]')?.content ?? "";
}

/** `?backend=webgpu` or `?backend=wasm` in the address, for trying one out; `&check-backend` checks it. */
function askedBackend(): BackendChoice {
  const asked = new URLSearchParams(location.search).get("backend");
  return asked === "webgpu" || asked === "wasm" ? asked : "auto";
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

async function importFile(store: NotebookStore, file: File): Promise<string> {
  requireFits(file);
  const bytes = new Uint8Array(await file.arrayBuffer());
  if (/\.(md|markdown)$/i.test(file.name))
    return addNotebook(store, { text: new TextDecoder().decode(bytes) });
  if (tableFiles.test(file.name)) {
    const id = await addNotebook(store, { text: notebookForTable(file.name) });
    await store.putFile(id, file.name, bytes);
    return id;
  }
  throw new Error(`${file.name} is neither a notebook (.md) nor a table (${tableEndings}).`);
}

async function addNotebook(
  store: NotebookStore,
  { text, slug, snapshot }: { text: string; slug?: string; snapshot?: Snapshot },
): Promise<string> {
  const notebook = parseNotebook(text, { kinds: kindNames });
  const heading = /^# +(.+)$/m.exec(text)?.[1] ?? "";
  const stored: StoredNotebook = {
    id: newNotebookId(),
    title: notebook.frontMatter.title ?? heading,
    text,
    ...(snapshot && { snapshot }),
    changedAt: Date.now(),
    statuses: notebook.cells.filter((cell) => cell.type === "code").map(() => "idle"),
    ...(slug !== undefined && { slug }),
    isOwn: false,
  };
  await store.put(stored);
  return stored.id;
}

async function fetchBytes(path: string): Promise<Uint8Array> {
  const response = await fetch(new URL(path, document.baseURI));
  if (!response.ok) throw new Error(`${path} could not be loaded (${response.status}).`);
  return new Uint8Array(await response.arrayBuffer());
}

async function fetchJson<T>(path: string): Promise<T> {
  const response = await fetch(new URL(path, document.baseURI));
  if (!response.ok) throw new Error(`${path} could not be loaded (${response.status}).`);
  return (await response.json()) as T;
}
