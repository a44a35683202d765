// Word of a run that is going on, in the store: a tab that dies with it, of a full memory for one, leaves it there,
// and the notebook says so when it is opened again.
import type { Session } from "#session/session.ts";
import type { NotebookStore, StoredRun } from "#storage/notebook-store.ts";

/** Keeps the word true until it is told to stop: what runs then does not end by itself, and the word stays. */
export function markRuns(session: Session, store: NotebookStore, id: string): () => void {
  let marked: string | undefined;
  let writing: Promise<void> = Promise.resolve();
  let unlock: (() => void) | undefined;
  const unsubscribe = session.subscribe(() => {
    const run = session.isRunning ? runOf(session) : undefined;
    const text = run && JSON.stringify(run);
    if (session.isRunning && !run) return; // between two cells: what was said still holds
    if (text === marked) return;
    marked = text;
    if (run) unlock ??= holdLock(id);
    else {
      unlock?.();
      unlock = undefined;
    }
    // On a full disk the run goes on, and nothing will be said of it.
    const write = () => (run ? store.putRun(id, run) : store.deleteRun(id));
    writing = writing.then(write).catch(() => undefined);
  });
  return () => {
    unsubscribe();
    unlock?.();
  };
}

/** The run that a tab did not live to end; undefined as well while another tab is running this notebook. */
export async function unfinishedRun(store: NotebookStore, id: string): Promise<StoredRun | undefined> {
  const run = await store.run(id);
  if (!run) return undefined;
  const { held = [] } = (await navigator.locks?.query()) ?? {};
  return held.some((lock) => lock.name === lockName(id)) ? undefined : run;
}

function runOf(session: Session): StoredRun | undefined {
  const busy = session.cells.filter(
    (cell) => cell.type === "code" && (cell.status === "running" || cell.status === "queued"),
  );
  const running = busy.find((cell) => cell.type === "code" && cell.status === "running");
  if (running?.type !== "code") return undefined;
  return { cell: running.name, cells: busy.flatMap((cell) => (cell.type === "code" ? [cell.name] : [])) };
}

const lockName = (id: string) => `cairn-run:${id}`;

/** Held while this tab runs the notebook; the browser gives it back when the tab dies. */
function holdLock(id: string): () => void {
  let release = () => {};
  const held = new Promise<void>((resolve) => (release = resolve));
  void navigator.locks?.request(lockName(id), () => held);
  return release;
}
