// Keeps an open notebook in the browser's store: text within half a second of the last change, outputs when
// a run has ended and every few seconds while one goes on, so that a tab that dies loses next to nothing.
import type { Session } from "#session/session.ts";
import { backendId } from "#session/backend-id.ts";
import { newNotebookId, type NotebookStore, type StoredNotebook } from "#storage/notebook-store.ts";
import type { VersionKeeper } from "#storage/version-keeper.ts";
import type { SaveState } from "#ui/app-services.ts";
import type { OtherText } from "./other-text.ts";

const TEXT_DELAY_MS = 300;
const OUTPUT_DELAY_MS = 3000;
const NOT_KEPT =
  "this browser lets pages keep nothing (a private window?). Download the notebook before you close the tab.";

interface AutosaveParts {
  store: NotebookStore;
  stored: StoredNotebook;
  versions: VersionKeeper;
  /** No other tab writes it: nothing is looked at before a save, which would make each one later. */
  isAlone: boolean;
}

export class Autosave {
  current: SaveState = { state: "saved" };
  readonly #session: Session;
  readonly #store: NotebookStore;
  readonly #versions: VersionKeeper;
  readonly #isAlone: boolean;
  readonly #opening = newNotebookId();
  readonly #onsaved: (text: string) => void;
  /** What was saved last, or is being saved. */
  #stored: StoredNotebook;
  /** What this opening of the notebook has surely in the store, or has met there. */
  #known: { text: string; changedAt: number };
  #inOtherTab: OtherText | undefined;
  /** While its person is asked which of two texts to keep: what is said, and where this one goes meanwhile. */
  #asked: { state: SaveState; keep: (text: string, now: number) => Promise<void> } | undefined;
  #isOver = false;
  #listeners = new Set<() => void>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #dueMs = Infinity;
  #notebook: unknown;
  #wasRunning = false;
  #saving: Promise<void> = Promise.resolve();
  readonly #stop: () => void;

