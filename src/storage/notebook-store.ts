// Notebooks of this browser: text, what to paint, files beside them, and results of costly cells, each in
// the notebook's own namespace. The page's origin only, the sandbox has none of it.
import { indexedRecords, memoryRecords, type RecordKey, type Records, type StoreName } from "./records.ts";

export interface StoredNotebook {
  /** 16 hex digits, random: also the host name of its sandbox. */
  id: string;
  title: string;
  text: string;
  /** What to paint before anything runs; the session's own shape. */
  snapshot?: unknown;
  /** Milliseconds since 1970. */
  changedAt: number;
  /** Status of each code cell, for lists. */
  statuses: string[];
  /** The shipped notebook it is a copy of. */
  slug?: string;
  /** What is to be said of how it came here, when it is first opened. */
  notes?: string[];
  /** Where it came from, when somebody shared it. */
  origin?: StoredOrigin;
  /** What its results were computed on, as a lock names it. */
  backend?: string;
  /** False until its person has run or changed it: then its snapshot is the author's. */
  isOwn: boolean;
  /** The opening of the notebook that saved it, at random: a second tab knows what is not its own. */
  savedBy?: string;
}

/** How a shared notebook came here. */
export interface StoredOrigin {
  by: "link" | "file";
  /** What its author's run gave; the shape of name.lock.json. */
  lock: unknown;
  /** `changedAt` when it came: as long as that is its own, nobody has touched it. */
  at: number;
}

/** It came by a link, and nobody has run or changed it: it is not listed, and not kept for long. */
export function isUntouchedLink({ origin, isOwn, changedAt }: StoredNotebook): boolean {
  return origin?.by === "link" && !isOwn && origin.at === changedAt;
}

/** A run that has begun. It is taken out when the run ends, so one that is found has not ended. */
export interface StoredRun {
  /** The cell that was running. */
  cell: string;
  /** That one and those that waited, in the order of the page. */
  cells: string[];
}

/** A text that the notebook once had. */
export interface StoredVersion {
  /** When it came to be, in milliseconds since 1970: its place in the order. */
  since: number;
  /** When it was last as it is here. */
  at: number;
  text: string;
  /** What it is, where it is more than a state of the work: "As it came". */
  label?: string;
}

/** The file on disk that a notebook is saved to. */
export interface StoredDiskFile {
  handle: FileSystemFileHandle;
  /** What it held when it was last read or written here: what is changed since is told from it. */
  text: string;
}

const NAME = "cairn";
/** Digits enough for the year 2286, so that names sort as times do. */
const TIME_DIGITS = 13;
/** So that the names of runs sort as their numbers do. */
const RUN_DIGITS = 8;

function versionName({ since }: StoredVersion): string {
  return String(since).padStart(TIME_DIGITS, "0");
}

export class NotebookStore {
  readonly #records: Promise<Records>;
  /** Why nothing is kept beyond this tab; undefined where it is. */
  readonly whyNotKept: Promise<string | undefined>;

  constructor(name = NAME) {
    const opened = indexedRecords(name).then(
      (records) => ({ records, why: undefined }),
      (error: unknown) => ({
        records: memoryRecords(),
        why: error instanceof Error ? error.message : String(error),
      }),
    );
    this.#records = opened.then(({ records }) => records);
    this.whyNotKept = opened.then(({ why }) => why);
  }

