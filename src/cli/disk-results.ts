// Results of cells on disk: `objects/<2 hex>/<62 hex>` are their bytes under the hash of themselves, `results/<key>.json` says
// which object a key gave. Written by the run that computed it, for the notebook it belongs to (decisions.md 2).
import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { basename, dirname, extname, join, resolve } from "node:path";
import { deserialize, serialize } from "node:v8";
import type { ContentHash } from "#hashing/content-hash.ts";
import { shortHash } from "#hashing/short-hash.ts";
import type { ResultStore, StoredResult } from "#session/services.ts";
import { ObjectStore, type ObjectPlace } from "#storage/object-store.ts";
import { writeWhole } from "./write-whole.ts";

export interface DiskResultsOptions {
  /** Where objects lie. */
  objectsFolder: string;
  /** Where the index lies, of this notebook alone. */
  indexFolder: string;
  /** The program that computes: what another build has computed is computed anew, for its kernels may differ. */
  program: () => Promise<string>;
  keeps: (kind: string) => boolean;
  /** False: nothing is taken from the store, all is put into it. @default true */
  reads?: boolean;
  onDamage?: (what: string) => void;
}

export interface DiskResults extends ResultStore {
  /** Resolves when all is written. */
  settled(): Promise<void>;
}

interface Entry {
  version: 1;
  object: ContentHash;
  program: string;
}

/** So much is kept of a notebook: of more, the oldest entries go. */
const MOST_ENTRIES = 500;

export function diskResults(options: DiskResultsOptions): DiskResults {
  const { objectsFolder, indexFolder, program, keeps, reads = true, onDamage = () => undefined } = options;
  const objects = new ObjectStore(diskObjects(objectsFolder), (hash) =>
    onDamage(`a kept result (${shortHash(hash)}) was damaged, and is computed anew`),
  );
  const entryFile = (key: string) => join(indexFolder, `${hexOf(key)}.json`);
  const writing = new Set<Promise<void>>();

  async function put(key: string, bytes: Uint8Array): Promise<void> {
    const object = await objects.put(bytes);
    const entry: Entry = { version: 1, object, program: await program() };
    await writeWhole(entryFile(key), `${JSON.stringify(entry)}\n`);
  }

  return {
    keeps,
    async get(key) {
      if (!reads) return undefined;
      const entry = await readEntry(entryFile(key));
      if (!entry || entry.program !== (await program())) return undefined;
      const bytes = await objects.get(entry.object);
      return bytes && (deserialize(bytes) as StoredResult);
    },
    put(key, result) {
      // Now, before anything that it holds can change.
      const written = put(key, serialize(result));
      const settled: Promise<void> = written.then(
        () => void writing.delete(settled),
        () => void writing.delete(settled),
      );
      writing.add(settled);
      return written;
    },
    async settled() {
      while (writing.size > 0) await Promise.all(writing);
      await prune(indexFolder, objects).catch(() => undefined);
    },
  };
}

function diskObjects(folder: string): ObjectPlace {
  const fileOf = (hash: ContentHash) => join(folder, hexOf(hash).slice(0, 2), hexOf(hash).slice(2));
  return {
    read: (hash) => readFile(fileOf(hash)).catch(() => undefined),
    async write(hash, bytes) {
      await writeWhole(fileOf(hash), bytes);
    },
    delete: (hash) => rm(fileOf(hash), { force: true }),
  };
}

/**
 * In `.cairn/` beside the notebook. Code is run each time: it may read more of this machine than its text says. What lies
 * there counts for this very folder on this disk: one that came in an archive was filled by somebody else.
 */
export function keptResults(
  notebookFile: string,
  distFolder: string,
  { isFresh = false }: { isFresh?: boolean } = {},
): DiskResults {
  const kept = join(dirname(resolve(notebookFile)), ".cairn");
  const program = programOf(
    ["cells", "engine", "duckdb"].map((name) => join(distFolder, "cli", `${name}.cjs`)),
  );
  const results = diskResults({
    objectsFolder: join(kept, "objects"),
    indexFolder: join(kept, "results", basename(notebookFile, extname(notebookFile))),
    program: async () => `${await program()} in ${(await stat(kept)).ino}`,
    keeps: (kind) => kind !== "ts" && kind !== "js",
    reads: !isFresh,
    onDamage: (what) => void process.stderr.write(`In ${kept}, ${what}.\n`),
  });
  return {
    ...results,
    async put(key, result) {
      await ignoreInVersionControl(kept);
      await results.put(key, result);
    },
  };
}

/** A hash of these files, taken once, when it is first asked for. */
function programOf(files: readonly string[]): () => Promise<string> {
  let program: Promise<string> | undefined;
  const hash = async () => {
    const all = createHash("sha256");
    for (const file of files) all.update(await readFile(file));
    return all.digest("hex");
  };
  return () => (program ??= hash());
}

/** What is kept for this machine is no part of the project. */
async function ignoreInVersionControl(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, ".gitignore"), "*\n", { flag: "wx" }).catch(() => undefined);
}

/** Undefined for what is damaged or of another version: the cell is run. */
async function readEntry(file: string): Promise<Entry | undefined> {
  try {
    const entry = JSON.parse(await readFile(file, "utf8")) as Partial<Entry>;
    return entry.version === 1 && typeof entry.object === "string" && typeof entry.program === "string"
      ? (entry as Entry)
      : undefined;
  } catch {
    return undefined;
  }
}

/** Takes out the oldest entries, and their objects where no entry of this notebook has them still. */
async function prune(indexFolder: string, objects: ObjectStore): Promise<void> {
  const files = (await readdir(indexFolder)).filter((name) => name.endsWith(".json"));
  if (files.length <= MOST_ENTRIES) return;
  const entries = await Promise.all(
    files.map(async (name) => {
      const file = join(indexFolder, name);
      return { file, at: (await stat(file)).mtimeMs, object: (await readEntry(file))?.object };
    }),
  );
  entries.sort((a, b) => b.at - a.at);
  const kept = new Set(entries.slice(0, MOST_ENTRIES).map(({ object }) => object));
  for (const { file, object } of entries.slice(MOST_ENTRIES)) {
    await rm(file, { force: true });
    if (object !== undefined && !kept.has(object)) await objects.delete(object);
  }
}

/** The digits alone: a name of a file has no colon. */
function hexOf(hash: string): string {
  return hash.slice(hash.indexOf(":") + 1);
}
