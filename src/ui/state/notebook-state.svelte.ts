// One open notebook as the page sees it: the session's cells as runes, which cell is selected, and the acts that keys,
// buttons and menus share. The session replaces the view of a cell that has changed; it never changes one in place.
import { createContext, tick } from "svelte";
import { SvelteMap, SvelteSet } from "svelte/reactivity";
import type { Edit } from "#document/edit.ts";
import { requireFits } from "#datasets/file-limits.ts";
import type { CellId, Notebook } from "#document/notebook.ts";
import type { Problem } from "#errors/cairn-error.ts";
import { errorText } from "#errors/error-text.ts";
import type { BackendView, CellSpec, CellView, SessionView } from "#session/session-view.ts";
import type { OpenNotebook, UnfinishedRun } from "#ui/app-services.ts";
import type { CodeEditor, EditorPlace } from "#ui/editor/code-editor.ts";
import { FindState } from "#ui/find/find-state.svelte.ts";
import { chainEdits } from "#document/edit-cells.ts";
import { deleteCell } from "#document/edit-notebook.ts";
import { findHeadings } from "#markup/headings.ts";
import { summarizeRun } from "#ui/status/run-summary.ts";

export const [getNotebook, setNotebook] = createContext<NotebookState>();

/** What a cell's component offers while it is on the page. */
interface CellHandle {
  element: HTMLElement;
  /** Opens the editor and puts the cursor into it. */
  edit(at?: EditorPlace): void;
  /** The editor, while there is one. */
  editor(): CodeEditor | undefined;
}

const NOTE_MS = 6000;

const DRAW_MS = 50;

export class NotebookState {
  readonly session: SessionView;
  cells = $state.raw<readonly CellView[]>([]);
  title = $state("");
  isRunning = $state(false);
  backend = $state.raw<BackendView>({});
  canUndo = $state(false);
  canRedo = $state(false);
  hasCells = $state(true);
  /** What is wrong with the file as a whole. */
  problems = $state.raw<readonly Problem[]>([]);
  notice = $state.raw<SessionView["notice"]>();
  selectedId = $state<CellId>();
  /** Where a selection of several cells began; they reach from here to the selected one. */
  #anchorId = $state<CellId>();
  /** Where the menu of kinds stands open. */
  insertIndex = $state<number>();
  /** What went wrong when the person asked for something; shown until the next act. */
  failure = $state<string>();
  /** A sentence at the foot of the window: what a key did out of sight, or why it did nothing. */
  note = $state("");
  /** The cell whose name is being typed. */
  renamingId = $state<CellId>();
  hasLineNumbers = $state(true);
  /** Code stands folded, and nothing of the tools for writing is shown. */
  isReading = $state(false);
  /** It came from somebody else, and its code is held back until its person says so. */
  isSealed = $state(false);
  readOnly = $state.raw<SessionView["readOnly"]>();
  readonly find = new FindState(this);
  readonly hiddenOutputs = new SvelteSet<CellId>();
  /** At cells: what became of a file that was asked for. */
  readonly fileNotes = new SvelteMap<CellId, { level: "" | "err"; text: string }>();
  /** A run that ended with its tab; until it is dismissed or something runs. */
  unfinished = $state.raw<UnfinishedRun>();

