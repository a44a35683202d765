// Records every training and evaluation of a notebook by itself. It only watches: what it sees are outputs that
// were checked when they crossed, so whatever trains, a form or code, is recorded in one way.
import { inputsOfRun } from "./run-inputs.ts";
import type { CellId } from "#document/notebook.ts";
import type { Output } from "#cell-api/outputs.ts";
import { fillReferences } from "#sandbox/fill-references.ts";
import { flattenParameters } from "#tracking/flatten-parameters.ts";
import type { ParameterValue, RunRecord, RunState, RunStore } from "#tracking/run-record.ts";
import type { CellState } from "./cell-state.ts";
import { curvesOf, metricsOf, settingsOf, type RecordedOutput } from "./recorded-outputs.ts";
import type { Session } from "./session.ts";

export interface RecorderOptions {
  session: Session;
  store: RunStore;
  libraries: Readonly<Record<string, string>>;
  /** Milliseconds since 1970. */
  now: () => number;
}

/** How often the points of a run that goes on are kept: so much is lost with a tab at most. */
const KEEP_MS = 1000;

interface Live {
  records: RunRecord[];
  keptAt: number;
}

export class RunRecorder {
  readonly #options: RecorderOptions;
  readonly #listeners = new Set<() => void>();
  /** Of cells that run. */
  readonly #live = new Map<CellId, Live & { startedAtMs: number }>();
  /** Results that are recorded. */
  readonly #seen = new WeakSet<object>();
  readonly #unsubscribe: () => void;
  #runs: readonly RunRecord[] = [];
  #writing: Promise<void> = Promise.resolve();

  /** @param runs as the store lists them */
  private constructor(options: RecorderOptions, runs: readonly RunRecord[]) {
    this.#options = options;
    this.#runs = runs;
    this.#unsubscribe = options.session.subscribe(() => this.#look());
  }

  /** Runs that are still said to go on ended with another tab or program: they are marked so. */
  static async start(options: RecorderOptions): Promise<RunRecorder> {
    const listed = await options.store.list();
    const recorder = new RunRecorder(options, listed);
    for (const run of listed) if (run.state === "running") recorder.#keep({ ...run, state: "interrupted" });
    return recorder;
  }

  /** In the order of their numbers; replaced by another list when one changes. */
  get runs(): readonly RunRecord[] {
    return this.#runs;
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** Makes it the one that others are measured against, in place of any other; undefined: none. */
  pin(number: number | undefined): void {
    for (const run of this.#runs) {
      if ((run.isPinned ?? false) === (run.number === number)) continue;
      const { isPinned: _, ...rest } = run;
      this.#keep(run.number === number ? { ...rest, isPinned: true } : rest);
    }
  }

  /** Resolves when all is written. */
  async close(): Promise<void> {
    this.#look();
    this.#unsubscribe();
    await this.#writing;
  }

  #states(): (CellState & { id: CellId })[] {
    const { session } = this.#options;
    return session.cells.flatMap((cell) =>
      cell.type === "code" ? [{ ...session.state(cell.id), id: cell.id }] : [],
    );
  }

  #look(): void {
    for (const state of this.#states()) {
      const live = this.#live.get(state.id);
      if (live && live.startedAtMs !== state.startedAtMs) this.#finish(live, state);
      if (state.phase === "running" && state.startedAtMs !== undefined) this.#follow(state);
      else if (state.result?.ranHere && !this.#seen.has(state.result)) this.#recordEnded(state);
    }
  }

