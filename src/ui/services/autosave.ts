// Keeps an open notebook in the browser's store: text within half a second of the last change, outputs when
// a run has ended and every few seconds while one goes on, so that a tab that dies loses next to nothing.
import type { Session } from "#session/session.ts";
import { newNotebookId, type NotebookStore, type StoredNotebook } from "#storage/notebook-store.ts";
import type { VersionKeeper } from "#storage/version-keeper.ts";
import type { SaveState } from "#ui/app-services.ts";
import type { OtherText } from "./other-text.ts";

const TEXT_DELAY_MS = 300;
const OUTPUT_DELAY_MS = 3000;
const NOT_KEPT =
  "this browser lets pages keep nothing (a private window?). Download the notebook before you close the tab.";

export class Autosave {
  current: SaveState = { state: "saved" };
  readonly #session: Session;
  readonly #store: NotebookStore;
  readonly #versions: VersionKeeper;
  readonly #opening = newNotebookId();
  readonly #onsaved: (text: string) => void;
  /** What was saved last, or is being saved. */
  #stored: StoredNotebook;
  /** What this opening of the notebook has surely in the store, or has met there. */
  #known: { text: string; changedAt: number };
  #inOtherTab: OtherText | undefined;
  #beside: ((text: string, now: number) => Promise<void>) | undefined;
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
    { store, stored, versions }: { store: NotebookStore; stored: StoredNotebook; versions: VersionKeeper },
    onsaved: (text: string) => void = () => undefined,
  ) {
    this.#onsaved = onsaved;
    this.#session = session;
    this.#store = store;
    this.#versions = versions;
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
    if (there && there.savedBy !== this.#opening && there.changedAt !== this.#known.changedAt)
      await this.#meet(there);
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
    if (this.#beside && this.#inOtherTab?.isAsked) return this.#beside(text, Date.now());
    this.#say({ state: "saving" });
    this.#stored = {
      ...this.#stored,
      title: session.title === "Untitled" ? "" : session.title,
      text,
      snapshot,
      isOwn,
      savedBy: this.#opening,
      changedAt: Date.now(),
      statuses: views.map((view) =>
        view.status === "running" || view.status === "queued" ? "idle" : view.status,
      ),
    };
    const saved = this.#stored;
    try {
      const other = await this.#store.replace(saved, this.#known.changedAt);
      if (other) return await this.#meet(other);
      this.#known = saved;
      this.#onsaved(text);
      const why = await this.#store.whyNotKept;
      if (why === undefined) this.#say({ state: "saved", at: saved.changedAt });
      else this.#say({ state: "error", message: NOT_KEPT });
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
    if (this.#session.readOnly !== undefined || this.#isOver) return;
    const { OtherText } = await import("./other-text.ts");
    const versions = this.#versions;
    this.#inOtherTab ??= new OtherText({
      session: this.#session,
      versions,
      base: this.#known.text,
      name: "the other tab",
    });
    const other = this.#inOtherTab;
    if (!other.isAsked) other.base = this.#known.text;
    const conflictCount = other.meet(there.text);
    const goOn = () => {
      this.#known = there;
      this.#stored = { ...this.#stored, text: there.text };
      this.#beside = undefined;
      this.#say({ state: "saved", at: there.changedAt });
      this.#saveIn(0);
    };
    if (conflictCount === 0) return goOn();
    this.#beside ??= versions.branch("From the tab that was not saved");
    await this.#beside(this.#session.toText(), Date.now());
    this.#say({
      state: "conflict",
      conflictCount,
      async keepMine() {
        await other.keepMine();
        goOn();
      },
      async takeTheirs() {
        await other.takeTheirs();
        goOn();
      },
    });
  }

  #say(state: SaveState): void {
    this.current = state;
    for (const listener of this.#listeners) listener();
  }
}
