// The sandbox in a browser: a hidden frame on a host name of its own, which gives it a process of its own, or,
// on a plain static host, a hidden frame of the same site. The only file below src/ui that touches the DOM.
import { CairnError } from "#errors/cairn-error.ts";
import type { FromFrame, ToFrame } from "./frame.ts";
import type { SandboxHost, SandboxWorker, WorkerScript } from "./host.ts";
import { messagePort } from "./message-port.ts";

export interface FrameHostOptions {
  /** The notebook's own: 16 hex digits of its id make the host name of its sandbox. */
  notebookId: string;
  /** "http://*.localhost:4173", where sandbox hosts are served; "" on a plain static host. */
  sandboxOrigin: string;
}

const READY_TIMEOUT_MS = 10_000;
const FIRST_TRY_MS = 3_000;
const PING_MS = 500;
/**
 * A frame silent for this long while the page is awake has died: its memory ran out, and no event tells. Long enough
 * for a slow machine to work off 100,000 messages that a cell sent, behind which an answer waits.
 */
const SILENCE_MS = 5_000;

/** Tries the notebook's own host name, then 127.0.0.1, then the page's own site. */
export async function startFrameHost(options: FrameHostOptions): Promise<SandboxHost> {
  for (const origin of originsToTry(options)) {
    const host = new FrameHost("origin", `${origin}/sandbox/frame.html?host=origin`);
    if (await host.open(FIRST_TRY_MS)) return host;
    host.close();
  }
  const host = new FrameHost("data", new URL("sandbox/frame.html?host=data", document.baseURI).href);
  if (await host.open(READY_TIMEOUT_MS)) return host;
  host.close();
  throw new CairnError("the sandbox did not start: its frame was not loaded", {
    code: "no-sandbox",
    hint: "A blocker may forbid frames on this page. Cells can be read and edited, but not run.",
  });
}

function originsToTry({ notebookId, sandboxOrigin }: FrameHostOptions): string[] {
  if (!sandboxOrigin.includes("*")) return [];
  const own = sandboxOrigin.replace(
    "*",
    notebookId
      .replaceAll(/[^0-9a-f]/g, "")
      .padEnd(16, "0")
      .slice(0, 16),
  );
  const local = new URL(own).hostname.endsWith(".localhost")
    ? [own.replace(/[0-9a-f]{16}\.localhost/, "127.0.0.1")]
    : [];
  return [own, ...local];
}

class FrameHost implements SandboxHost {
  readonly kind: "origin" | "data";
  readonly #url: string;
  #frame: HTMLIFrameElement | undefined;
  #ready: Promise<boolean> | undefined;
  #count = 0;
  #lastPong = 0;
  #timer: ReturnType<typeof setInterval> | undefined;
  readonly #deaths = new Map<number, (reason: string) => void>();

  constructor(kind: "origin" | "data", url: string) {
    this.kind = kind;
    this.#url = url;
  }

  open(timeoutMs: number): Promise<boolean> {
    const frame = document.createElement("iframe");
    frame.hidden = true;
    frame.title = "sandbox";
    frame.setAttribute("aria-hidden", "true");
    frame.allow = "cross-origin-isolated";
    // The second origin is another site: scripts there may have it for themselves, and cannot reach ours.
    if (this.kind === "origin") frame.setAttribute("sandbox", "allow-scripts allow-same-origin");
    frame.src = this.#url;
    this.#frame = frame;
    this.#ready = new Promise((resolve) => {
      const timer = setTimeout(() => resolve(false), timeoutMs);
      this.#onReady = () => {
        clearTimeout(timer);
        resolve(true);
      };
    });
    addEventListener("message", this.#receive);
    document.body.append(frame);
    return this.#ready;
  }

  #onReady: () => void = () => undefined;

  async start(script: WorkerScript): Promise<SandboxWorker> {
    if (!this.#frame && !(await this.open(READY_TIMEOUT_MS)))
      throw new CairnError("the sandbox did not start again");
    await this.#ready;
    const id = ++this.#count;
    const { port1, port2 } = new MessageChannel();
    this.#send({ type: "start", id, script, port: port2 }, [port2]);
    this.#watch();
    return {
      port: messagePort(port1),
      terminate: () => {
        this.#deaths.delete(id);
        this.#send({ type: "terminate", id });
        port1.close();
      },
      onDeath: (listener) => this.#deaths.set(id, listener),
    };
  }

  close(): void {
    removeEventListener("message", this.#receive);
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.#frame?.remove();
    this.#frame = undefined;
  }

  readonly #receive = (event: MessageEvent<FromFrame>): void => {
    if (!this.#frame || event.source !== this.#frame.contentWindow) return;
    const message = event.data;
    if (message.type === "frame-ready") this.#onReady();
    else if (message.type === "pong") this.#lastPong = performance.now();
    else if (message.type === "died") this.#deaths.get(message.id)?.(message.message);
  };

  /** Heartbeat. A page that slept sees late pongs, so only time in which it was awake itself counts. */
  #watch(): void {
    // A frame of the same site shares the page's process: it cannot die alone, only be late.
    if (this.kind === "data" || this.#timer) return;
    this.#lastPong = performance.now();
    let lastTick = performance.now();
    this.#timer = setInterval(() => {
      const now = performance.now();
      if (now - lastTick > 3 * PING_MS) this.#lastPong = now;
      lastTick = now;
      if (now - this.#lastPong > SILENCE_MS) this.#die();
      else this.#send({ type: "ping", count: ++this.#count });
    }, PING_MS);
  }

  #die(): void {
    this.close();
    const listeners = [...this.#deaths.values()];
    this.#deaths.clear();
    for (const listener of listeners) listener("ran out of memory");
  }

  #send(message: ToFrame, transfer: Transferable[] = []): void {
    this.#frame?.contentWindow?.postMessage(message, "*", transfer);
  }
}