  /** A training that goes on: its points are kept as they come. */
  #follow(state: CellState & { id: CellId }): void {
    const trainings = recordedIn(state.outputs).filter(({ type }) => type === "training");
    if (trainings.length === 0) return;
    const now = this.#options.now();
    let live = this.#live.get(state.id);
    if (!live) {
      live = { records: [], keptAt: -Infinity, startedAtMs: state.startedAtMs! };
      this.#live.set(state.id, live);
    }
    const isNew = live.records.length < trainings.length;
    for (const [at, output] of trainings.entries()) {
      const begun = live.records[at] ?? this.#begin(state, output, live.records);
      live.records[at] = { ...begun, ...foundIn(output), ms: now - begun.startedAt };
    }
    if (!isNew && now - live.keptAt < KEEP_MS) return;
    live.keptAt = now;
    for (const record of live.records) this.#keep(record);
  }

  /** The cell of runs that went on has ended. */
  #finish(live: Live, state: CellState & { id: CellId }): void {
    this.#live.delete(state.id);
    const { result, outputs } = state;
    if (result) this.#seen.add(result);
    const found = recordedIn(outputs);
    const trainings = found.filter(({ type }) => type === "training");
    for (const [at, record] of live.records.entries()) {
      this.#keep(this.#ended(trainings[at] ? { ...record, ...foundIn(trainings[at]) } : record, state));
    }
    for (const output of found.filter(({ type }) => type === "report")) this.#recordOne(state, output);
  }

  /** A cell that was never seen running with a training: an evaluation, or a training shorter than a glance. */
  #recordEnded(state: CellState & { id: CellId }): void {
    this.#seen.add(state.result!);
    for (const output of recordedIn(state.outputs)) this.#recordOne(state, output);
  }

  #recordOne(state: CellState & { id: CellId }, output: RecordedOutput): void {
    this.#keep(this.#ended({ ...this.#begin(state, output), ...foundIn(output) }, state));
  }

  #begin(
    state: CellState & { id: CellId },
    output: RecordedOutput,
    begun: readonly RunRecord[] = [],
  ): RunRecord {
    const { session, libraries, now } = this.#options;
    const { graph } = session.analysis!;
    const fact = graph.cells.get(state.id)!;
    const inputs = [...(graph.inputs.get(state.id) ?? [])];
    const read = inputsOfRun(session, inputs);
    const copies = Object.fromEntries(
      inputs.map(([name, owner]) => [name, session.state(owner).result?.copies.get(name)]),
    );
    const isForm = fact.kind === "train" || fact.kind === "evaluate";
    const names = new Set(inputs.map(([name]) => name));
    const written = isForm ? flattenParameters(fillReferences(fact.body, copies)) : {};
    return {
      number: Math.max(0, ...this.#runs.map((run) => run.number), ...begun.map((run) => run.number)) + 1,
      state: "running",
      cell: fact.name,
      kind: fact.kind,
      type: output.type === "training" ? "training" : "evaluation",
      // While it runs, what it took is that of the run before.
      startedAt: now() - (state.phase === "running" ? 0 : (state.ms ?? 0)),
      key: state.result?.key ?? "",
      seed: session.seed,
      // Names of other cells are inputs, said with their hashes.
      parameters: { ...settingsOf(output), ...without(written, names) },
      inputs: read,
      artifacts: {},
      curves: [],
      metrics: {},
      device: this.#device(),
      libraries: { ...libraries },
      text: session.toText(),
    };
  }

  #ended(record: RunRecord, state: CellState & { id: CellId }): RunRecord {
    const { result, error } = state;
    return {
      ...record,
      state: endState(state),
      device: this.#device(), // it may not have been known when the first cell began
      ms: state.ms ?? record.ms ?? 0,
      ...(result && { key: result.key, artifacts: { ...result.contentHashes } }),
      ...(error && { error: error.message }),
    };
  }

  #device(): string {
    const { name, adapter } = this.#options.session.backend;
    return [name, adapter].filter((part) => part !== undefined).join(", ");
  }

  #keep(record: RunRecord): void {
    const others = this.#runs.filter(({ number }) => number !== record.number);
    this.#runs = [...others, record].sort((a, b) => a.number - b.number);
    // A full disk costs the record, never the run.
    this.#writing = this.#writing.then(() => this.#options.store.put(record)).catch(() => undefined);
    for (const listener of this.#listeners) listener();
  }
}

function endState({ phase, result, error }: CellState): RunState {
  if (error && phase === "error") return "failed";
  return phase === "stopped" || result?.wasStopped ? "stopped" : "done";
}

function recordedIn(outputs: readonly Output[]): RecordedOutput[] {
  return outputs.filter((output) => output.type === "training" || output.type === "report");
}

function foundIn(output: RecordedOutput): Pick<RunRecord, "curves" | "metrics"> {
  return { curves: curvesOf(output), metrics: metricsOf(output) };
}

function without(
  parameters: Record<string, ParameterValue>,
  names: ReadonlySet<string>,
): Record<string, ParameterValue> {
  return Object.fromEntries(
    Object.entries(parameters).filter(([, value]) => typeof value !== "string" || !names.has(value)),
  );
}
