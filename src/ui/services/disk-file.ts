// The file on disk that a notebook is saved to, where the browser lets pages have one. What somebody else changed in it
// meanwhile is merged cell by cell; where both changed the same cell, the person is asked.
import type { Session } from "#session/session.ts";
import type { NotebookStore, StoredDiskFile } from "#storage/notebook-store.ts";
import type { VersionKeeper } from "#storage/version-keeper.ts";
import type { DiskFile, DiskState } from "#ui/app-services.ts";
import { OtherText } from "./other-text.ts";

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
  readonly #listeners = new Set<() => void>();
  readonly #inFile: OtherText;
  #file: StoredDiskFile | undefined;

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
    this.#file = parts.file;
    const { session, versions, file } = parts;
    this.#inFile = new OtherText({ session, versions, base: file?.text ?? "", name: "the file on disk" });
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
    if (!this.#file) {
      this.#file = await this.#choose(suggestedName);
      this.#inFile.base = this.#file?.text ?? "";
    }
    if (!this.#file) return;
    if (!(await mayUse(this.#file.handle, "readwrite", true)))
      return this.#say({
        ...this.state,
        problem: `This browser was not allowed to write ${this.#file.handle.name}.`,
      });
    await this.#meet();
    if (!this.#inFile.isAsked) await this.#write(this.#session.toText());
  }

  /** Whether somebody changed the file: asked when the person comes back to the page. */
  async look(): Promise<void> {
    if (this.#session.readOnly !== undefined) return;
    if (this.#file && (await mayUse(this.#file.handle, "read", false))) await this.#meet();
  }

  async keepMine(): Promise<void> {
    await this.#inFile.keepMine();
    await this.#write(this.#session.toText());
  }

  async takeTheirs(): Promise<void> {
    await this.#inFile.takeTheirs();
    await this.#keep({ ...this.#file!, text: this.#inFile.base });
    this.#say(stateOf(this.#file));
  }

  /** Brings what somebody else changed in the file into the notebook; a file that is gone is written anew. */
  async #meet(): Promise<void> {
    const file = this.#file!;
    const theirs = await readText(file.handle);
    if (theirs === undefined || theirs === file.text) return;
    const conflictCount = this.#inFile.meet(theirs);
    if (conflictCount > 0) return this.#say({ ...stateOf(file), conflictCount });
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
    this.#inFile.base = file.text;
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
