// What a run would do, as data: which cells run and why, which results are reused, which are stale, which
// cannot run. Nothing runs here; src/session/runner.ts carries it out and plans again after each cell.
import type { CellId } from "#document/notebook.ts";
import { keyChange, keysOf, type CellKey, type CellResult, type KeyChange } from "./cell-key.ts";
import type { Graph } from "./graph.ts";

export type Why =
  | { type: "never-run" }
  | ({ type: "changed" } & KeyChange)
  /** Its result is current, but a cell that runs needs its values, and they are gone. */
  | { type: "values-gone"; neededBy: CellId }
  | { type: "asked" };

export type Blocked =
  | { type: "problem" }
  | { type: "input"; name: string }
  | { type: "disabled" }
  /** It has sent something: it would have to run again, and does so only when a person asks for that very cell. */
  | { type: "sent" };

export interface PlanRequest {
  results: ReadonlyMap<CellId, CellResult>;
  seed: string;
  /** Cells to bring up to date, with what they need. */
  targets: "all" | readonly CellId[];
  /** Cells that run although their result is current. */
  force?: readonly CellId[];
  /** Cells whose last run has sent something out: they are not run again by themselves. */
  sent?: ReadonlySet<CellId>;
  /** As for `keysOf`. */
  lastKeys?: Map<CellId, CellKey>;
}

export interface Plan {
  /** In the order in which they run. */
  run: { id: CellId; why: Why }[];
  /** Asked for or needed, with a current result. */
  reuse: CellId[];
  /** Not asked for, and no longer what a run would give. */
  stale: { id: CellId; why: Why }[];
  blocked: { id: CellId; why: Blocked }[];
}

export function planRun(graph: Graph, request: PlanRequest): Plan {
  const { results, seed, targets, force = [], sent, lastKeys } = request;
  const keys = keysOf(graph, results, seed, lastKeys);
  const wanted = withNeeds(graph, targets === "all" ? graph.order : [...targets, ...force]);
  const forced = new Set(force);
  const reasons = new Map<CellId, Why>();
  for (const id of graph.order) {
    const why = forced.has(id) ? ({ type: "asked" } as const) : whyNotCurrent(keys.get(id)!, results.get(id));
    if (why) reasons.set(id, why);
  }
  addNeededValues(graph, results, wanted, reasons);
  const plan: Plan = { run: [], reuse: [], stale: [], blocked: [] };
  const blocked = new Map<CellId, Blocked>();
  for (const id of graph.order) {
    const cell = graph.cells.get(id)!;
    const why = reasons.get(id);
    const mayRepeat = !why || !sent?.has(id) || isAskedFor(id, why, request);
    const obstacle = cell.disabled
      ? ({ type: "disabled" } as const)
      : (obstacleOf(graph, id, blocked) ?? (mayRepeat ? undefined : ({ type: "sent" } as const)));
    if (obstacle) blocked.set(id, obstacle);
    if (!wanted.has(id)) {
      if (why && results.has(id)) plan.stale.push({ id, why });
    } else if (obstacle) plan.blocked.push({ id, why: obstacle });
    else if (why) plan.run.push({ id, why });
    else plan.reuse.push(id);
  }
  return plan;
}

function whyNotCurrent({ key, parts }: CellKey, result: CellResult | undefined): Why | undefined {
  if (!result) return { type: "never-run" };
  if (result.key === key) return undefined;
  return { type: "changed", ...(keyChange(result.parts, parts) ?? { what: "body" }) };
}

/** By name, or with all others because it is not current; not because somebody needs what it made. */
function isAskedFor(id: CellId, why: Why, { targets, force = [] }: PlanRequest): boolean {
  if (targets === "all") return why.type !== "values-gone";
  return targets.includes(id) || force.includes(id);
}

/** The cells asked for and all that they read, at any distance. */
function withNeeds(graph: Graph, targets: readonly CellId[]): Set<CellId> {
  const wanted = new Set<CellId>();
  const waiting = targets.filter((id) => graph.cells.has(id) && !graph.cells.get(id)!.disabled);
  while (waiting.length > 0) {
    const id = waiting.pop()!;
    if (wanted.has(id)) continue;
    wanted.add(id);
    waiting.push(...graph.inputs.get(id)!.values());
  }
  return wanted;
}

/** From the last cell back: a cell that runs needs the values of what it reads. */
function addNeededValues(
  graph: Graph,
  results: ReadonlyMap<CellId, CellResult>,
  wanted: ReadonlySet<CellId>,
  reasons: Map<CellId, Why>,
): void {
  for (const id of [...graph.order].reverse()) {
    if (!wanted.has(id) || !reasons.has(id)) continue;
    for (const owner of graph.inputs.get(id)!.values()) {
      if (!reasons.has(owner) && results.get(owner)?.hasValues === false) {
        reasons.set(owner, { type: "values-gone", neededBy: id });
      }
    }
  }
}

function obstacleOf(graph: Graph, id: CellId, blocked: ReadonlyMap<CellId, Blocked>): Blocked | undefined {
  const hasProblem = (graph.problems.get(id)?.length ?? 0) > 0 || graph.cells.get(id)!.problems.length > 0;
  if (hasProblem) return { type: "problem" };
  for (const [name, owner] of graph.inputs.get(id)!) if (blocked.has(owner)) return { type: "input", name };
  return undefined;
}
