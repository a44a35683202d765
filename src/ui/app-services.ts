// What the page needs of the rest of the program besides an open notebook: lists, opening, making, deleting.
// src/main.ts hands an implementation to App.svelte; nothing in src/ui makes one.
import type { CellId } from "#document/notebook.ts";
import type { Project } from "#pipelines/export-project.ts";
import type { TargetId } from "#pipelines/targets.ts";
import type { Lock } from "#document/sidecars.ts";
import type { CriterionId } from "#ladder/criteria.ts";
import type { Facts } from "#ladder/facts.ts";
import type { BackendView, CellStatus, SessionView } from "#session/session-view.ts";
import type { Measured } from "#sharing/lock-file.ts";
import type { SharedNotebook } from "#sharing/shared-notebook.ts";
import type { RunRecord } from "#tracking/run-record.ts";
import type { CodeEditor } from "#ui/editor/code-editor.ts";

/** A notebook that comes with Cairn, on the trail of the home page. */
export interface ShippedNotebook {
  slug: string;
  title: string;
  /** One sentence. */
  summary: string;
  level: 0 | 1 | 2 | 3 | 4;
  /** How long reading and running it takes. */
  minutes: number;
}

/** A notebook kept in this browser. */
export interface OwnNotebook {
  id: string;
  /** Empty when it has none. */
  title: string;
  /** Milliseconds since 1970. */
  changedAt: number;
  /** One for each code cell, in page order. */
  statuses: CellStatus[];
}

export type SaveState =
  | { state: "saving" }
  /** `at`: milliseconds since 1970; absent for a notebook that was not changed since it was opened. */
  | { state: "saved"; at?: number }
  /** Another tab saved other changes to the same cells: this one's go to the history until one is chosen. */
  | {
      state: "conflict";
      conflictCount: number;
      keepMine(): Promise<void>;
      takeTheirs(): Promise<void>;
    }
  /** Nothing is kept: what to do about it. */
  | { state: "error"; message: string };

/** How a notebook that somebody shared came here. */
export interface Origin {
  by: "link" | "file";
  /** What its author's run gave. */
  lock: Lock;
  /** Its person has run it here: its code is no longer held back. */
  isOwn: boolean;
}

export interface Sharing {
  /** The notebook as it is now, with the files that it reads; `missing` are those that are not here. */
  shared(): Promise<{ shared: SharedNotebook; missing: readonly string[] }>;
  /** What has been computed here. */
  measured(): Measured;
}

/** Where a notebook stands on the ladder, and what is kept of that. */
export interface TrailRecord {
  facts(): Promise<Facts>;
  /** Runs it from nothing on WebAssembly, in a session of its own, and keeps what it gives as the lock. */
  lock(): Promise<void>;
  /** Runs it so again, and compares. @throws Error naming where they parted */
  verify(): Promise<void>;
  /** Keeps that a criterion was seen to be met. */
  record(id: CriterionId, says: string): Promise<void>;
}

/** The page closes the session when it is left, and before the notebook is deleted. */
export interface OpenNotebook {
  session: SessionView;
  save: {
    readonly current: SaveState;
    /** Calls back after each change. Returns how to stop. */
    subscribe(listener: () => void): () => void;
  };
  /** A run that ended with its tab, not by itself. */
  unfinished?: UnfinishedRun;
  /** What its reader should know of how it came here, said once. */
  notes?: readonly string[];
  /** Where this tab writes the notebook: loads what keeps it in a file on disk. */
  disk?: () => Promise<DiskFile>;
  /** What it was before, the latest first. */
  versions(): Promise<NotebookVersion[]>;
  /** Its text as it came; undefined where that is not known. */
  original(): Promise<string | undefined>;
  /** Makes its pipeline into a project; nothing is run. @throws CairnError where the pipeline has a problem */
  exporter?(pipeline: string | undefined): Promise<Exporter>;
  /** Where somebody shared it. */
  origin?: Origin;
  /** Loads what packs it to be shared. */
  sharing(): Promise<Sharing>;
  /** Loads what judges it by the ladder. */
  trail(): Promise<TrailRecord>;
  /** Loads the record of its trainings and evaluations. */
  runs(): Promise<RunList>;
  /** Resolves when another tab has taken it over: this one can only follow from then on. */
  handedOver: Promise<void>;
  /** Has the editor of a code cell know types until it is closed; absent where there is no compiler. */
  checkTypes?: (id: CellId, editor: CodeEditor) => Promise<void>;
}

/** A pipeline that is ready to go out. */
export interface Exporter {
  /** The project's folder, and the notebook's name in it. */
  folder: string;
  /** The name of the pipeline. */
  pipeline: string;
  /** The cell that decides about promotion failed when it last ran. */
  gateFails: boolean;
  project(targets: readonly TargetId[]): Project;
}

export interface DiskState {
  /** Of the file, once one was chosen. */
  name?: string;
  savedAt?: number;
  /** What somebody else changed in the file is in the notebook now. */
  merged?: boolean;
  /** Cells that both sides changed: the person must say which to keep. */
  conflictCount?: number;
  problem?: string;
}

export interface DiskFile {
  readonly state: DiskState;
  /** False where the browser lets pages have no files. */
  readonly isPossible: boolean;
  subscribe(listener: () => void): () => void;
  /** Asks where to, the first time. */
  save(suggestedName: string): Promise<void>;
  keepMine(): Promise<void>;
  takeTheirs(): Promise<void>;
}

export interface RunList {
  /** In the order of their numbers; another list when one changes. */
  readonly runs: readonly RunRecord[];
  subscribe(listener: () => void): () => void;
  /** Others are measured against it; undefined: against none. Absent where the notebook is only followed. */
  pin?: (number: number | undefined) => void;
}

export interface NotebookVersion {
  /** Milliseconds since 1970. */
  at: number;
  text: string;
  /** "As it came". */
  label?: string;
}

export interface UnfinishedRun {
  /** The cell that was running. */
  cell: string;
  /** That one and those that waited, by name. */
  cells: readonly string[];
  /** Nothing more is said of it. */
  dismiss(): void;
}

export interface AppServices {
  listShipped(): Promise<ShippedNotebook[]>;
  /** The latest changed first. */
  listOwn(): Promise<OwnNotebook[]>;
  /** Where another tab writes it, it is followed, unless it is taken over. */
  openNotebook(id: string, options?: { takeOver?: boolean }): Promise<OpenNotebook>;
  /** Resolves to the id of the new notebook. */
  createNotebook(): Promise<string>;
  /** Makes the reader's own copy of a shipped notebook, or finds the one made before; resolves to its id. */
  openShipped(slug: string): Promise<string>;
  /**
   * Notebooks (`.md`, `.ipynb`) get the tables that come with them put beside them; tables alone become a notebook with
   * a dataset cell for each. Resolves to the id of the first notebook.
   */
  importFiles(files: readonly File[]): Promise<string>;
  /** Asks for a notebook on disk, which it is saved to from then on; undefined when none was chosen. */
  openFromDisk?(): Promise<string | undefined>;
  /** Unpacks a link to a notebook; resolves to its id. @throws CairnError for one that was cut or changed */
  openLink(hash: string): Promise<string>;
  deleteNotebook(id: string): Promise<void>;
  /** Every notebook with its files and outputs, as one archive. */
  saveAll(): Promise<Blob>;
  /** Notebooks, files, results, grants and settings. */
  eraseAll(): Promise<void>;
  /** What tensors would run on here, for the home page; it starts no worker. */
  detectBackend(): Promise<BackendView>;
}
