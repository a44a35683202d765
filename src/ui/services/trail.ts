// Where a notebook of this browser stands on the ladder: judged by its session, its runs and its lock.
import { CairnError } from "#errors/cairn-error.ts";
import { evidenceOf, type CriterionId } from "#ladder/criteria.ts";
import { codeHashOf, factsOf, type Facts } from "#ladder/facts.ts";
import { memoryStore } from "#session/kept-tables.ts";
import { memoryResults, type SessionServices } from "#session/services.ts";
import { Session } from "#session/session.ts";
import { lockOf, measuredBy, type Measured } from "#sharing/lock-file.ts";
import { reproductionOf } from "#sharing/reproduction.ts";
import type { NotebookStore } from "#storage/notebook-store.ts";
import { libraryVersions } from "#tracking/library-versions.ts";
import type { RunRecord } from "#tracking/run-record.ts";
import type { TrailRecord } from "#ui/app-services.ts";
import { keepLock, keptLock } from "./kept-lock.ts";

export function trailOf(
  session: Session,
  store: NotebookStore,
  id: string,
  services: SessionServices,
): TrailRecord {
  async function facts(): Promise<Facts> {
    await session.wake();
    const runs = (await store.trackedRuns(id)) as RunRecord[];
    return factsOf(session, runs, await keptLock(store, id));
  }

  async function record(criterion: CriterionId, says: string): Promise<void> {
    const lock = await keptLock(store, id);
    if (!lock) return;
    const entry = { code: codeHashOf(session.notebook), says };
    await keepLock(store, id, { ...lock, evidence: { ...lock.evidence, [criterion]: entry } });
  }

  return {
    facts,
    record,
    async lock() {
      const before = await keptLock(store, id);
      const lock = lockOf(await measuredFromNothing(session.toText(), services), libraryVersions, before);
      await keepLock(store, id, lock);
      await keepLock(store, id, { ...lock, evidence: evidenceOf(await facts()) });
    },
    async verify() {
      const measured = await measuredFromNothing(session.toText(), services);
      const lock = await keptLock(store, id); // read only now: nothing that ran could have known it
      if (!lock) throw new CairnError("there is no lock to compare with");
      const order = session.cells.flatMap((cell) => (cell.type === "code" ? [cell.name] : []));
      const { verdict, matchCount, results, parted } = reproductionOf(lock, measured, order);
      if (verdict !== "reproduced")
        throw new CairnError(
          `the run gave ${matchCount} of ${results.length} locked results${parted === undefined ? "" : `; the first cell that parted is ${parted}`}`,
          { hint: "If the change is meant, lock it again." },
        );
      await record("1.4", `A run from nothing, on wasm, gave all ${results.length} locked results.`);
    },
  };
}

/** What another session of the same text gives, with nothing kept from before. @throws CairnError naming a cell that failed */
async function measuredFromNothing(text: string, services: SessionServices): Promise<Measured> {
  const session = new Session({
    text,
    services: { ...services, results: memoryResults(), tables: memoryStore(), backend: "wasm" },
  });
  try {
    await session.runAll();
    const failed = session.cells.find((cell) => cell.type === "code" && cell.status === "error");
    if (failed?.type === "code")
      throw new CairnError(`${failed.name} failed: ${failed.error?.message ?? "it did not run"}`, {
        hint: "A lock says what a run without failures gives.",
      });
    return measuredBy(session);
  } finally {
    await session.close();
  }
}
