// The runs of a notebook of this browser: recorded where this tab writes it, listed where it follows.
import { RunRecorder } from "#session/run-recorder.ts";
import type { Session } from "#session/session.ts";
import type { NotebookStore } from "#storage/notebook-store.ts";
import { libraryVersions } from "#tracking/library-versions.ts";
import { readRun } from "#tracking/read-run.ts";
import type { RunStore } from "#tracking/run-record.ts";
import type { RunList } from "#ui/app-services.ts";

export function startRecorder(session: Session, store: NotebookStore, id: string): Promise<RunRecorder> {
  return RunRecorder.start({
    session,
    store: runStore(store, id),
    libraries: libraryVersions,
    now: () => Date.now(),
  });
}

/** As they are now; another tab writes them. */
export async function listedRuns(store: NotebookStore, id: string): Promise<RunList> {
  return { runs: await runStore(store, id).list(), subscribe: () => () => undefined };
}

function runStore(store: NotebookStore, id: string): RunStore {
  return {
    async list() {
      return (await store.trackedRuns(id)).flatMap((value) => readRun(value) ?? []);
    },
    put: (run) => store.putTrackedRun(id, run.number, run),
  };
}