  /** @param onsaved called with the text after each save */
  constructor(
    session: Session,
    { store, stored, versions, isAlone }: AutosaveParts,
    onsaved: (text: string) => void = () => undefined,
  ) {
    this.#onsaved = onsaved;
    this.#session = session;
    this.#store = store;
    this.#versions = versions;
    this.#isAlone = isAlone;
    this.#stored = stored;
    this.#known = stored;
    this.#notebook = session.notebook;
    void store.whyNotKept.then(
      (why) => why !== undefined && this.#say({ state: "error", message: NOT_KEPT }),
    );
    const unsubscribe = session.subscribe(() => this.#changed());
    const flush = () => void this.flush();
    addEventListener("pagehide", flush);
    document.addEventListener("visibilitychange", flush);
    this.#stop = () => {
      unsubscribe();
      removeEventListener("pagehide", flush);
      document.removeEventListener("visibilitychange", flush);
    };
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** Writes now what waits. */
  async flush(): Promise<void> {
    if (this.#dueMs === Infinity) return this.#saving;
    clearTimeout(this.#timer);
    this.#dueMs = Infinity;
    // One save need not wait for another: the database keeps their order, and a tab may die meanwhile.
    const saving = this.#save();
    this.#saving = Promise.all([this.#saving, saving]).then(() => undefined);
    return this.#saving;
  }

  /** Brings in what another tab has saved, where there are no locks to keep it from that. */
  async look(): Promise<void> {
    const there = await this.#store.get(this.#stored.id);
    if (!there || there.savedBy === this.#opening || there.changedAt === this.#known.changedAt) return;
    await this.#trying(() => this.#meet(there));
  }

  async close(): Promise<void> {
    await this.flush();
    this.abandon();
  }

  /** Nothing is saved from here on. */
  abandon(): void {
    this.#isOver = true;
    clearTimeout(this.#timer);
    this.#dueMs = Infinity;
    this.#stop();
  }

  #changed(): void {
    const isEdit = this.#notebook !== this.#session.notebook;
    this.#notebook = this.#session.notebook;
    const started = this.#session.isRunning && !this.#wasRunning;
    this.#wasRunning = this.#session.isRunning;
    // Before a run: without sandbox hosts a cell that fills the memory takes the tab with it.
    if (started) return this.#saveIn(0);
    if (!isEdit && this.#session.isRunning) return this.#saveIn(OUTPUT_DELAY_MS);
    this.#saveIn(TEXT_DELAY_MS);
  }

  #saveIn(delayMs: number): void {
    if (this.#isOver) return;
    const now = performance.now();
    const due = now + delayMs;
    // Browsers let keys go before timers: while somebody types fast, no timer may come for long.
    if (this.#dueMs <= now) return void this.flush();
    if (this.#dueMs <= due) return;
    this.#dueMs = due;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.flush(), delayMs);
  }

  async #save(): Promise<void> {
    const session = this.#session;
    const text = session.toText();
    const views = session.cells.filter((cell) => cell.type === "code");
    const ranHere = views.some((view) => !view.isPublished && view.status !== "idle");
    const isOwn = this.#stored.isOwn || ranHere;
    const snapshot = session.toSnapshot();
    const isSame =
      text === this.#stored.text &&
      JSON.stringify(snapshot) === JSON.stringify(this.#stored.snapshot ?? null);
    if (isSame) return;
    const asked = this.#asked;
    if (asked) {
      return this.#trying(async () => {
        await asked.keep(text, Date.now());
        this.#say(asked.state);
      });
    }
    this.#say({ state: "saving" });
    this.#stored = {
      ...this.#stored,
      title: session.title === "Untitled" ? "" : session.title,
      text,
      snapshot,
      isOwn,
      ...(session.backend.name && { backend: backendId(session.backend) }),
      savedBy: this.#opening,
      changedAt: Date.now(),
      statuses: views.map((view) =>
        view.status === "running" || view.status === "queued" ? "idle" : view.status,
      ),
    };
    const saved = this.#stored;
    await this.#trying(async () => {
      if (this.#isAlone) await this.#store.put(saved);
      else {
        const other = await this.#store.replace(saved, this.#known.changedAt);
        if (other) return this.#meet(other);
      }
      this.#known = saved;
      this.#onsaved(text);
      const why = await this.#store.whyNotKept;
      if (why === undefined) this.#say({ state: "saved", at: saved.changedAt });
      else this.#say({ state: "error", message: NOT_KEPT });
    });
  }

  /** What goes wrong is said. */
  async #trying(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      const why =
        error instanceof DOMException && error.name === "QuotaExceededError"
          ? "this browser's storage is full"
          : error instanceof Error
            ? error.message
            : String(error);
      this.#say({ state: "error", message: `${why}. Download the notebook to keep it.` });
    }
  }

  /** Another tab has saved: each cell as it is where it was changed, or its person says which. */
  async #meet(there: StoredNotebook): Promise<void> {
    if (this.#isOver) return;
    if (this.#session.readOnly !== undefined) return this.#goOnFrom(there);
    const { OtherText } = await import("./other-text.ts");
    const other = (this.#inOtherTab ??= new OtherText({
      session: this.#session,
      versions: this.#versions,
      base: "",
      name: "the other tab",
    }));
    if (!this.#asked) other.base = this.#known.text;
    const conflictCount = other.meet(there.text);
    if (conflictCount === 0) {
      this.#goOnFrom(there);
      return this.#save();
    }
    const choose = async (how: Promise<void>) => {
      await how;
      this.#goOnFrom(there);
      await this.#save();
    };
    const keep = this.#asked?.keep ?? this.#versions.branch("From the tab that was not saved");
    const state: SaveState = {
      state: "conflict",
      conflictCount,
      keepMine: () => this.#trying(() => choose(other.keepMine())),
      takeTheirs: () => this.#trying(() => choose(other.takeTheirs())),
    };
    this.#asked = { state, keep };
    await keep(this.#session.toText(), Date.now());
    this.#say(state);
  }

  /** What is in the store is what this tab comes from, from here on. */
  #goOnFrom(there: StoredNotebook): void {
    this.#asked = undefined;
    this.#known = there;
    this.#stored = { ...this.#stored, text: there.text };
    this.#say({ state: "saved", at: there.changedAt });
  }

  #say(state: SaveState): void {
    this.current = state;
    for (const listener of this.#listeners) listener();
  }
}
