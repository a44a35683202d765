// One open notebook: its text and the undo stack over it, what is known of its cells, and what became of
// running them. No DOM, no runes: the page and the command line are both views of this.
import type { Edit } from "#document/edit-notebook.ts";
import { chainEdits } from "#document/edit-cells.ts";
import * as edits from "#document/edit-notebook.ts";
import type { CellId, CodeCell, Notebook } from "#document/notebook.ts";
import { parseNotebook } from "#document/parse-notebook.ts";
import { printNotebook } from "#document/print-notebook.ts";
import { replaceText } from "#document/replace-text.ts";
import { CairnError } from "#errors/cairn-error.ts";
import { kindNames } from "#cells/kind-names.ts";
import type { ControlValue } from "#cells/control/control-kind.ts";
import type { withValue } from "#cells/control/set-value.ts";
import type { BackendReport } from "#sandbox/contract.ts";
import type { Analysis } from "./analysis.ts";
import { newCellState, type CellState } from "./cell-state.ts";
import { CellViews } from "./cell-views.ts";
import type { describeNames, NameInfo } from "./describe-names.ts";
import { cheapReaders } from "./follow.ts";
import type { ExportedOnnx } from "./export-onnx.ts";
import { History, type Step } from "./history.ts";
import type { MendChange, mendsOf } from "./mends.ts";
import type { Runner } from "./runner.ts";
import type { SessionServices } from "./services.ts";
import type { BackendView, CellSpec, CellView, SessionView } from "./session-view.ts";
import { readOnlyOf, readOnlyText } from "./read-only.ts";
import { type ModelCopy, modelCopies } from "./model-copies.ts";
import { nameForFile } from "./name-for-file.ts";
import { newCell } from "./new-cell.ts";
import { readSnapshot, snapshotOf, type Snapshot } from "./snapshot.ts";

export interface OpenOptions {
  text: string;
  /** name.outputs.json, or what the page keeps of the last visit. */
  snapshot?: Snapshot;
  /** The snapshot is this person's own, from this device: its results count as results. @default false */
  isOwn?: boolean;
  fileName?: string;
  /** Instead of the seed in the front matter. */
  seed?: string;
  /** Another tab writes this notebook: here it is only followed. @default false */
  isFollowing?: boolean;
  services: SessionServices;
}

/** What is loaded when the notebook is first touched: the analyser and the runner, acorn and yaml with them. */
interface Awake {
  analyze(notebook: Notebook): Analysis;
  mendsOf: typeof mendsOf;
  describeNames: typeof describeNames;
  withValue: typeof withValue;
  runner: Runner;
  analysis: Analysis;
}

export class Session implements SessionView {
  readonly #services: SessionServices;
  readonly #seed: string | undefined;
  readonly #isFollowing: boolean;
  #notebook: Notebook;
  #history = new History();
  #listeners = new Set<() => void>();
  readonly #views = new CellViews((id) => this.state(id));
  #sleeping = new Map<CellId, CellState>();
  #awake: Awake | undefined;
  #waking: Promise<void> | undefined;
  #backend: BackendView = {};
  #notice: SessionView["notice"];
  #isNotifying = false;

