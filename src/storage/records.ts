// Where notebooks lie: IndexedDB, or the memory of the tab where a browser lets pages keep nothing.
import { openDB } from "idb";

export type StoreName =
  | "notebooks"
  | "files"
  | "results"
  | "runs"
  | "versions"
  | "disk"
  | "tracked"
  | "tables";
/** A notebook's id, or that and a name within it. */
export type RecordKey = string | [string, string];

export interface Records {
  all(store: StoreName): Promise<unknown[]>;
  get(store: StoreName, key: RecordKey): Promise<unknown>;
  /** Of one notebook, by their names within it, in the order of those. */
  within(store: StoreName, id: string): Promise<[name: string, value: unknown][]>;
  put(store: StoreName, key: RecordKey, value: unknown): Promise<void>;
  /** Puts what `change` makes of what is there, unless that is undefined; nothing else comes between. */
  change(store: StoreName, key: RecordKey, change: (there: unknown) => unknown): Promise<void>;
  delete(store: StoreName, key: RecordKey): Promise<void>;
  /** All of one notebook, in one step. */
  deleteNotebook(id: string): Promise<void>;
  deleteAll(): Promise<void>;
}

/** Raised with a step in `upgrade` whenever the stores change. */
const VERSION = 4;
const STORES: readonly StoreName[] = [
  "notebooks",
  "files",
  "results",
  "runs",
  "versions",
  "disk",
  "tracked",
  "tables",
];

/** @throws what the browser says where it lets pages keep nothing */
export async function indexedRecords(name: string): Promise<Records> {
  const database = await openDB(name, VERSION, {
    upgrade(made, oldVersion) {
      if (oldVersion < 1) {
        made.createObjectStore("notebooks", { keyPath: "id" });
        made.createObjectStore("files");
        made.createObjectStore("results");
      }
      if (oldVersion < 2) made.createObjectStore("runs");
      if (oldVersion < 3) {
        made.createObjectStore("versions");
        made.createObjectStore("disk");
      }
      if (oldVersion < 4) {
        made.createObjectStore("tracked");
        made.createObjectStore("tables");
      }
    },
  });
  return {
    all: (store) => database.getAll(store),
    get: (store, key) => database.get(store, key),
    async within(store, id) {
      const range = rangeOf(id);
      const [keys, values] = await Promise.all([
        database.getAllKeys(store, range),
        database.getAll(store, range),
      ]);
      return keys.map((key, at) => [(key as [string, string])[1], values[at]]);
    },
    async put(store, key, value) {
      await database.put(store, value, keyBeside(store, key));
    },
    async change(store, key, change) {
      const transaction = database.transaction(store, "readwrite");
      const value = change(await transaction.store.get(key));
      if (value !== undefined) await transaction.store.put(value, keyBeside(store, key));
      await transaction.done;
    },
    delete: (store, key) => database.delete(store, key),
    async deleteNotebook(id) {
      const within = rangeOf(id);
      const transaction = database.transaction(STORES, "readwrite");
      await Promise.all([
        transaction.objectStore("notebooks").delete(id),
        transaction.objectStore("files").delete(within),
        transaction.objectStore("results").delete(within),
        transaction.objectStore("versions").delete(within),
        transaction.objectStore("tracked").delete(within),
        transaction.objectStore("tables").delete(within),
        transaction.objectStore("runs").delete(id),
        transaction.objectStore("disk").delete(id),
        transaction.done,
      ]);
    },
    async deleteAll() {
      const transaction = database.transaction(STORES, "readwrite");
      await Promise.all([...STORES.map((name) => transaction.objectStore(name).clear()), transaction.done]);
    },
  };
}

/** Notebooks have theirs inside. */
function keyBeside(store: StoreName, key: RecordKey): RecordKey | undefined {
  return store === "notebooks" ? undefined : key;
}

function rangeOf(id: string): IDBKeyRange {
  return IDBKeyRange.bound([id, ""], [id, "\uFFFF"]);
}

/** Gone with the tab. Values are copied in and out, as a database would. */
export function memoryRecords(): Records {
  const stores = new Map(STORES.map((name) => [name, new Map<string, unknown>()]));
  const textOf = (key: RecordKey) => (typeof key === "string" ? key : key.join("\0"));
  return {
    all: (store) => Promise.resolve([...stores.get(store)!.values()].map((value) => structuredClone(value))),
    get: (store, key) => Promise.resolve(structuredClone(stores.get(store)!.get(textOf(key)))),
    within(store, id) {
      const found = [...stores.get(store)!].filter(([key]) => key.startsWith(`${id}\0`));
      const named = found.map(([key, value]): [string, unknown] => [
        key.slice(id.length + 1),
        structuredClone(value),
      ]);
      return Promise.resolve(named.sort(([a], [b]) => (a < b ? -1 : 1)));
    },
    put: (store, key, value) =>
      Promise.resolve(void stores.get(store)!.set(textOf(key), structuredClone(value))),
    change(store, key, change) {
      const value = change(structuredClone(stores.get(store)!.get(textOf(key))));
      if (value !== undefined) stores.get(store)!.set(textOf(key), structuredClone(value));
      return Promise.resolve();
    },
    delete: (store, key) => Promise.resolve(void stores.get(store)!.delete(textOf(key))),
    deleteNotebook(id) {
      for (const records of stores.values()) {
        for (const key of records.keys()) if (key === id || key.startsWith(`${id}\0`)) records.delete(key);
      }
      return Promise.resolve();
    },
    deleteAll() {
      for (const records of stores.values()) records.clear();
      return Promise.resolve();
    },
  };
}
