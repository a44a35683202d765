// Opens a notebook of this browser: a session over its own sandbox, what saves it, its history, and the lock that says
// whether this tab writes it or follows another.
import type { Lock } from "#document/sidecars.ts";
import type { BackendChoice } from "#sandbox/contract.ts";
import { startFrameHost } from "#sandbox/frame-host.ts";
import { grantedFetch } from "#session/granted-fetch.ts";
import type { RunRecorder } from "#session/run-recorder.ts";
import type { SessionServices, StoredResult } from "#session/services.ts";
import { Session } from "#session/session.ts";
import type { Snapshot } from "#session/snapshot.ts";
import type { NotebookStore, StoredNotebook } from "#storage/notebook-store.ts";
import { VersionKeeper } from "#storage/version-keeper.ts";
import type { OpenNotebook, Origin } from "#ui/app-services.ts";
import { Autosave } from "./autosave.ts";
import { grantsOf, requestInWorker } from "./grants.ts";
import type { NotebookOnDisk } from "./disk-file.ts";
import { markRuns } from "./run-mark.ts";
import { fetchBytes } from "./site-files.ts";
import { lockNotebook, type TabLock } from "./tab-lock.ts";

export async function openNotebook(
  store: NotebookStore,
  id: string,
  { takeOver = false }: { takeOver?: boolean } = {},
): Promise<OpenNotebook> {
  const lock = await lockNotebook(id, { takeOver });
  const found = await store.get(id);
  if (!found) {
    lock.release();
    throw new Error("This notebook is not in this browser: it was deleted, or made in another one.");
  }
  const { notes, ...stored } = found;
  const origin = stored.origin && {
    by: stored.origin.by,
    lock: stored.origin.lock as Lock,
    isOwn: stored.isOwn,
  };
  const services = sessionServices(store, id, origin);
  const session = new Session({
    text: stored.text,
    ...(stored.snapshot !== undefined && { snapshot: stored.snapshot as Snapshot }),
    isOwn: stored.isOwn,
    isFollowing: !lock.isWriter,
    services,
  });
  const versions = new VersionKeeper(store, id);
  const open: Pick<
    OpenNotebook,
    "session" | "versions" | "original" | "notes" | "origin" | "sharing" | "trail" | "checkTypes" | "exporter"
  > = {
    session,
    versions: () => versions.list(),
    original: () => versions.original(),
    ...(notes && { notes }),
    ...(origin && { origin }),
    async sharing() {
      const { sharingOf } = await import("./sharing.ts");
      return sharingOf(session, store, stored);
    },
    async exporter(pipeline) {
      const { openExporter } = await import("./export-notebook.ts");
      return openExporter(session, services, pipeline);
    },
    async trail() {
      const { trailOf } = await import("./trail.ts");
      return trailOf(session, store, id, services);
    },
    async checkTypes(cell, editor) {
      const { checkTypes } = await import("#ui/types/type-checker.ts");
      checkTypes(session, cell, editor);
    },
  };
  if (!lock.isWriter) return { ...open, ...followed(session, store, id, lock) };
  if (notes) await store.put(stored);
  return { ...open, ...(await written({ session, store, stored, versions, lock })) };
}

