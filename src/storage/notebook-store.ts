// Notebooks of this browser: text, what to paint, files beside them, and results of costly cells, each in
// the notebook's own namespace. IndexedDB; the page's origin only, the sandbox has none of it.
import { openDB, type DBSchema, type IDBPDatabase } from "idb";

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
  /** False until its person has run or changed it: then its snapshot is the author's. */
  isOwn: boolean;
}

/** A run that has begun. It is taken out when the run ends, so one that is found has not ended. */
export interface StoredRun {
  /** The cell that was running. */
  cell: string;
  /** That one and those that waited, in the order of the page. */
  cells: string[];
}

interface Schema extends DBSchema {
  notebooks: { key: string; value: StoredNotebook };
  files: { key: [string, string]; value: { bytes: Uint8Array } };
  results: { key: [string, string]; value: { result: unknown } };
  runs: { key: string; value: StoredRun };
}

const NAME = "cairn";
/** Raised with a step in `upgrade` whenever the stores change. */
const VERSION = 2;

export class NotebookStore {
  readonly #database: Promise<IDBPDatabase<Schema>>;

  constructor(name = NAME) {
    this.#database = openDB<Schema>(name, VERSION, {
      upgrade(database, oldVersion) {
        if (oldVersion < 1) {
          database.createObjectStore("notebooks", { keyPath: "id" });
          database.createObjectStore("files");
          database.createObjectStore("results");
        }
        if (oldVersion < 2) database.createObjectStore("runs");
      },
    });
  }

  /** The latest changed first. */
  async list(): Promise<StoredNotebook[]> {
    const all = await (await this.#database).getAll("notebooks");
    return all.sort((a, b) => b.changedAt - a.changedAt);
  }

  async get(id: string): Promise<StoredNotebook | undefined> {
    return (await this.#database).get("notebooks", id);
  }

  async put(notebook: StoredNotebook): Promise<void> {
    await (await this.#database).put("notebooks", notebook);
  }

  /** With its files and results. */
  async delete(id: string): Promise<void> {
    const database = await this.#database;
    const all = IDBKeyRange.bound([id, ""], [id, "\uFFFF"]);
    const transaction = database.transaction(["notebooks", "files", "results", "runs"], "readwrite");
    await Promise.all([
      transaction.objectStore("notebooks").delete(id),
      transaction.objectStore("files").delete(all),
      transaction.objectStore("results").delete(all),
      transaction.objectStore("runs").delete(id),
      transaction.done,
    ]);
  }

  async file(id: string, name: string): Promise<Uint8Array | undefined> {
    return (await (await this.#database).get("files", [id, name]))?.bytes;
  }

  async putFile(id: string, name: string, bytes: Uint8Array): Promise<void> {
    await (await this.#database).put("files", { bytes }, [id, name]);
  }

  async result(id: string, key: string): Promise<unknown> {
    return (await (await this.#database).get("results", [id, key]))?.result;
  }

  async run(id: string): Promise<StoredRun | undefined> {
    return (await this.#database).get("runs", id);
  }

  async putRun(id: string, run: StoredRun): Promise<void> {
    await (await this.#database).put("runs", run, id);
  }

  async deleteRun(id: string): Promise<void> {
    await (await this.#database).delete("runs", id);
  }

  async putResult(id: string, key: string, result: unknown): Promise<void> {
    await (await this.#database).put("results", { result }, [id, key]);
  }
}

/** Random, from the browser's own generator. */
export function newNotebookId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(8));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
