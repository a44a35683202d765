// The views of all cells. A view stays the same object while nothing of its cell has changed, so that the page draws
// only the others.
import type { CellId, Notebook } from "#document/notebook.ts";
import type { Analysis } from "./analysis.ts";
import type { CellState } from "./cell-state.ts";
import { viewCell } from "./cell-view.ts";
import type { Fault, Mended, mendsOf } from "./mends.ts";
import type { Runner } from "./runner.ts";
import type { CellView, Mend } from "./session-view.ts";

/** What is known once the analyser is loaded. */
export interface ViewSource {
  mendsOf: typeof mendsOf;
  runner: Runner;
  analysis: Analysis;
}

interface KnownView {
  view: CellView;
  key?: string;
}

export class CellViews {
  readonly #stateOf: (id: CellId) => CellState;
  #views: CellView[] | undefined;
  readonly #known = new Map<CellId, KnownView>();
  /** Cells whose view may have changed since it was made. */
  readonly #dirty = new Set<CellId>();
  #isAllDirty = false;
  readonly #mended = new Map<CellId, readonly Mended[]>();

  constructor(stateOf: (id: CellId) => CellState) {
    this.#stateOf = stateOf;
  }

  of(notebook: Notebook, source: ViewSource | undefined): readonly CellView[] {
    if (!this.#views) {
      this.#views = this.#build(notebook, source);
      this.#dirty.clear();
      this.#isAllDirty = false;
    }
    return this.#views;
  }

  /** @param id the cell that has changed; without it, any may have */
  changed(id?: CellId): void {
    if (id === undefined) this.#isAllDirty = true;
    else this.#dirty.add(id);
    this.#views = undefined;
  }

  mend(id: CellId, mendId: string): Mended | undefined {
    return this.#mended.get(id)?.find((each) => each.id === mendId);
  }

  #isDirty(id: CellId): boolean {
    return this.#isAllDirty || this.#dirty.has(id);
  }

  /** What would mend a fault, remembered with its changes; two mends of one cell never have the same id. */
  #mendsFor(source: ViewSource | undefined, id: CellId, fault: Fault, known: Mended[]): Mend[] {
    const found = source?.mendsOf(source.analysis, id, fault) ?? [];
    return found.map((mended) => {
      const isTaken = known.some((each) => each.id === mended.id);
      const own = isTaken ? { ...mended, id: `${mended.id} ${fault.line}:${fault.column}` } : mended;
      known.push(own);
      return { id: own.id, label: own.label, ...(own.patch && { patch: own.patch }) };
    });
  }

  #stoppedInputs(source: ViewSource | undefined, id: CellId): ReadonlySet<string> {
    const inputs = source?.analysis.graph.inputs.get(id) ?? new Map<string, CellId>();
    return new Set(
      [...inputs].flatMap(([name, owner]) => (this.#stateOf(owner).result?.wasStopped ? [name] : [])),
    );
  }

  #build(notebook: Notebook, source: ViewSource | undefined): CellView[] {
    const keys = source?.runner.keys();
    let unnamed = 0;
    return notebook.cells.map((cell): CellView => {
      const known = this.#known.get(cell.id);
      if (cell.type === "prose") {
        if (known?.view.type === "prose" && known.view.markdown === cell.markdown) return known.view;
        return this.#remember({ view: { type: "prose", id: cell.id, markdown: cell.markdown } });
      }
      if (cell.explicitName === undefined) unnamed++;
      const state = this.#stateOf(cell.id);
      const key = keys?.get(cell.id);
      // A status can change with a key far away.
      if (known && !this.#isDirty(cell.id) && known.key === key?.key) return known.view;
      const mended: Mended[] = [];
      this.#mended.set(cell.id, mended);
      const view = viewCell({
        cell,
        state,
        fallbackName: state.publishedName ?? `cell-${unnamed}`,
        ...(source && { analysis: source.analysis }),
        stoppedInputs: this.#stoppedInputs(source, cell.id),
        ...(key && { key }),
        mends: (fault) => this.#mendsFor(source, cell.id, fault, mended),
      });
      const isSame = known?.view.type === "code" && sameView(known.view, view);
      return this.#remember({ view: isSame ? known.view : view, ...(key && { key: key.key }) });
    });
  }

  #remember(known: KnownView): CellView {
    this.#known.set(known.view.id, known);
    return known.view;
  }
}

/** What an analysis makes anew though it says the same. Outputs are compared as objects: they may be megabytes. */
const COMPARED_BY_TEXT = new Set(["attributes", "inputs", "problems", "marks", "error"]);

function sameView(a: CellView, b: CellView): boolean {
  const keys = new Set([...Object.keys(a), ...Object.keys(b)]) as Set<keyof CellView>;
  for (const key of keys) {
    if (a[key] === b[key]) continue;
    if (!COMPARED_BY_TEXT.has(key) || JSON.stringify(a[key]) !== JSON.stringify(b[key])) return false;
  }
  return true;
}