/** The tab that writes. */
async function written(parts: {
  session: Session;
  store: NotebookStore;
  stored: StoredNotebook;
  versions: VersionKeeper;
  lock: TabLock;
}): Promise<Pick<OpenNotebook, "save" | "disk" | "runs" | "handedOver" | "unfinished">> {
  const { session, store, stored, versions, lock } = parts;
  const { id } = stored;
  // Only the tab with the lock runs cells: a run that is still there ended with another tab.
  const unfinished = await store.run(id);
  await versions.note(stored.text, stored.changedAt).catch(() => undefined); // on a full disk it opens all the same
  const save = new Autosave(session, { store, stored, versions, isAlone: lock.isAlone }, (text) => {
    lock.announceSaved();
    void versions.note(text, Date.now()).catch(() => undefined); // a full disk is said of the notebook itself
  });
  let loading: Promise<NotebookOnDisk> | undefined;
  const disk = () => {
    loading ??= Promise.all([import("./disk-file.ts"), store.diskFile(id)]).then(
      ([{ NotebookOnDisk }, file]) => new NotebookOnDisk({ session, store, id, versions, file }),
    );
    return loading;
  };
  const stopMarking = markRuns(session, store, id);
  const recorder = lateRecorder(session, store, id);
  const close = session.close.bind(session);
  session.close = async () => {
    stopMarking();
    void loading?.then((opened) => opened.close());
    await recorder.close();
    await save.close();
    await close();
    lock.release();
  };
  const handedOver = new Promise<void>((resolve) => {
    lock.listen({
      async wanted() {
        await save.close();
        resolve();
      },
      lost() {
        // This tab did not answer for seconds: what it had not saved becomes a version of the history.
        save.abandon();
        void versions.note(session.toText(), Date.now(), "From a tab that was stuck");
        resolve();
      },
      saved: () => void save.look(), // where there are no locks, others write as well
    });
  });
  return {
    save,
    disk,
    runs: recorder.load,
    handedOver,
    ...(unfinished && { unfinished: { ...unfinished, dismiss: () => void store.deleteRun(id) } }),
  };
}

/** A tab that follows what another saves. */
function followed(
  session: Session,
  store: NotebookStore,
  id: string,
  lock: TabLock,
): Pick<OpenNotebook, "save" | "runs" | "handedOver"> {
  lock.listen({
    saved() {
      void store
        .get(id)
        .then((now) => now && session.follow(now.text, now.snapshot as Snapshot | undefined, now.isOwn));
    },
  });
  const close = session.close.bind(session);
  session.close = async () => {
    lock.release();
    await close();
  };
  return {
    save: { current: { state: "saved" }, subscribe: () => () => undefined },
    runs: async () => (await import("./tracked-runs.ts")).listedRuns(store, id),
    handedOver: new Promise(() => undefined),
  };
}

/** What records runs, no part of the first paint: it is loaded when something runs, or when its list is looked at. */
function lateRecorder(session: Session, store: NotebookStore, id: string) {
  let loading: Promise<RunRecorder> | undefined;
  const load = () => {
    loading ??= import("./tracked-runs.ts").then(({ startRecorder }) => startRecorder(session, store, id));
    return loading;
  };
  const unsubscribe = session.subscribe(() => {
    if (!session.isRunning) return;
    unsubscribe();
    void load().catch(() => undefined); // without its record a run goes on all the same
  });
  return {
    load,
    async close() {
      unsubscribe();
      await loading?.then((recorder) => recorder.close());
    },
  };
}

function sessionServices(store: NotebookStore, id: string, origin: Origin | undefined): SessionServices {
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
    tables: {
      get: (name) => store.table(id, name),
      put: (name, value) => store.putTable(id, name, value),
      delete: (name) => store.deleteTable(id, name),
    },
    backend: askedBackend() ?? publishedBackend(origin) ?? "auto",
    checksBackend: new URLSearchParams(location.search).has("check-backend"),
    now: () => performance.now(),
  };
}

/** Filled in by a server that answers on sandbox hosts; empty on a plain static host. */
function sandboxOrigin(): string {
  return document.querySelector<HTMLMetaElement>('meta[name="cairn-sandbox"]')?.content ?? "";
}

/** `?backend=webgpu` or `?backend=wasm` in the address, for trying one out; `&check-backend` checks it. */
function askedBackend(): BackendChoice | undefined {
  const asked = new URLSearchParams(location.search).get("backend");
  return asked === "webgpu" || asked === "wasm" ? asked : undefined;
}

/** What came with results of WebAssembly is first run on that, where results are the same on every device. */
function publishedBackend(origin: Origin | undefined): BackendChoice | undefined {
  if (!origin || origin.isOwn) return undefined;
  const published = Object.values(origin.lock.results).flatMap((metrics) => Object.values(metrics));
  return published.length > 0 && published.every((byBackend) => "wasm" in byBackend) ? "wasm" : undefined;
}
