// Which cells follow a change by themselves: those whose last run was short and that are not costly. The
// others turn stale and wait, and so does everything behind them.
import type { CellId } from "#document/notebook.ts";
import type { Analysis } from "./analysis.ts";
import type { Runner } from "./runner.ts";

const CHEAP_MS = 1000;

/** Stale readers of `sources`, at any distance, that may run without being asked. */
export function cheapReaders({ graph }: Analysis, runner: Runner, sources: readonly CellId[]): CellId[] {
  const keys = runner.keys(true);
  const waits = new Set<CellId>();
  const reached = new Set<CellId>(sources);
  const followers: CellId[] = [];
  for (const id of graph.order) {
    const cell = graph.cells.get(id)!;
    const owners = [...graph.inputs.get(id)!.values()];
    const { result, phase, hasSent } = runner.state(id);
    const isCurrent = result?.key === keys.get(id)!.key;
    if (owners.some((owner) => reached.has(owner))) reached.add(id);
    const isShort =
      result !== undefined && result.ms < CHEAP_MS && !cell.costly && !hasSent && phase !== "stopped";
    const mayRun = isShort && !cell.disabled && !owners.some((owner) => waits.has(owner));
    if (!isCurrent && !mayRun) waits.add(id);
    else if (!isCurrent && reached.has(id) && !sources.includes(id)) followers.push(id);
  }
  return followers;
}
