// Word of a run that is going on, in the store: a tab that dies with it, of a full memory for one, leaves it there,
// and the notebook says so when it is opened again.
import type { Session } from "#session/session.ts";
import type { NotebookStore, StoredRun } from "#storage/notebook-store.ts";

/** Keeps the word true until it is told to stop: what runs then does not end by itself, and the word stays. */
export function markRuns(session: Session, store: NotebookStore, id: string): () => void {
  let marked: string | undefined;
  let writing: Promise<void> = Promise.resolve();
  const unsubscribe = session.subscribe(() => {
    const run = session.isRunning ? runOf(session) : undefined;
    const text = run && JSON.stringify(run);
    if (session.isRunning && !run) return; // between two cells: what was said still holds
    if (text === marked) return;
    marked = text;
    // On a full disk the run goes on, and nothing will be said of it.
    const write = () => (run ? store.putRun(id, run) : store.deleteRun(id));
    writing = writing.then(write).catch(() => undefined);
  });
  return unsubscribe;
}

function runOf(session: Session): StoredRun | undefined {
  const busy = session.cells.filter(
    (cell) => cell.type === "code" && (cell.status === "running" || cell.status === "queued"),
  );
  const running = busy.find((cell) => cell.type === "code" && cell.status === "running");
  if (running?.type !== "code") return undefined;
  return { cell: running.name, cells: busy.flatMap((cell) => (cell.type === "code" ? [cell.name] : [])) };
}