  /** The cells that are selected, in the order of the page: mostly one. */
  readonly selected = $derived.by(() => {
    const indexOf = (id: CellId | undefined) => this.cells.findIndex((cell) => cell.id === id);
    const [from, to] = [indexOf(this.#anchorId), indexOf(this.selectedId)];
    if (to === -1) return [];
    return from === -1 ? [this.cells[to]] : this.cells.slice(Math.min(from, to), Math.max(from, to) + 1);
  });
  readonly lastIndex = $derived(this.cells.length - 1);
  readonly summary = $derived(summarizeRun(this.cells));
  /** The prose cell whose `#` heading is the h1 of the page. */
  readonly titleCellId = $derived(
    this.cells.find(
      (cell) => cell.type === "prose" && findHeadings(cell.markdown).some(({ level }) => level === 1),
    )?.id,
  );

  /** Loads the record of its trainings and evaluations. */
  readonly runs: OpenNotebook["runs"];
  /** Loads what judges it by the ladder. */
  readonly trail: OpenNotebook["trail"];
  readonly origin: OpenNotebook["origin"];
  readonly #checkTypes: OpenNotebook["checkTypes"];
  readonly #handles = new Map<CellId, CellHandle>();
  readonly #unsubscribe: () => void;
  #noteTimer: ReturnType<typeof setTimeout> | undefined;
  #reading: ReturnType<typeof setTimeout> | undefined;
  #readMs = -Infinity;
  #notebook: unknown;
  #isAwake = false;

  constructor({
    session,
    unfinished,
    checkTypes,
    runs,
    origin,
    trail,
  }: Pick<OpenNotebook, "session" | "unfinished" | "checkTypes" | "runs" | "origin" | "trail">) {
    this.session = session;
    this.trail = trail;
    this.origin = origin;
    this.isSealed = origin?.isOwn === false;
    this.runs = runs;
    this.unfinished = unfinished;
    this.#checkTypes = checkTypes;
    this.#read();
    const unsubscribe = session.subscribe(() => this.#readSoon());
    this.#unsubscribe = () => {
      unsubscribe();
      clearTimeout(this.#reading);
      clearTimeout(this.#noteTimer);
    };
  }

  destroy(): void {
    this.#unsubscribe();
  }

  /** Edits at once; what a run changes at most 20 times a second, so that drawing does not slow it down. */
  #readSoon(): void {
    const waitMs = this.#readMs + DRAW_MS - performance.now();
    if (waitMs <= 0 || this.session.notebook !== this.#notebook) this.#read();
    else this.#reading ??= setTimeout(() => this.#read(), waitMs);
  }

  #read(): void {
    const { session } = this;
    clearTimeout(this.#reading);
    this.#reading = undefined;
    this.#readMs = performance.now();
    this.#notebook = session.notebook;
    this.cells = session.cells;
    this.title = session.title;
    this.isRunning = session.isRunning;
    if (session.isRunning) this.unfinished = undefined;
    this.backend = session.backend;
    this.canUndo = session.canUndo;
    this.canRedo = session.canRedo;
    this.hasCells = session.notebook.hasCells;
    this.problems = session.notebook.problems;
    this.notice = session.notice;
    this.readOnly = session.readOnly;
  }

  /** Called on the first touch of the page: the analyser is not part of the first paint. */
  wake(): void {
    if (this.#isAwake) return;
    this.#isAwake = true;
    this.#ask(this.session.wake());
  }

  // Runs

  run(...ids: CellId[]): void {
    const runs = ids.filter((id) => {
      const cell = this.cellOf(id);
      return cell?.type === "code" && cell.status !== "disabled";
    });
    if (runs.length > 0 && !this.#isHeldBack()) this.#ask(this.session.run(runs));
  }

  runAll(): void {
    if (!this.#isHeldBack()) this.#ask(this.session.runAll());
  }

  /** Its person wants the code of somebody else to run. */
  unseal(): void {
    this.isSealed = false;
  }

  #isHeldBack(): boolean {
    if (this.isSealed) this.say("Its code came from somebody else. Press “Run it” at the top to let it run.");
    return this.isSealed;
  }

  /** Runs what a tab that died had been asked to run. */
  runOn(): void {
    const names = new Set(this.unfinished?.cells);
    const run = async () => {
      await this.session.wake(); // before, a cell without a name of its own has none
      const ids = this.session.cells.flatMap((cell) =>
        cell.type === "code" && names.has(cell.name) ? [cell.id] : [],
      );
      this.dismissUnfinished();
      await this.session.run(ids);
    };
    this.#ask(run());
  }

  dismissUnfinished(): void {
    this.unfinished?.dismiss();
    this.unfinished = undefined;
  }

  stop(): void {
    this.#ask(this.session.stop());
  }

  /** Writes the version into a dataset cell and runs it: its rows are those from then on. */
  pinVersion(id: CellId, version: string): void {
    if (this.#isHeldBack()) return;
    const pin = async () => {
      const { withKey } = await import("#cells/set-key.ts");
      const cell = this.cellOf(id);
      if (cell?.type !== "code") return;
      this.session.setBody(id, withKey(cell.body, "version", version));
      await this.session.run([id]);
    };
    this.#ask(pin());
  }

  /** Shift-Enter: runs the cell, or ends the edit of prose, and goes on to the next. */
  runAndMoveOn(id: CellId): void {
    this.run(id);
    if (!this.select(1, id)) this.focus(id);
  }

  // Selection and focus

  cellOf(id: CellId): CellView | undefined {
    return this.cells.find((cell) => cell.id === id);
  }

  register(id: CellId, handle: CellHandle): () => void {
    this.#handles.set(id, handle);
    return () => {
      if (this.#handles.get(id) === handle) this.#handles.delete(id);
    };
  }

  /** Selects the cell `step` places on from `id` or from the selected one; false when there is none. */
  select(step: number, id = this.selectedId): boolean {
    const index = this.cells.findIndex((cell) => cell.id === id);
    const next = this.cells[index === -1 ? 0 : index + step];
    if (next) this.focus(next.id);
    return next !== undefined;
  }

  /** Selects the next cell too, or leaves out the last one again; false when there is none. */
  extend(step: 1 | -1): boolean {
    const index = this.cells.findIndex((cell) => cell.id === this.selectedId);
    const next = this.cells[index + step];
    if (index === -1 || !next) return false;
    this.extendTo(next.id);
    return true;
  }

  /** Selects all cells from the selected one to this one. */
  extendTo(id: CellId): void {
    const anchor = this.#anchorId ?? this.selectedId;
    this.focus(id);
    this.#anchorId = anchor === id ? undefined : anchor;
    if (this.#anchorId !== undefined) this.say(`${this.selected.length} cells are selected.`);
  }

  /** The focus has come to this cell: a selection of several holds as long as it reaches to it. */
  focused(id: CellId): void {
    if (this.selectedId !== id) this.#anchorId = undefined;
    this.selectedId = id;
  }

  isSelectedWithOthers(id: CellId): boolean {
    return this.#anchorId !== undefined && this.selected.some((cell) => cell.id === id);
  }

  /** Puts the focus on the cell itself, in command mode. */
  focus(id: CellId): void {
    this.#anchorId = undefined;
    this.selectedId = id;
    void tick().then(() => {
      const element = this.#handles.get(id)?.element;
      element?.focus({ preventScroll: true });
      element?.scrollIntoView({ block: "nearest" });
    });
  }

  /** @param index of the heading among those of its cell, down to level 3 */
  focusHeading(id: CellId, index: number): void {
    this.focus(id);
    void tick().then(() => {
      const headings = this.#handles.get(id)?.element.querySelectorAll("h1, h2, h3");
      headings?.[index]?.scrollIntoView({ block: "start" });
    });
  }

  edit(id: CellId, at?: EditorPlace): void {
    this.selectedId = id;
    void tick().then(() => this.#handles.get(id)?.edit(at));
  }

  editorOf(id: CellId): CodeEditor | undefined {
    return this.#handles.get(id)?.editor();
  }

  /** Types help who writes; where they cannot be loaded, nothing is said. */
  checkTypes(id: CellId, editor: CodeEditor): void {
    this.#checkTypes?.(id, editor).catch(() => undefined);
  }

  // What is shown

  /** Said to the eye and to a screen reader; gone after a while. */
  say(sentence: string): void {
    this.note = sentence;
    clearTimeout(this.#noteTimer);
    this.#noteTimer = setTimeout(() => (this.note = ""), NOTE_MS);
  }

  toggleLineNumbers(): void {
    this.hasLineNumbers = !this.hasLineNumbers;
  }

  toggleReading(): void {
    this.isReading = !this.isReading;
    this.say(this.isReading ? "Code is folded for reading." : "Ready to be edited.");
  }

  toggleOutputs(id: CellId): void {
    if (!this.hiddenOutputs.delete(id)) this.hiddenOutputs.add(id);
  }

  // Edits

  insert(index: number, spec: CellSpec): void {
    this.insertIndex = undefined;
    const id = this.session.insert(index, spec);
    this.#read();
    this.edit(id);
  }

  /** @returns the cells that are new @throws what `make` throws */
  editDocument(make: (document: Notebook) => Edit, cell?: CellId): readonly CellId[] {
    const added = this.session.edit(make, cell);
    this.#read();
    return added;
  }

  openInsert(side: "above" | "below"): void {
    const index = this.cells.findIndex((cell) => cell.id === this.selectedId);
    this.insertIndex = index === -1 ? this.cells.length : index + (side === "below" ? 1 : 0);
  }

  delete(id: CellId): void {
    this.deleteAll([id]);
  }

  /** Cells that stand one after the other, as one step. */
  deleteAll(ids: readonly CellId[]): void {
    const index = this.cells.findIndex((cell) => cell.id === ids[0]);
    const neighbour = this.cells[index + ids.length] ?? this.cells[index - 1];
    if (ids.length === 1) this.session.delete(ids[0]);
    else
      this.session.edit(
        (notebook) =>
          chainEdits(
            notebook,
            ids.map((id) => (state) => deleteCell(state, id)),
          ),
        neighbour?.id,
      );
    this.#read();
    if (neighbour) this.focus(neighbour.id);
    else this.selectedId = undefined;
  }

  move(id: CellId, step: -1 | 1): void {
    const to = this.cells.findIndex((cell) => cell.id === id) + step;
    if (to < 0 || to >= this.cells.length) return;
    this.session.move(id, to);
    this.#read();
    this.focus(id);
  }

  /** Several cells at once: the neighbour goes to their other side. */
  moveAll(ids: readonly CellId[], step: -1 | 1): void {
    const from = this.cells.findIndex((cell) => cell.id === ids[0]);
    const neighbour = this.cells[step === 1 ? from + ids.length : from - 1];
    if (!neighbour) return;
    const [anchor, selected] = [this.#anchorId, this.selectedId];
    this.session.move(neighbour.id, step === 1 ? from : from + ids.length - 1);
    this.#read();
    if (selected !== undefined) this.focus(selected);
    this.#anchorId = anchor;
  }

  undo(): void {
    this.#show(this.session.undo());
  }

  redo(): void {
    this.#show(this.session.redo());
  }

  /** Scrolls to what an undo changed; an editor that has the focus keeps it. */
  #show(id: CellId | undefined): void {
    this.#read();
    if (id === undefined) return;
    const element = this.#handles.get(id)?.element;
    if (element?.contains(document.activeElement)) return;
    this.focus(id);
  }

  /** What the session could not do is said at the top of the column. */
  #ask(promise: Promise<void>): void {
    this.failure = undefined;
    promise.catch((error: unknown) => {
      this.failure = errorText(error);
    });
  }

  /** A file that was dropped or chosen: kept beside the notebook, and read by a dataset cell. */
  addFile(file: File): void {
    const add = async () => {
      requireFits(file);
      await this.session.addFile(file.name, new Uint8Array(await file.arrayBuffer()));
    };
    this.#ask(add());
  }
}

/** The id of a cell's element, for links to it. */
export function cellElementId(id: CellId): string {
  return `cell-${id}`;
}
