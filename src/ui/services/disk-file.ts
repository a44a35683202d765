// The file on disk that a notebook is saved to, where the browser lets pages have one. What somebody else changed in it
// meanwhile is merged cell by cell; where both changed the same cell, the person is asked.
import { kindNames } from "#cells/kind-names.ts";
import { mergeNotebooks } from "#document/merge-notebooks.ts";
import type { Session } from "#session/session.ts";
import type { NotebookStore, StoredDiskFile } from "#storage/notebook-store.ts";
import type { VersionKeeper } from "#storage/version-keeper.ts";
import type { DiskFile, DiskState } from "#ui/app-services.ts";

// The part of the File System Access API that TypeScript's DOM lacks.
type Handle = FileSystemFileHandle & {
  queryPermission?(options: { mode: "read" | "readwrite" }): Promise<PermissionState>;
  requestPermission?(options: { mode: "read" | "readwrite" }): Promise<PermissionState>;
};
interface Pickers {
  showSaveFilePicker(options: object): Promise<FileSystemFileHandle>;
  showOpenFilePicker(options: object): Promise<FileSystemFileHandle[]>;
}

const TYPES = [{ description: "Notebook", accept: { "text/markdown": [".md"] } }];

export function pickers(): Pickers | undefined {
  return "showSaveFilePicker" in globalThis ? (globalThis as unknown as Pickers) : undefined;
}

/** Undefined when the person chose none. */
export async function pickNotebook(): Promise<FileSystemFileHandle | undefined> {
  const picked = await pickers()?.showOpenFilePicker({ types: TYPES }).catch(noneChosen);
  return picked?.[0];
}

export class NotebookOnDisk implements DiskFile {
  state: DiskState;
  readonly #session: Session;
  readonly #store: NotebookStore;
  readonly #id: string;
  readonly #versions: VersionKeeper;
  readonly #listeners = new Set<() => void>();
  #file: StoredDiskFile | undefined;
  /** What the file holds where both sides changed the same cells, until the person has said which to keep. */
  #theirs: string | undefined;

  constructor(parts: {
    session: Session;
    store: NotebookStore;
    id: string;
    versions: VersionKeeper;
    file: StoredDiskFile | undefined;
  }) {
    this.#session = parts.session;
    this.#store = parts.store;
    this.#id = parts.id;
    this.#versions = parts.versions;
    this.#file = parts.file;
    this.state = stateOf(this.#file);
    const look = () => document.visibilityState === "visible" && void this.look();
    document.addEventListener("visibilitychange", look);
    addEventListener("focus", look);
    this.close = () => {
      document.removeEventListener("visibilitychange", look);
      removeEventListener("focus", look);
    };
    void this.look();
  }

  readonly close: () => void;

  get isPossible(): boolean {
    return pickers() !== undefined || this.#file !== undefined;
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** To be called from a click or a key: the browser asks its person. */
  async save(suggestedName: string): Promise<void> {
    if (this.#session.readOnly !== undefined)
      return this.#say({
        ...this.state,
        problem: "What can only be read here is not written. Download it instead.",
      });
    this.#file ??= await this.#choose(suggestedName);
    if (!this.#file) return;
    if (!(await mayUse(this.#file.handle, "readwrite", true)))
      return this.#say({
        ...this.state,
        problem: `This browser was not allowed to write ${this.#file.handle.name}.`,
      });
    await this.#meet();
    if (this.#theirs === undefined) await this.#write(this.#session.toText());
  }

  /** Whether somebody changed the file: asked when the person comes back to the page. */
  async look(): Promise<void> {
    if (this.#session.readOnly !== undefined) return;
    if (this.#file && (await mayUse(this.#file.handle, "read", false))) await this.#meet();
  }

  async keepMine(): Promise<void> {
    if (this.#theirs !== undefined)
      await this.#versions.note(this.#theirs, Date.now(), "From the file on disk");
    this.#theirs = undefined;
    await this.#write(this.#session.toText());
  }

  async takeTheirs(): Promise<void> {
    const theirs = this.#theirs;
    if (theirs === undefined || !this.#file) return;
    this.#theirs = undefined;
    await this.#versions.note(this.#session.toText(), Date.now(), "Before the file on disk was taken");
    this.#session.replaceText(theirs);
    await this.#keep({ ...this.#file, text: theirs });
    this.#say(stateOf(this.#file));
  }

  /** Brings what somebody else changed in the file into the notebook; a file that is gone is written anew. */
  async #meet(): Promise<void> {
    const file = this.#file!;
    const theirs = await readText(file.handle);
    if (theirs === undefined || theirs === file.text || this.#theirs === theirs) return;
    const ours = this.#session.toText();
    const { text, conflictCount } = mergeNotebooks({ base: file.text, ours, theirs }, { kinds: kindNames });
    if (conflictCount > 0) {
      this.#theirs = theirs;
      return this.#say({ ...stateOf(file), conflictCount });
    }
    this.#theirs = undefined;
    this.#session.replaceText(text);
    await this.#keep({ ...file, text: theirs });
    this.#say({ ...stateOf(file), merged: true });
  }

  async #choose(suggestedName: string): Promise<StoredDiskFile | undefined> {
    const handle = await pickers()?.showSaveFilePicker({ suggestedName, types: TYPES }).catch(noneChosen);
    return handle && { handle, text: (await readText(handle)) ?? "" };
  }

  async #write(text: string): Promise<void> {
    const { handle } = this.#file!;
    try {
      const stream = await handle.createWritable();
      await stream.write(text);
      await stream.close();
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      return this.#say({ ...stateOf(this.#file), problem: `${handle.name} could not be written: ${why}` });
    }
    await this.#keep({ handle, text });
    this.#say({ ...stateOf(this.#file), savedAt: Date.now() });
  }

  async #keep(file: StoredDiskFile): Promise<void> {
    this.#file = file;
    await this.#store.putDiskFile(this.#id, file);
  }

  #say(state: DiskState): void {
    this.state = state;
    for (const listener of this.#listeners) listener();
  }
}

function stateOf(file: StoredDiskFile | undefined): DiskState {
  return file ? { name: file.handle.name } : {};
}

/** A picker that is closed without a choice rejects. */
function noneChosen(error: unknown): undefined {
  if (error instanceof DOMException && error.name === "AbortError") return undefined;
  throw error;
}

async function mayUse(handle: Handle, mode: "read" | "readwrite", isAsked: boolean): Promise<boolean> {
  const known = (await handle.queryPermission?.({ mode })) ?? "granted";
  if (known === "granted" || !isAsked) return known === "granted";
  return (await handle.requestPermission?.({ mode })) === "granted";
}

/** Undefined when the file is gone. */
async function readText(handle: FileSystemFileHandle): Promise<string | undefined> {
  try {
    return await (await handle.getFile()).text();
  } catch {
    return undefined;
  }
}
