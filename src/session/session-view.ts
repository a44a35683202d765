// What the page (and the command line) sees of an open notebook, and what they may ask of it.
// The Session class in session.ts keeps these promises; src/ui knows nothing else of it.
import type { Output } from "#cell-api/outputs.ts";
import type { ControlValue } from "#cells/control/control-kind.ts";
import type { Edit } from "#document/edit.ts";
import type { Attribute, CellId, Notebook } from "#document/notebook.ts";
import type { Problem } from "#errors/cairn-error.ts";
import type { TensorMemory } from "#sandbox/tensor-keeper.ts";
import type { Analysis } from "./analysis.ts";
import type { NameInfo } from "./describe-names.ts";
import type { ExportedOnnx } from "./export-onnx.ts";
import type { ModelCopy } from "./model-copies.ts";
import type { Snapshot } from "./snapshot.ts";

export type CellStatus =
  | "idle"
  | "queued"
  | "running"
  | "done"
  | "cached"
  | "stale"
  | "stopped"
  | "error"
  | "disabled";

export interface CellErrorView {
  message: string;
  /** "no-file": the page offers to choose it. */
  code?: string;
  /** In the cell's body, from 1. */
  line?: number;
  column?: number;
  hint?: string;
  /** A host that it asked for and that was not granted. */
  host?: string;
  notes: string[];
  /** Frames of the person's own text; folded in the page. */
  stack?: string;
  mends: Mend[];
}

/** A change that would mend the error, offered with one button. */
export interface Mend {
  /** A sentence for the button: "Make `total` local: `_total`". */
  label: string;
  /** Lines of the cell that would go and come, for the patch that is shown above the button. */
  patch?: { removed: string[]; added: string[] };
  id: string;
}

export interface Mark {
  /** In the cell's body, from 1. */
  line: number;
  column: number;
  message: string;
  hint?: string;
  mends: Mend[];
}

export interface CodeCellView {
  type: "code";
  id: CellId;
  /** The explicit name, else the first name it defines, else `cell-<n>`. */
  name: string;
  /** "ts", "js", "sql", "dataset", "control", "train", "evaluate", "monitor", "pipeline", or an unknown word. */
  kind: string;
  language: "ts" | "js" | "sql" | "yaml";
  body: string;
  attributes: readonly Attribute[];
  status: CellStatus;
  /** "model changed", "Stopped at epoch 12, model kept": what follows the status word, if anything. */
  statusDetail?: string;
  /** First seven digits of the key of the result that is shown. */
  shortKey?: string;
  /** Names it reads that another cell makes. */
  inputs: { name: string; cell: CellId }[];
  outputs: readonly Output[];
  /** The outputs came with the file or from an earlier visit. */
  isPublished: boolean;
  /** Wall time of the last run. */
  ms?: number;
  /** Tensors that its values hold, since it ran here. */
  memory?: TensorMemory;
  /** performance.now() of the start, while running. */
  startedAt?: number;
  error?: CellErrorView;
  /** What is wrong at a place of its text: the problems, and what its last run failed with. */
  marks: readonly Mark[];
  problems: readonly Problem[];
}

export interface ProseCellView {
  type: "prose";
  id: CellId;
  markdown: string;
}

export type CellView = CodeCellView | ProseCellView;

export interface BackendView {
  /** What tensors run on in this session; undefined until a worker has said so. */
  name?: "webgpu" | "wasm";
  /** "SwiftShader", "Apple M3"; undefined when the browser does not tell. */
  adapter?: string;
  /** Why it is not WebGPU, when it is not. */
  reason?: string;
  /** What the check of the backend found, where it was asked for; empty when all is right. */
  warnings?: readonly string[];
}

/** A new cell: a kind and, for a file that is to be read at once, a body. */
export interface CellSpec {
  kind:
    | "prose"
    | "ts"
    | "sql"
    | "dataset"
    | "control"
    | "train"
    | "evaluate"
    | "quantize"
    | "infer"
    | "monitor"
    | "pipeline";
  name?: string;
  body?: string;
}

export interface SessionView {
  readonly notebook: Notebook;
  readonly title: string;
  readonly cells: readonly CellView[];
  /** What is known without running; undefined before the first touch. */
  readonly analysis?: Analysis | undefined;
  readonly isRunning: boolean;
  readonly backend: BackendView;
  readonly canUndo: boolean;
  readonly canRedo: boolean;
  /** Something that concerns the whole notebook: the sandbox could not start, a file is missing. */
  /** Why it can only be read: another tab writes it, or a newer Cairn made it. */
  readonly readOnly?: "followed" | "newer-format" | undefined;
  readonly notice?: { level: "warn" | "err"; text: string };

  /** Calls back after each change, at most once a frame's worth (50 ms) for progress. Returns how to stop. */
  subscribe(listener: () => void): () => void;

  /** Loads the analyser (acorn, yaml) so that inputs, problems and staleness are known. Called on first touch. */
  wake(): Promise<void>;
  runAll(): Promise<void>;
  /** Runs the cells and what they need. */
  run(ids: readonly CellId[]): Promise<void>;
  /** Ends what runs within a second, also in `while (true) {}`. A training keeps its model. */
  stop(): Promise<void>;

  setBody(id: CellId, body: string): void;
  setMarkdown(id: CellId, markdown: string): void;
  insert(index: number, spec: CellSpec): CellId;
  /**
   * One undoable step made of an edit of the document, which may take several cells at once.
   * @param cell to scroll to when it is undone
   * @returns the cells that are new
   * @throws what `make` throws; nothing has changed then
   */
  edit(make: (notebook: Notebook) => Edit, cell?: CellId): readonly CellId[];
  delete(id: CellId): void;
  /** `toIndex` counts cells after the cell was taken out. */
  move(id: CellId, toIndex: number): void;
  rename(id: CellId, name: string): void;
  setDisabled(id: CellId, disabled: boolean): void;
  setTitle(title: string): void;
  /**
   * Moves a control: edits `value:` in its cell, coalesced, undoable; cheap readers follow.
   * @param input of an infer cell: the column whose value it is
   */
  setControl(id: CellId, value: ControlValue, input?: string): void;
  /** Puts a file beside the notebook and has a control name it. */
  setControlFile(id: CellId, name: string, bytes: Uint8Array): Promise<void>;
  /** Lets cells of this notebook ask a host from now on, and runs the cell that asked for it. */
  grant(id: CellId, host: string): Promise<void>;
  withdrawGrant(host: string): void;
  /** Hosts that were granted. */
  readonly grants: readonly string[];
  applyMend(id: CellId, mendId: string): void;
  makeCodeCells(): void;
  undo(): CellId | undefined;
  redo(): CellId | undefined;

  /** The names that cells define, with what is known of their values; none before the analyser is loaded. */
  names(): readonly NameInfo[];

  /** Models among the cell's values, to be taken along. */
  models(id: CellId): readonly ModelCopy[];

  /**
   * One of them as an ONNX file, which was checked against it.
   * @throws CairnError naming a layer that cannot be exported, or how far the file's answers are off
   */
  exportOnnx(id: CellId, name: string): Promise<ExportedOnnx>;

  /** Puts a file beside the notebook and runs the dataset cells that read it; makes one if there is none. */
  addFile(name: string, bytes: Uint8Array): Promise<void>;

  /** One undoable step to another text; cells that are in both keep what is known of them. */
  replaceText(text: string): void;
  toText(): string;
  /** What every cell shows, under its name. */
  toSnapshot(): Snapshot;
  close(): Promise<void>;
}
