// Carries out a plan, cell by cell: one at a time, planning again after each, because a cell whose input
// came out equal need not run. Stop ends the worker; what has copies is there again.
import { apiNames } from "#cell-api/api-names.ts";
import { kinds } from "#cells/kinds.ts";
import type { CellFacts } from "#dataflow/cell-facts.ts";
import type { CellKey } from "#dataflow/cell-key.ts";
import type { Graph } from "#dataflow/graph.ts";
import { nearestName } from "#errors/nearest-name.ts";
import type { CellId } from "#document/notebook.ts";
import type { BackendReport, SentError } from "#sandbox/contract.ts";
import { fillReferences } from "#sandbox/fill-references.ts";
import type { InferenceClient } from "#sandbox/inference-client.ts";
import { sendError } from "#sandbox/send-error.ts";
import { keysOf, planRun, type Analysis, type Plan } from "./analysis.ts";
import { CellResults } from "./cell-results.ts";
import type { CellState } from "./cell-state.ts";
import type { CellOutcome } from "./cell-outcome.ts";
import { runCell } from "./run-cell.ts";
import { endedError, notRepeatedError, restoredNote } from "./run-messages.ts";
import type { SessionServices } from "./services.ts";
import { watchSent } from "./watch-sent.ts";
import { Workers } from "./workers.ts";

/** How long a training is given to end and keep its model before the worker is ended. */
const CANCEL_MS = 400;

export interface RunnerOptions {
  services: SessionServices;
  /** The analysis of the document as it is now. */
  analysis(): Analysis;
  seed(): string;
  /** Something about this cell changed; undefined: about the whole. */
  changed(id?: CellId): void;
  onBackend(backend: BackendReport): void;
}

export interface RunRequest {
  targets: "all" | readonly CellId[];
  /** Cells that run although their result is current. */
  force: readonly CellId[];
}

export class Runner {
  readonly #options: RunnerOptions;
  readonly #results: CellResults;
  readonly #workers: Workers;
  /** Planning asks for all keys after each cell, and few have changed. */
  readonly #lastKeys = new Map<CellId, CellKey>();
  #running: Promise<void> | undefined;
  #requests: { targets: Set<CellId>; force: Set<CellId>; isAll: boolean } | undefined;
  #failed = new Set<CellId>();
  #stopping = false;
  /** The cell that runs, or ran last. */
  #current: CellId | undefined;
  /** Ends the wait for the cell that runs, whatever it waits for: a worker, a file, the engine. */
  #endWait: () => void = () => undefined;