  /** The latest changed first. */
  async list(): Promise<StoredNotebook[]> {
    const all = (await (await this.#records).all("notebooks")) as StoredNotebook[];
    return all.sort((a, b) => b.changedAt - a.changedAt);
  }

  async get(id: string): Promise<StoredNotebook | undefined> {
    return (await this.#get("notebooks", id)) as StoredNotebook | undefined;
  }

  put(notebook: StoredNotebook): Promise<void> {
    return this.#put("notebooks", notebook.id, notebook);
  }

  /**
   * Puts it in place of what it comes from. Where another opening of the notebook has saved since, nothing is put and
   * that one is returned.
   * @param before `changedAt` of what it comes from
   */
  async replace(notebook: StoredNotebook, before: number): Promise<StoredNotebook | undefined> {
    const records = await this.#records;
    let other: StoredNotebook | undefined;
    await records.change("notebooks", notebook.id, (there) => {
      const found = there as StoredNotebook | undefined;
      if (found && found.changedAt !== before && found.savedBy !== notebook.savedBy) other = found;
      return other ? undefined : notebook;
    });
    return other;
  }

  /** With its files and results. */
  async delete(id: string): Promise<void> {
    await (await this.#records).deleteNotebook(id);
  }

  async file(id: string, name: string): Promise<Uint8Array | undefined> {
    return ((await this.#get("files", [id, name])) as { bytes: Uint8Array } | undefined)?.bytes;
  }

  putFile(id: string, name: string, bytes: Uint8Array): Promise<void> {
    return this.#put("files", [id, name], { bytes });
  }

  async result(id: string, key: string): Promise<unknown> {
    return ((await this.#get("results", [id, key])) as { result: unknown } | undefined)?.result;
  }

  putResult(id: string, key: string, result: unknown): Promise<void> {
    return this.#put("results", [id, key], { result });
  }

  async run(id: string): Promise<StoredRun | undefined> {
    return (await this.#get("runs", id)) as StoredRun | undefined;
  }

  putRun(id: string, run: StoredRun): Promise<void> {
    return this.#put("runs", id, run);
  }

  async deleteRun(id: string): Promise<void> {
    await (await this.#records).delete("runs", id);
  }

  async files(id: string): Promise<{ name: string; bytes: Uint8Array }[]> {
    const found = await (await this.#records).within("files", id);
    return found.map(([name, value]) => ({ name, ...(value as { bytes: Uint8Array }) }));
  }

  /** The oldest first. */
  async versions(id: string): Promise<StoredVersion[]> {
    const found = await (await this.#records).within("versions", id);
    return found.map(([, value]) => value as StoredVersion);
  }

  putVersion(id: string, version: StoredVersion): Promise<void> {
    return this.#put("versions", [id, versionName(version)], version);
  }

  async deleteVersion(id: string, version: StoredVersion): Promise<void> {
    await (await this.#records).delete("versions", [id, versionName(version)]);
  }

  /** Trainings and evaluations, in the order of their numbers. */
  async trackedRuns(id: string): Promise<unknown[]> {
    const found = await (await this.#records).within("tracked", id);
    return found.map(([, value]) => value);
  }

  putTrackedRun(id: string, number: number, run: unknown): Promise<void> {
    return this.#put("tracked", [id, String(number).padStart(RUN_DIGITS, "0")], run);
  }

  /** Versions of the tables that the notebook has read. */
  async table(id: string, name: string): Promise<unknown> {
    return this.#get("tables", [id, name]);
  }

  putTable(id: string, name: string, table: unknown): Promise<void> {
    return this.#put("tables", [id, name], table);
  }

  async deleteTable(id: string, name: string): Promise<void> {
    await (await this.#records).delete("tables", [id, name]);
  }

  async diskFile(id: string): Promise<StoredDiskFile | undefined> {
    return (await this.#get("disk", id)) as StoredDiskFile | undefined;
  }

  putDiskFile(id: string, file: StoredDiskFile): Promise<void> {
    return this.#put("disk", id, file);
  }

  /** Everything of everybody. */
  async deleteAll(): Promise<void> {
    await (await this.#records).deleteAll();
  }

  async #get(store: StoreName, key: RecordKey): Promise<unknown> {
    return (await this.#records).get(store, key);
  }

  async #put(store: StoreName, key: RecordKey, value: unknown): Promise<void> {
    await (await this.#records).put(store, key, value);
  }
}

/** Random, from the browser's own generator. */
export function newNotebookId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(8));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
