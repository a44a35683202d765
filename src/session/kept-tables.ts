// The versions of tables that a notebook has read: kept so that a pinned one is there when its file has changed, and so
// that what changed can be said.
import type { StoredTable } from "#datasets/table-change-types.ts";
import { valueSizeBytes } from "./copy-size.ts";

/** Values under names, in the notebook's own namespace. */
export interface KeyedStore {
  get(name: string): Promise<unknown>;
  put(name: string, value: unknown): Promise<void>;
  delete(name: string): Promise<void>;
}

interface Index {
  /** Those that are kept, the latest used last. */
  versions: string[];
  /** What each cell read last. */
  last: Record<string, string>;
}

const INDEX = "index";
const MOST_VERSIONS = 20;
const MOST_BYTES = 64 * 2 ** 20;

export class KeptTables {
  readonly #store: KeyedStore;

  constructor(store: KeyedStore) {
    this.#store = store;
  }

  async get(version: string): Promise<StoredTable | undefined> {
    return (await this.#store.get(fileName(version))) as StoredTable | undefined;
  }

  /** What the cell read before. */
  async last(cell: string): Promise<string | undefined> {
    return (await this.#index()).last[cell];
  }

  /**
   * Keeps what the cell has read now. Above 64 MB it is not kept, and of more than 20 versions the oldest goes that no
   * cell read last.
   * @throws what the store throws when it is full
   */
  async keep(cell: string, table: StoredTable): Promise<void> {
    const index = await this.#index();
    index.last = { ...index.last, [cell]: table.version };
    const isKept = index.versions.includes(table.version);
    const isSmall = valueSizeBytes(table.columns) <= MOST_BYTES;
    if (isKept || isSmall) {
      if (!isKept) await this.#store.put(fileName(table.version), table);
      index.versions = [...index.versions.filter((version) => version !== table.version), table.version];
    }
    const used = new Set(Object.values(index.last));
    while (index.versions.length > MOST_VERSIONS) {
      const at = index.versions.findIndex((version) => !used.has(version));
      if (at === -1) break;
      const [oldest] = index.versions.splice(at, 1);
      await this.#store.delete(fileName(oldest!));
    }
    await this.#store.put(INDEX, index);
  }

  async #index(): Promise<Index> {
    const found = (await this.#store.get(INDEX)) as Index | undefined;
    return found ? { versions: [...found.versions], last: { ...found.last } } : { versions: [], last: {} };
  }
}

/** No colon: it is a file's name on disk. */
function fileName(version: string): string {
  return version.replace(":", "-");
}

/** Gone with the program. */
export function memoryStore(): KeyedStore {
  const values = new Map<string, unknown>();
  return {
    get: (name) => Promise.resolve(structuredClone(values.get(name))),
    put: (name, value) => Promise.resolve(void values.set(name, structuredClone(value))),
    delete: (name) => Promise.resolve(void values.delete(name)),
  };
}