  constructor(options: OpenOptions) {
    const { text, snapshot, isOwn = false, fileName, seed, isFollowing = false, services } = options;
    this.#services = services;
    this.#seed = seed;
    this.#isFollowing = isFollowing;
    this.#notebook = parseNotebook(text, {
      kinds: kindNames,
      ...(fileName !== undefined && { file: fileName }),
    });
    if (snapshot) this.#sleeping = readSnapshot(snapshot, this.#notebook, isOwn);
  }

  get notebook(): Notebook {
    return this.#notebook;
  }

  get title(): string {
    const { title } = this.#notebook.frontMatter;
    if (title !== undefined && title !== "") return title;
    for (const cell of this.#notebook.cells) {
      const heading = cell.type === "prose" ? /^# +(.+?)\s*#*$/m.exec(cell.markdown)?.[1] : undefined;
      if (heading !== undefined) return heading;
    }
    return "Untitled";
  }

  get seed(): string {
    return this.#seed ?? String(this.#notebook.frontMatter.seed);
  }

  get cells(): readonly CellView[] {
    return this.#views.of(this.#notebook, this.#awake);
  }

  get readOnly(): SessionView["readOnly"] {
    return readOnlyOf(this.#notebook, this.#isFollowing);
  }

  get isRunning(): boolean {
    return this.#awake?.runner.isRunning ?? false;
  }

  get backend(): BackendView {
    return this.#backend;
  }

  get canUndo(): boolean {
    return this.#history.canUndo;
  }

  get canRedo(): boolean {
    return this.#history.canRedo;
  }

  get notice(): SessionView["notice"] {
    return this.#notice;
  }

  /** What is known without running; undefined before the first touch. */
  get analysis(): Analysis | undefined {
    return this.#awake?.analysis;
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  wake(): Promise<void> {
    this.#waking ??= this.#wake();
    return this.#waking;
  }

  async runAll(): Promise<void> {
    await this.#run({ targets: "all", force: [] });
  }

  async run(ids: readonly CellId[]): Promise<void> {
    await this.#run({ targets: ids, force: ids });
  }

  /** Brings cells up to date without running those that are. */
  async update(ids: readonly CellId[]): Promise<void> {
    await this.#run({ targets: ids, force: [] });
  }

  async stop(): Promise<void> {
    await this.#awake?.runner.stop();
  }

  /** Starts the workers before they are needed. */
  async warm(): Promise<void> {
    await this.wake();
    await this.#awake!.runner.warm();
  }

  setBody(id: CellId, body: string): void {
    this.#change(edits.setBody(this.#notebook, id, body), id, `body:${id}`);
  }

  setMarkdown(id: CellId, markdown: string): void {
    this.#change(edits.setMarkdown(this.#notebook, id, markdown), id, `body:${id}`);
  }

  insert(index: number, spec: CellSpec): CellId {
    if (!this.#isWritable()) return this.#notebook.cells[index]?.id ?? ("" as CellId);
    const edit = edits.insertCell(this.#notebook, index, newCell(spec, this.#takenNames()));
    this.#change(edit, undefined);
    const position = Math.min(index, this.#notebook.cells.length - 1);
    return this.#notebook.cells[position].id;
  }

  edit(make: (notebook: Notebook) => Edit, cell?: CellId): readonly CellId[] {
    if (!this.#isWritable()) return [];
    const edit = make(this.#notebook);
    this.#change(edit, cell);
    const removed = new Set(edit.removed.map(({ id }) => id));
    return edit.inserted.flatMap(({ id }) => (removed.has(id) ? [] : [id]));
  }

  #takenNames(): ReadonlySet<string> {
    const own = this.cells.flatMap((cell) => (cell.type === "code" ? [cell.name] : []));
    return new Set([...own, ...(this.analysis?.graph.owners.keys() ?? [])]);
  }

  delete(id: CellId): void {
    this.#change(edits.deleteCell(this.#notebook, id), id);
  }

  move(id: CellId, toIndex: number): void {
    this.#change(edits.moveCell(this.#notebook, id, toIndex), id);
  }

  rename(id: CellId, name: string): void {
    this.#change(edits.renameCell(this.#notebook, id, name === "" ? undefined : name), id);
  }

  setDisabled(id: CellId, disabled: boolean): void {
    this.#change(edits.setAttribute(this.#notebook, id, "disabled", disabled ? true : undefined), id);
  }

  setTitle(title: string): void {
    this.#change(edits.setFrontMatter(this.#notebook, { title }), undefined, "title");
  }

  setControl(id: CellId, value: ControlValue, input?: string): void {
    if (!this.#awake) return void this.wake().then(() => this.setControl(id, value, input));
    const cell = this.#notebook.cells.find((each) => each.id === id);
    if (cell?.type !== "code") return;
    if (!this.#isWritable()) return;
    const body = this.#awake.withValue(cell.body, value, input);
    this.#change(edits.setBody(this.#notebook, id, body), id, `control:${id}:${input ?? ""}`);
    void this.#follow(id);
  }

  async setControlFile(id: CellId, name: string, bytes: Uint8Array): Promise<void> {
    await this.#services.saveFile(name, bytes);
    await this.wake();
    const before = this.#notebook;
    this.setControl(id, `./${name}`);
    // Another file of the same name: its text is the same, its value is not.
    if (this.#notebook === before) await this.run([id]);
  }

  get grants(): readonly string[] {
    return this.#services.grants?.list() ?? [];
  }

  async grant(id: CellId, host: string): Promise<void> {
    this.#services.grants?.add(host);
    this.#changed();
    await this.run([id]);
  }

  withdrawGrant(host: string): void {
    this.#services.grants?.remove(host);
    this.#changed();
  }

  applyMend(id: CellId, mendId: string): void {
    void this.cells; // so that the mends are those of the text as it is now
    const mend = this.#views.mend(id, mendId);
    if (mend) this.edit((notebook) => chainEdits(notebook, mend.changes.map(editOf)), id);
  }

  makeCodeCells(): void {
    this.#change(edits.makeCodeCells(this.#notebook), undefined);
  }

  undo(): CellId | undefined {
    return this.#apply(this.#history.undo());
  }

  redo(): CellId | undefined {
    return this.#apply(this.#history.redo());
  }

  names(): readonly NameInfo[] {
    return this.#awake?.describeNames(this.#notebook, this.#awake.analysis, (id) => this.state(id)) ?? [];
  }

  models(id: CellId): readonly ModelCopy[] {
    return modelCopies(this.state(id));
  }

  async exportOnnx(id: CellId, name: string): Promise<ExportedOnnx> {
    const { exportOnnx } = await import("./export-onnx.ts");
    await this.wake();
    const { analysis, runner } = this.#awake!;
    const inference = await runner.inference();
    return exportOnnx(id, name, {
      analysis,
      inference,
      state: (cell) => this.state(cell),
    });
  }

  async addFile(name: string, bytes: Uint8Array): Promise<void> {
    await this.#services.saveFile(name, bytes);
    const readers = this.#notebook.cells.filter((cell) => cell.type === "code" && readsFile(cell, name));
    if (readers.length > 0) return this.run(readers.map((cell) => cell.id));
    const id = this.insert(this.#notebook.cells.length, {
      kind: "dataset",
      name: nameForFile(name),
      body: `from: ${/[^\w./-]/.test(name) ? JSON.stringify(`./${name}`) : `./${name}`}\nsplit: { by: hash, train: 0.7, validation: 0.15, test: 0.15 }`,
    });
    await this.run([id]);
  }

  replaceText(text: string): void {
    this.#change(replaceText(this.#notebook, text), undefined);
  }

  /** Takes over what another tab has saved. */
  follow(text: string, snapshot: Snapshot | undefined, isOwn: boolean): void {
    const edit = replaceText(this.#notebook, text);
    this.#history = new History();
    if (!edits.isEmptyEdit(edit)) this.#setNotebook(edits.applyEdit(this.#notebook, edit));
    const states = snapshot ? readSnapshot(snapshot, this.#notebook, isOwn) : new Map<CellId, CellState>();
    const known = this.#awake?.runner.states ?? this.#sleeping;
    known.clear();
    for (const [id, state] of states) known.set(id, state);
    this.#changed();
  }

  toText(): string {
    return printNotebook(this.#notebook);
  }

  /** What to paint before anything runs, the next time. */
  toSnapshot(): Snapshot {
    return snapshotOf(this.#notebook, (id) => this.state(id), this.cells);
  }

  /** Everything remembered of a cell, for the command line. */
  state(id: CellId): CellState {
    return this.#awake?.runner.state(id) ?? this.#sleeping.get(id) ?? newCellState();
  }

  close(): Promise<void> {
    this.#awake?.runner.close();
    this.#listeners.clear();
    return Promise.resolve();
  }

  async #wake(): Promise<void> {
    const [{ analyzeNotebook }, { Runner }, { mendsOf }, { describeNames }, { withValue }] =
      await Promise.all([
        import("./analysis.ts"),
        import("./runner.ts"),
        import("./mends.ts"),
        import("./describe-names.ts"),
        import("#cells/control/set-value.ts"),
      ]);
    const runner = new Runner({
      services: this.#services,
      analysis: () => this.#awake!.analysis,
      seed: () => this.seed,
      changed: (id) => this.#changed(id),
      onBackend: (backend) => this.#setBackend(backend),
    });
    for (const [id, state] of this.#sleeping) runner.states.set(id, state);
    const analysis = analyzeNotebook(this.#notebook);
    this.#awake = { analyze: analyzeNotebook, mendsOf, describeNames, withValue, runner, analysis };
    this.#changed();
  }

  async #run(request: { targets: "all" | readonly CellId[]; force: readonly CellId[] }): Promise<void> {
    if (this.#isFollowing) throw new CairnError(readOnlyText("followed"), { code: "read-only" });
    await this.wake();
    this.#notice = undefined;
    try {
      await this.#awake!.runner.run(request);
    } catch (error) {
      this.#notice = { level: "err", text: error instanceof Error ? error.message : String(error) };
      this.#changed();
      throw error;
    }
    const ran = request.targets === "all" ? [] : request.targets;
    await this.#followAll(ran);
  }

  /** A control moved: its own cell, then every reader that is cheap. */
  async #follow(id: CellId): Promise<void> {
    await this.wake();
    if (!this.#awake!.runner.state(id).result) return; // nothing ran yet: nothing follows
    await this.#awake!.runner.run({ targets: [id], force: [] });
    await this.#followAll([id]);
  }

  async #followAll(sources: readonly CellId[]): Promise<void> {
    const { analysis, runner } = this.#awake!;
    if (runner.wasStopped) return; // a person said stop: nothing begins by itself
    const readers = cheapReaders(analysis, runner, sources);
    if (readers.length > 0) await runner.run({ targets: readers, force: [] });
  }

  #setBackend({ name, adapter, reason, warnings }: BackendReport): void {
    this.#backend = {
      name,
      ...(adapter !== undefined && { adapter }),
      ...(reason !== undefined && { reason }),
      ...(warnings && { warnings }),
    };
    this.#changed();
  }

  /** False where nothing can be changed, which is said then. */
  #isWritable(): boolean {
    const why = this.readOnly;
    if (why === undefined) return true;
    this.#notice = { level: "warn", text: readOnlyText(why) };
    this.#changed();
    return false;
  }

  #change(edit: Edit, cell: CellId | undefined, tag?: string): void {
    if (edits.isEmptyEdit(edit) || !this.#isWritable()) return;
    this.#history.push({ edit, ...(cell !== undefined && { cell }) }, this.#services.now(), tag);
    this.#setNotebook(edits.applyEdit(this.#notebook, edit));
  }

  #apply(step: Step | undefined): CellId | undefined {
    if (!step) return undefined;
    this.#setNotebook(edits.applyEdit(this.#notebook, step.edit));
    const shown = step.edit.inserted[0]?.id ?? step.cell;
    return (
      this.#notebook.cells.find((cell) => cell.id === shown)?.id ?? this.#notebook.cells[step.edit.at]?.id
    );
  }

  #setNotebook(notebook: Notebook): void {
    this.#notebook = notebook;
    if (this.#awake) this.#awake.analysis = this.#awake.analyze(notebook);
    this.#changed();
  }

  /** Listeners hear of many changes once. */
  #changed(id?: CellId): void {
    this.#views.changed(id);
    if (this.#isNotifying) return;
    this.#isNotifying = true;
    queueMicrotask(() => {
      this.#isNotifying = false;
      for (const listener of this.#listeners) listener();
    });
  }
}

function editOf(change: MendChange): (notebook: Notebook) => Edit {
  return (notebook) => {
    if (change.type === "disable") return edits.setAttribute(notebook, change.cell, "disabled", true);
    if (change.type === "name") return edits.renameCell(notebook, change.cell, change.name);
    return edits.setBody(notebook, change.cell, change.body);
  };
}

function readsFile({ kind, body }: CodeCell, name: string): boolean {
  const from = /^\s*from\s*:\s*(["']?)\.\/(.+?)\1\s*$/m.exec(body)?.[2];
  return kind === "dataset" && from === name;
}
