// One tab writes a notebook, others follow it. The browser's lock `notebook:<id>` says which: it is given back when the
// writing tab closes or dies, and handed over when another asks for it.

/** How long a tab that is being left, by a reload for one, may take to give its lock back. */
const LEAVE_MS = 500;
/** How long a writing tab may take to save and give way; then it is held to be stuck. */
const GIVE_WAY_MS = 3000;

export interface TabLock {
  readonly isWriter: boolean;
  /** Tells the tabs that follow that something was saved. */
  announceSaved(): void;
  /** To be set: another tab wants to write. The lock is given back when what is returned resolves. */
  onwanted: () => Promise<void>;
  /** To be set: the writing tab has saved. */
  onsaved: () => void;
  /** To be set: the lock was taken away, because this tab did not answer. */
  onlost: () => void;
  release(): void;
}

/** @param takeOver makes the tab that writes give way; otherwise this one follows where another writes */
export async function lockNotebook(id: string, { takeOver }: { takeOver: boolean }): Promise<TabLock> {
  const channel = new BroadcastChannel(`notebook:${id}`);
  const hold = new Hold(`notebook:${id}`, () => lock.onlost());
  if (takeOver) channel.postMessage("wanted");
  const isWriter = await hold.request(takeOver ? GIVE_WAY_MS : LEAVE_MS, takeOver);
  const lock: TabLock = {
    isWriter,
    announceSaved: () => isWriter && channel.postMessage("saved"),
    onwanted: () => Promise.resolve(),
    onsaved: () => undefined,
    onlost: () => undefined,
    release() {
      channel.close();
      hold.release();
    },
  };
  channel.onmessage = ({ data }) => {
    if (data === "saved" && !isWriter) lock.onsaved();
    if (data === "wanted" && isWriter) void lock.onwanted().finally(() => hold.release());
  };
  return lock;
}

/** Otherwise the browser has no locks for this page (a private window): then every tab writes. */
function isWaitOver(error: unknown): boolean {
  return error instanceof DOMException && ["AbortError", "TimeoutError"].includes(error.name);
}

/** A lock of the browser, held until it is released. Where there are none, every tab writes. */
class Hold {
  readonly #name: string;
  readonly #onstolen: () => void;
  #release: (() => void) | undefined;

  constructor(name: string, onstolen: () => void) {
    this.#name = name;
    this.#onstolen = onstolen;
  }

  /** Waits for the lock; true when it is held. @param mustHave takes it from who does not give way */
  async request(waitMs: number, mustHave: boolean): Promise<boolean> {
    if (!("locks" in navigator)) return true;
    if (await this.#ask({ signal: AbortSignal.timeout(waitMs) })) return true;
    return mustHave && this.#ask({ steal: true });
  }

  release(): void {
    this.#release?.();
    this.#release = undefined;
  }

  #ask(options: LockOptions): Promise<boolean> {
    return new Promise((resolve) => {
      const held = new Promise<void>((release) => {
        this.#release = release;
      });
      let isHeld = false;
      navigator.locks
        .request(this.#name, options, () => {
          isHeld = true;
          resolve(true);
          return held;
        })
        .catch((error: unknown) => {
          resolve(!isWaitOver(error));
          if (isHeld) this.#onstolen();
        });
    });
  }
}