  constructor(options: RunnerOptions) {
    this.#options = options;
    this.#results = new CellResults(options.services, () => options.analysis());
    const { services } = options;
    const fetch = watchSent(
      (request) => services.fetch(request),
      () => this.#current && this.state(this.#current),
    );
    this.#workers = new Workers({ ...services, fetch }, (backend) => {
      this.#results.backend = backend.name;
      options.onBackend(backend);
    });
  }

  get isRunning(): boolean {
    return this.#running !== undefined;
  }

  /** The last run was ended by Stop. */
  get wasStopped(): boolean {
    return this.#stopping;
  }

  get states(): Map<CellId, CellState> {
    return this.#results.states;
  }

  state(id: CellId): CellState {
    return this.#results.state(id);
  }

  /** Starts the workers, so that the first run does not wait for them. */
  async warm(): Promise<void> {
    await this.#workers.start();
  }

  /** For work that is no cell's. */
  inference(): Promise<InferenceClient> {
    return this.#workers.startInference();
  }

  /** Joins a run that is going on, unless that is being stopped; resolves when all that was asked for has ended. */
  async run({ targets, force }: RunRequest): Promise<void> {
    while (this.#running && this.#stopping) await this.#running;
    const ids = targets === "all" ? [...this.#options.analysis().graph.order] : targets;
    this.#requests ??= { targets: new Set(), force: new Set(), isAll: false };
    if (targets === "all") this.#requests.isAll = true;
    for (const id of ids) {
      this.#requests.targets.add(id);
      this.#failed.delete(id);
    }
    for (const id of force) this.#requests.force.add(id);
    this.#running ??= this.#carryOut().finally(() => {
      this.#running = undefined;
      this.#requests = undefined;
      this.#failed = new Set();
      this.#options.changed();
    });
    this.#options.changed();
    await this.#running;
  }

  async stop(): Promise<void> {
    if (!this.#running) return;
    this.#stopping = true;
    this.#requests?.targets.clear();
    this.#requests?.force.clear();
    const ended = this.#running;
    this.#workers.cells?.cancel();
    if (await settlesWithin(ended, CANCEL_MS)) return;
    this.#workers.interrupt();
    this.#results.loseWorker();
    this.#endWait();
    await ended;
    // The next cell should not wait for a worker to start.
    void this.#workers.cells?.start().catch(() => undefined);
  }

  close(): void {
    this.#stopping = true;
    this.#workers.close();
    this.#endWait();
  }

  /** Keys of all cells with the results of now. */
  keys(stoppedIsCurrent = false): ReadonlyMap<CellId, CellKey> {
    return keysOf(
      this.#options.analysis().graph,
      this.#results.current(stoppedIsCurrent),
      this.#options.seed(),
      this.#lastKeys,
    );
  }

  plan(request: { targets: "all" | CellId[]; force?: CellId[] }): Plan {
    const stoppedIsCurrent = request.targets !== "all";
    return planRun(this.#options.analysis().graph, {
      results: this.#results.current(stoppedIsCurrent),
      seed: this.#options.seed(),
      lastKeys: this.#lastKeys,
      targets: request.targets,
      sent: new Set([...this.states].flatMap(([id, { hasSent }]) => (hasSent ? [id] : []))),
      ...(request.force && { force: request.force }),
    });
  }

  async #carryOut(): Promise<void> {
    this.#stopping = false;
    while (!this.#stopping) {
      const { graph, problems } = this.#options.analysis();
      const request = this.#requests!;
      const targets = [...request.targets].filter((id) => graph.cells.has(id));
      if (targets.length === 0) break;
      await this.#fetchLostValues(request.force);
      if (this.#stopping) break;
      const plan = this.plan({ targets: request.isAll ? "all" : targets, force: [...request.force] });
      this.#refuseToRepeat(plan);
      const obstacles = this.#obstacles(graph, problems);
      const next = plan.run.find(({ id }) => !obstacles.has(id));
      this.#markQueued(plan, obstacles);
      if (!next) break;
      request.force.delete(next.id);
      await this.#runOne(next.id, next.why.type === "asked");
    }
    for (const [id, state] of this.states) {
      if (state.phase !== "queued") continue;
      state.phase = state.phaseBefore ?? "idle";
      this.#options.changed(id);
    }
  }

  /** Cells that need what another one, which has sent something, would have to make anew: they say so. */
  #refuseToRepeat({ blocked }: Plan): void {
    const { graph } = this.#options.analysis();
    const sent = new Set(blocked.flatMap(({ id, why }) => (why.type === "sent" ? [id] : [])));
    for (const { id, why } of blocked) {
      if (why.type !== "input" || this.#failed.has(id)) continue;
      const owner = graph.inputs.get(id)?.get(why.name);
      if (owner === undefined || !sent.has(owner)) continue;
      const state = this.state(id);
      state.phase = "error";
      state.error = notRepeatedError(why.name, graph.cells.get(owner)!.name);
      state.errorKey = this.keys().get(id)!.key;
      this.#failed.add(id);
      this.#options.changed(id);
    }
  }

  /** What keeps cells from running: their own problem or failure (""), or the name of an input that failed. */
  #obstacles({ order, inputs }: Graph, problems: Analysis["problems"]): ReadonlyMap<CellId, string> {
    const obstacles = new Map<CellId, string>();
    for (const id of order) {
      if (this.#failed.has(id) || (problems.get(id)?.length ?? 0) > 0) obstacles.set(id, "");
      else {
        const failed = [...inputs.get(id)!].find(([, owner]) => obstacles.has(owner));
        if (failed) obstacles.set(id, failed[0]);
      }
    }
    return obstacles;
  }

  #markQueued(plan: Plan, obstacles: ReadonlyMap<CellId, string>): void {
    const queued = new Set(plan.run.filter(({ id }) => !obstacles.has(id)).map(({ id }) => id));
    for (const { id } of plan.run) {
      const state = this.state(id);
      const name = obstacles.get(id);
      const detail = name ? `needs ${name}, which failed` : undefined;
      if (state.statusDetail !== detail && !queued.has(id)) {
        if (detail === undefined) delete state.statusDetail;
        else state.statusDetail = detail;
        this.#options.changed(id);
      }
    }
    for (const [id, state] of this.states) {
      const isQueued = queued.has(id);
      if (state.phase === "running" || (state.phase === "queued") === isQueued) continue;
      if (isQueued) state.phaseBefore = state.phase;
      state.phase = isQueued ? "queued" : (state.phaseBefore ?? "idle");
      this.#options.changed(id);
    }
  }

  /** @param isAsked a person pressed Run on this very cell: it runs although its result is in the store */
  async #runOne(id: CellId, isAsked: boolean): Promise<void> {
    const { graph } = this.#options.analysis();
    const fact = graph.cells.get(id)!;
    const stoppedIsCurrent = !this.#requests?.isAll;
    const key = this.keys(stoppedIsCurrent).get(id)!;
    const state = this.state(id);
    state.phase = "running";
    delete state.hasSent;
    this.#current = id;
    state.startedAtMs = this.#options.services.now();
    delete state.error;
    delete state.statusDetail;
    this.#options.changed(id);
    const ended = new Promise<CellOutcome>((resolve) => {
      this.#endWait = () => resolve({ type: "ended" });
    });
    const outcome = await Promise.race([this.#outcomeOf(fact, key, isAsked), ended]);
    if (outcome !== "restored") this.#record(fact, key, state, outcome);
    this.#options.changed(id);
  }

  async #outcomeOf(fact: CellFacts, key: CellKey, isAsked: boolean): Promise<CellOutcome | "restored"> {
    const state = this.state(fact.id);
    const { services } = this.#options;
    const startedAtMs = state.startedAtMs!;
    // After a Stop nobody waits for this any more; it must not begin what it had not begun.
    const isStopped = () => this.#stopping || state.startedAtMs !== startedAtMs;
    try {
      if (!isAsked && (await this.#restore(fact, key))) return "restored";
      const workers = await this.#workers.start();
      if (isStopped()) return { type: "ended" };
      const inputs = this.#options.analysis().graph.inputs.get(fact.id) ?? new Map<string, CellId>();
      this.#results.dropUnowned(workers.cells);
      this.#results.giveInputs(inputs, workers.cells);
      if (!kinds.get(fact.kind)?.keepsOutputs) state.outputs = [];
      state.isPublished = false;
      const copies = this.#results.copiesOf(inputs);
      return await runCell({
        fact,
        graph: this.#options.analysis().graph,
        text: this.#textOf(fact.id),
        filledBody: fillReferences(fact.body, copies, kinds.get(fact.kind)?.takesAnyValue),
        copies,
        key: key.key,
        stream: `${this.#options.seed()}/${fact.stream}`,
        ...workers,
        services,
        isStopped,
        onOutputs: (outputs) => {
          state.outputs = outputs;
          this.#options.changed(fact.id);
        },
      });
    } catch (error) {
      return {
        type: "failed",
        ms: services.now() - startedAtMs,
        error: sendError(error),
        lost: [],
        isSpoiled: false,
      };
    }
  }

  /** A costly result that is current, but whose values are gone, comes out of the store before its inputs are made anew for it. */
  async #fetchLostValues(force: ReadonlySet<CellId>): Promise<void> {
    const { graph } = this.#options.analysis();
    const keys = this.keys();
    for (const [id, state] of this.states) {
      const fact = graph.cells.get(id);
      const key = keys.get(id);
      if (!fact || !key || force.has(id) || state.result?.hasValues !== false || state.result.key !== key.key)
        continue;
      await this.#restore(fact, key);
    }
  }

  /** True when the result came out of the store: nothing runs. */
  async #restore(fact: CellFacts, key: CellKey): Promise<boolean> {
    const isRestored = await this.#results.restore(fact, key);
    if (!isRestored) return false;
    for (const name of fact.defines) this.#workers.cells?.forget(name);
    this.#options.changed(fact.id);
    return true;
  }

  #textOf(id: CellId): string {
    const cell = this.#options.analysis().notebook.cells.find((each) => each.id === id);
    return cell?.type === "code" ? cell.body : "";
  }

  #record(fact: CellFacts, key: CellKey, state: CellState, outcome: CellOutcome): void {
    delete state.startedAtMs;
    if (outcome.type === "ended") {
      state.phase = this.#stopping ? "stopped" : "error";
      delete state.result;
      if (!this.#stopping) {
        state.error = endedError(outcome.reason);
        state.errorKey = key.key;
        this.#failed.add(fact.id);
        this.#results.loseWorker();
      }
      return;
    }
    state.ms = outcome.ms;
    delete state.memory;
    this.#results.loseFreshInputs(fact);
    for (const name of outcome.lost) this.#results.lose(name);
    if (outcome.isSpoiled) this.#results.loseWorker();
    if (outcome.type === "failed") {
      state.phase = "error";
      state.error = this.#withNearestName(outcome.error);
      state.errorKey = key.key;
      delete state.result;
      this.#failed.add(fact.id);
      return;
    }
    // Made outside the worker, perhaps under the same key (another file of the same name): what it has is old.
    if (outcome.outputs) for (const name of fact.defines) this.#workers.cells?.forget(name);
    if (outcome.outputs) state.outputs = outcome.outputs;
    if (outcome.restored.length > 0) state.outputs = [...state.outputs, restoredNote(outcome.restored)];
    if (outcome.memory) state.memory = outcome.memory;
    const copies = this.#results.withinBudget(outcome.copies);
    state.result = {
      key: key.key,
      parts: key.parts,
      contentHashes: outcome.contentHashes,
      ms: outcome.ms,
      hasValues: !outcome.isSpoiled || fact.defines.every((name) => copies.has(name)),
      copies,
      freshNames: outcome.freshNames,
      isImpure: outcome.isImpure || (fact.analysis?.mayReadClock ?? false),
      wasStopped: outcome.wasStopped,
      ranHere: true,
      ...(outcome.metrics && { metrics: outcome.metrics }),
    };
    state.phase = outcome.wasStopped ? "stopped" : "idle";
    if (outcome.gateError) {
      state.phase = "error";
      state.error = outcome.gateError;
      state.errorKey = key.key;
      this.#failed.add(fact.id);
    }
    void this.#results.keep(fact, key, state);
  }

  /** "tota is not defined" is mostly a slip for a name that another cell defines. */
  #withNearestName(error: SentError): SentError {
    const name = error.hint === undefined ? /^([\w$]+) is not defined$/.exec(error.message)?.[1] : undefined;
    if (name === undefined) return error;
    const near = nearestName(name, [...this.#options.analysis().graph.owners.keys(), ...apiNames]);
    const isPrivate = name.startsWith("_");
    const hint =
      near !== undefined
        ? `Did you mean ${near}?`
        : isPrivate
          ? `${name} may be local to another cell: names with _ are.`
          : "No cell defines it.";
    return { ...error, hint };
  }
}

async function settlesWithin(promise: Promise<void>, ms: number): Promise<boolean> {
  return Promise.race([
    promise.then(() => true),
    new Promise<boolean>((resolve) => {
      setTimeout(() => resolve(false), ms);
    }),
  ]);
}
