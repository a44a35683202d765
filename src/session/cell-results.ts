// What the session keeps of its cells: results, copies of their values, and which of them are still there. A
// value is in the worker, or has a copy here, or its cell is run again when it is next read.
import { keptOutputs, type Output } from "#cell-api/outputs.ts";
import type { CellFacts } from "#dataflow/cell-facts.ts";
import type { CellKey } from "#dataflow/cell-key.ts";
import type { CellId } from "#document/notebook.ts";
import type { CellsClient } from "#sandbox/cells-client.ts";
import type { Analysis } from "./analysis.ts";
import { newCellState, type CellState, type KeptResult } from "./cell-state.ts";
import { copySizeBytes } from "./copy-size.ts";
import { resultKey } from "./result-key.ts";
import type { SessionServices, StoredResult } from "./services.ts";

const COPIES_LIMIT_BYTES = 512 * 2 ** 20;

type Inputs = ReadonlyMap<string, CellId>;

export class CellResults {
  readonly states = new Map<CellId, CellState>();
  /** What computes, once it was started. */
  backend: string | undefined;
  readonly #services: SessionServices;
  readonly #analysis: () => Analysis;

  constructor(services: SessionServices, analysis: () => Analysis) {
    this.#services = services;
    this.#analysis = analysis;
  }

  state(id: CellId): CellState {
    let state = this.states.get(id);
    if (!state) this.states.set(id, (state = newCellState()));
    return state;
  }

  /** A stopped result is usable by who asks for its reader, and is made again by Run all. */
  current(stoppedIsCurrent: boolean): ReadonlyMap<CellId, KeptResult> {
    const results = new Map<CellId, KeptResult>();
    for (const [id, { result }] of this.states) {
      if (result && (stoppedIsCurrent || !result.wasStopped)) results.set(id, result);
    }
    return results;
  }

  /** Puts copies of the values that the worker lacks into it. */
  giveInputs(inputs: Inputs, cells: CellsClient): void {
    const values = [...inputs].flatMap(([name, owner]) => {
      const result = this.states.get(owner)?.result;
      if (!result || cells.has(name, result.key) || !result.copies.has(name)) return [];
      return [{ name, key: result.key, encoded: result.copies.get(name) }];
    });
    if (values.length > 0) cells.put(values);
  }

  /** Frees what cells made that are gone, as far as a copy can bring it back when the deletion is undone. */
  dropUnowned(cells: CellsClient): void {
    const { owners } = this.#analysis().graph;
    cells.drop((name, key) => {
      if (owners.has(name)) return false;
      return [...this.states.values()].some(({ result }) => result?.key === key && result.copies.has(name));
    });
  }

  /** Values by name, as far as they have copies: what `$name` in a form may stand for. */
  copiesOf(inputs: Inputs): Record<string, unknown> {
    return Object.fromEntries(
      [...inputs].map(([name, owner]) => [name, this.states.get(owner)?.result?.copies.get(name)]),
    );
  }

  /** True when the host has this very result in store: nothing needs to run. */
  async restore(fact: CellFacts, key: CellKey): Promise<boolean> {
    if (!this.#isKept(fact) || this.#readsImpureValue(fact)) return false;
    const name = await this.#nameInStore(fact, key);
    const stored = name === undefined ? undefined : await this.#services.results.get(name);
    if (!stored || !this.#isFromAskedBackend(stored)) return false;
    const state = this.state(fact.id);
    state.outputs = stored.outputs;
    state.isPublished = false;
    state.phase = "idle";
    state.ms = stored.ms;
    state.result = {
      key: key.key,
      parts: key.parts,
      contentHashes: stored.contentHashes as KeptResult["contentHashes"],
      ms: stored.ms,
      hasValues: true,
      copies: new Map(stored.copies),
      freshNames: [],
      isImpure: false,
      wasStopped: false,
      ranHere: false,
      ...(stored.metrics && { metrics: stored.metrics }),
    };
    return true;
  }

  /** Keeps a result for the next visit, if it is of a kind that is kept and can be had again from it alone. */
  async keep(fact: CellFacts, key: CellKey, { result, outputs, phase, hasSent }: CellState): Promise<void> {
    if (!result || result.wasStopped || phase === "error" || !this.#isKept(fact)) return;
    const isWhole = fact.defines.every((name) => result.copies.has(name)) && result.freshNames.length === 0;
    if (!fact.costly && (!isWhole || result.isImpure || hasSent === true)) return;
    const name = await this.#nameInStore(fact, key);
    if (name === undefined) return;
    const stored: StoredResult = {
      copies: [...result.copies],
      contentHashes: { ...result.contentHashes },
      outputs: keptOutputs(outputs).map(withoutChange),
      ms: result.ms,
      ...(result.metrics && { metrics: { ...result.metrics } }),
      ...(this.backend !== undefined && { backend: this.backend }),
    };
    await this.#services.results.put(name, stored).catch(() => undefined); // a full disk costs a run later, nothing else
  }

  #isKept({ kind, costly }: CellFacts): boolean {
    return costly || (this.#services.results.keeps?.(kind) ?? false);
  }

  #nameInStore(fact: CellFacts, { key }: CellKey): Promise<string | undefined> {
    return resultKey({ fact, key, copies: this.copiesOf(this.#inputsOf(fact)), services: this.#services });
  }

  /** Who asks for a backend wants its numbers. */
  #isFromAskedBackend({ backend }: StoredResult): boolean {
    const { backend: asked } = this.#services;
    return asked === "auto" || backend === undefined || backend === asked;
  }

  /** The copies, or none when the notebook's budget is spent: then the cell is run again instead. */
  withinBudget(copies: KeptResult["copies"]): KeptResult["copies"] {
    let total = copySizeBytes(copies);
    for (const { result } of this.states.values()) if (result) total += copySizeBytes(result.copies);
    return total <= COPIES_LIMIT_BYTES ? copies : new Map();
  }

  /** A function over changing variables is made anew for the next reader. */
  loseFreshInputs(fact: CellFacts): void {
    for (const [name, owner] of this.#inputsOf(fact)) {
      const result = this.states.get(owner)?.result;
      if (result?.freshNames.includes(name)) result.hasValues = false;
    }
  }

  /** The value in the worker was changed: its copy is given again, or it is made again, when it is next read. */
  lose(name: string): void {
    const owner = this.#analysis().graph.owners.get(name);
    const result = owner && this.states.get(owner)?.result;
    if (result && !result.copies.has(name)) result.hasValues = false;
  }

  /** The worker is gone: only what has a copy is still there. */
  loseWorker(): void {
    for (const [id, { result }] of this.states) {
      if (!result) continue;
      const defines = this.#analysis().graph.cells.get(id)?.defines ?? [];
      if (!defines.every((name) => result.copies.has(name))) result.hasValues = false;
    }
  }

  /** A value of the clock or the network without a content hash: the same key may stand for another value. */
  #readsImpureValue(fact: CellFacts): boolean {
    return [...this.#inputsOf(fact)].some(([name, owner]) => {
      const result = this.states.get(owner)?.result;
      return result?.isImpure === true && !Object.hasOwn(result.contentHashes, name);
    });
  }

  #inputsOf(fact: CellFacts): Inputs {
    return this.#analysis().graph.inputs.get(fact.id) ?? new Map<string, CellId>();
  }
}

/** What had changed since the run before that one has not changed since. */
function withoutChange(output: Output): Output {
  if (output.type !== "dataset" || output.holds !== "after") return output;
  const { change: _, holds: _holds, ...kept } = output;
  return kept;
}
