// What the page paints before anything runs: status and outputs of each cell as they were. Kept in the
// browser for one's own notebooks, and beside a file as name.outputs.json.
import { keptOutputs, type Output } from "#cell-api/outputs.ts";
import type { KeyParts } from "#dataflow/cell-key.ts";
import type { CellId, Notebook } from "#document/notebook.ts";
import { newCellState, type CellState } from "./cell-state.ts";
import type { CellView } from "./session-view.ts";

export interface SnapshotCell {
  status: "done" | "stopped" | "error";
  key: string;
  ms: number;
  outputs: Output[];
  /** Names it read and the cells that made them, so that first paint needs no parser. */
  inputs: { name: string; cell: string }[];
  metrics?: Record<string, number>;
  error?: { message: string; line?: number; column?: number; hint?: string };
  /** Its index among the code cells, where its name is not known: in a notebook that another program wrote. */
  place?: number;
  /** Its run has sent something out, and is not to be repeated by itself. */
  hasSent?: boolean;
  /** One's own notebook only: what makes the result a result again. */
  parts?: KeyParts;
  contentHashes?: Record<string, string>;
}

export interface Snapshot {
  version: 1;
  title?: string;
  cells: Record<string, SnapshotCell>;
}

const OUTPUT_LIMIT_CHARACTERS = 2_000_000;

export function snapshotOf(
  notebook: Notebook,
  stateOf: (id: CellId) => CellState,
  views: readonly CellView[],
): Snapshot {
  const nameOf = new Map(
    views.flatMap((view) => (view.type === "code" ? [[view.id, view.name] as const] : [])),
  );
  const cells: Record<string, SnapshotCell> = {};
  for (const view of views) {
    if (view.type !== "code") continue;
    const state = stateOf(view.id);
    const entry = entryOf(view, state, nameOf);
    if (entry && JSON.stringify(entry.outputs).length <= OUTPUT_LIMIT_CHARACTERS) cells[view.name] = entry;
  }
  const { title } = notebook.frontMatter;
  return { version: 1, ...(title !== undefined && { title }), cells };
}

function entryOf(
  view: Extract<CellView, { type: "code" }>,
  state: CellState,
  nameOf: ReadonlyMap<CellId, string>,
): SnapshotCell | undefined {
  const { result, error } = state;
  const key = result?.key ?? state.errorKey ?? state.publishedKey;
  if (key === undefined) return undefined;
  const status =
    state.phase === "error" ? "error" : result?.wasStopped ? "stopped" : (state.publishedStatus ?? "done");
  return {
    status,
    key,
    ms: state.ms ?? 0,
    outputs: keptOutputs(state.outputs),
    inputs: view.inputs.flatMap(({ name, cell }) =>
      nameOf.has(cell) ? [{ name, cell: nameOf.get(cell)! }] : [],
    ),
    ...(state.hasSent && { hasSent: true }),
    ...(result?.metrics && { metrics: { ...result.metrics } }),
    ...(status === "error" && error && { error: { ...error } }),
    ...(result && { parts: result.parts, contentHashes: { ...result.contentHashes } }),
  };
}

/** @param isOwn its results count as results (their values are gone, and made again when they are needed) */
export function readSnapshot(snapshot: Snapshot, notebook: Notebook, isOwn: boolean): Map<CellId, CellState> {
  const states = new Map<CellId, CellState>();
  const entries = Object.entries(snapshot.cells);
  const ids = new Map<string, CellId>();
  let unnamed = 0;
  const left = entries.map(([name]) => name);
  // Without a parser a code cell's own name is not known: unnamed ones are taken in the order of the page.
  const explicit = new Set(
    notebook.cells.flatMap((cell) => (cell.type === "code" && cell.explicitName ? [cell.explicitName] : [])),
  );
  const placed = new Map(
    entries.flatMap(([name, { place }]) => (place === undefined ? [] : [[place, name]])),
  );
  const others = left.filter((name) => !explicit.has(name) && snapshot.cells[name].place === undefined);
  let place = 0;
  for (const cell of notebook.cells) {
    if (cell.type !== "code") continue;
    const atPlace = placed.get(place++);
    if (atPlace !== undefined) ids.set(atPlace, cell.id);
    else if (cell.explicitName !== undefined) ids.set(cell.explicitName, cell.id);
    else if (others[unnamed] !== undefined) ids.set(others[unnamed++], cell.id);
  }
  for (const [name, entry] of entries) {
    const id = ids.get(name);
    if (id === undefined) continue;
    states.set(id, stateFrom(entry, isOwn, name, ids));
  }
  return states;
}

function stateFrom(
  entry: SnapshotCell,
  isOwn: boolean,
  name: string,
  ids: ReadonlyMap<string, CellId>,
): CellState {
  const state: CellState = {
    ...newCellState(),
    outputs: entry.outputs,
    isPublished: true, // not computed in this session, whoever did
    ms: entry.ms,
    ...(isOwn && entry.hasSent && { hasSent: true }),
    publishedStatus: entry.status,
    publishedKey: entry.key,
    ...(entry.place === undefined && { publishedName: name }),
    publishedInputs: entry.inputs.flatMap((input) => {
      const cell = ids.get(input.cell);
      return cell === undefined ? [] : [{ name: input.name, cell }];
    }),
  };
  if (entry.status === "error" && entry.error) {
    state.phase = "error";
    state.error = { name: "Error", ...entry.error };
    state.errorKey = entry.key;
  } else if (isOwn && entry.parts) {
    state.result = {
      key: entry.key,
      parts: entry.parts,
      contentHashes: (entry.contentHashes ?? {}) as NonNullable<CellState["result"]>["contentHashes"],
      ms: entry.ms,
      hasValues: false,
      copies: new Map(),
      freshNames: [],
      isImpure: false,
      wasStopped: entry.status === "stopped",
      ranHere: false,
      ...(entry.metrics && { metrics: entry.metrics }),
    };
    if (entry.status === "stopped") state.phase = "stopped";
  }
  return state;
}
