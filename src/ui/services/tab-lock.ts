// One tab writes a notebook, others follow it. The browser's lock `notebook:<id>` says which: it is given back when the
// writing tab closes or dies, and handed over when another asks for it.

/** How long a tab that is being left, by a reload for one, may take to give its lock back. */
const LEAVE_MS = 500;
/** How long a writing tab may take to save and give way; then it is held to be stuck. */
const GIVE_WAY_MS = 3000;

/** What a tab hears of the others. */
export interface Heard {
  /** Another tab wants to write. The lock is given back when what is returned resolves. */
  wanted?: () => Promise<void>;
  /** Another tab has saved. */
  saved?: () => void;
  /** The lock was taken away, because this tab did not answer. */
  lost?: () => void;
}

export interface TabLock {
  /** Where the browser has no locks for this page (a private window, plain http) every tab is one. */
  readonly isWriter: boolean;
  /** It writes, and no other tab does: the lock is held. */
  readonly isAlone: boolean;
  /** Tells the other tabs that something was saved. */
  announceSaved(): void;
  /** What was heard before is told at once. */
  listen(heard: Heard): void;
  release(): void;
}

/** @param takeOver makes the tab that writes give way; otherwise this one follows where another writes */
export async function lockNotebook(id: string, { takeOver }: { takeOver: boolean }): Promise<TabLock> {
  const channel = new BroadcastChannel(`notebook:${id}`);
  let heard: Heard | undefined;
  const before: (keyof Heard)[] = [];
  let isWriter = false;
  const tell = (what: keyof Heard) => {
    if (!heard) return void before.push(what);
    if (what === "wanted") {
      if (isWriter) void (heard.wanted?.() ?? Promise.resolve()).finally(() => hold.release());
    } else heard[what]?.();
  };
  const hold = new Hold(`notebook:${id}`, () => tell("lost"));
  channel.onmessage = ({ data }) => {
    if (data === "saved" || data === "wanted") tell(data);
  };
  if (takeOver) channel.postMessage("wanted");
  isWriter = await hold.request(takeOver ? GIVE_WAY_MS : LEAVE_MS, takeOver);
  return {
    isWriter,
    isAlone: hold.isHeld,
    announceSaved: () => isWriter && channel.postMessage("saved"),
    listen(handlers) {
      heard = handlers;
      for (const what of before.splice(0)) tell(what);
    },
    release() {
      channel.close();
      hold.release();
    },
  };
}

/** Otherwise the browser has no locks for this page: then every tab writes. */
function isWaitOver(error: unknown): boolean {
  return error instanceof DOMException && ["AbortError", "TimeoutError"].includes(error.name);
}

/** A lock of the browser, held until it is released. */
class Hold {
  isHeld = false;
  readonly #name: string;
  readonly #onstolen: () => void;
  #release: (() => void) | undefined;

  constructor(name: string, onstolen: () => void) {
    this.#name = name;
    this.#onstolen = onstolen;
  }

  /** Waits for the lock; true when it is held, or where there are none. @param mustHave takes it from who does not give way */
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
      navigator.locks
        .request(this.#name, options, () => {
          this.isHeld = true;
          resolve(true);
          return held;
        })
        .catch((error: unknown) => {
          resolve(!isWaitOver(error));
          if (this.isHeld) this.#onstolen();
        });
    });
  }
}
