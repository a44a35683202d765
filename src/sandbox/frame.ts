// Runs in the hidden frame: sets the frame's policy, starts and ends workers for the page, and answers its
// heartbeat. It never looks at what passes between page and worker: they speak over a port of their own.
import type { WorkerScript } from "./host.ts";

export type ToFrame =
  | { type: "start"; id: number; script: WorkerScript; port: MessagePort }
  | { type: "terminate"; id: number }
  | { type: "ping"; count: number };
export type FromFrame =
  | { type: "frame-ready" }
  | { type: "pong"; count: number }
  | { type: "died"; id: number; message: string };

const folder = new URL("./", location.href).href;
/** Undefined while its code is still on its way. */
const workers = new Map<number, Worker | undefined>();

function send(message: FromFrame): void {
  parent.postMessage(message, "*");
}

/**
 * From here on this frame and its workers have no network. Written here, because only here the folder's address
 * is known on any static host. No URL ever in worker-src: a worker started from a URL takes the policy of its
 * own response, not this one.
 */
function closeNetwork(): void {
  const policy = document.createElement("meta");
  policy.httpEquiv = "Content-Security-Policy";
  policy.content = [
    "default-src 'none'",
    `script-src ${folder} data: blob: 'unsafe-eval'`,
    "worker-src data: blob:",
    "connect-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
  document.head.append(policy);
}

async function codeOf(script: WorkerScript): Promise<string> {
  const response = await fetch(`${folder}${script}.js`);
  if (!response.ok) throw new Error(`${script}.js could not be loaded (${response.status})`);
  return response.text();
}

/** Our code, fetched before the network is closed; later workers need no network to start. */
async function loadCode(): Promise<Record<WorkerScript, string>> {
  try {
    const [cells, engine, inference] = await Promise.all([
      codeOf("cells"),
      codeOf("engine"),
      codeOf("inference"),
    ]);
    return { cells, engine, inference };
  } finally {
    closeNetwork();
  }
}

// Our code becomes a blob: a script of another origin, as the folder is to a data: worker, has its errors muted,
// and a cell's error in a timer or in a promise that nobody awaits would be "Script error." or nothing.
const BOOT =
  "onmessage = ({ data }) => importScripts(URL.createObjectURL(new Blob([data], { type: 'text/javascript' })))";

/**
 * A worker of a data: URL has an opaque origin: no storage, whatever the browser allows frames of other sites,
 * and no channel to a worker of the same notebook in another tab. A blob: worker would have the frame's.
 */
function startWorker(id: number, source: string, port: MessagePort): void {
  const worker = new Worker(`data:text/javascript,${encodeURIComponent(BOOT)}`);
  worker.onerror = (event) =>
    send({ type: "died", id, message: event.message || "the worker did not start" });
  worker.postMessage(source);
  worker.postMessage({ port, folder }, [port]);
  workers.set(id, worker);
}

const code = loadCode();
addEventListener("message", (event: MessageEvent<ToFrame>) => {
  if (event.source !== parent) return;
  const message = event.data;
  if (message.type === "start") {
    const { id, script, port } = message;
    workers.set(id, undefined);
    code.then(
      (sources) => workers.has(id) && startWorker(id, sources[script], port),
      (error: unknown) => send({ type: "died", id, message: String(error) }),
    );
  } else if (message.type === "ping") send({ type: "pong", count: message.count });
  else if (message.type === "terminate") {
    workers.get(message.id)?.terminate();
    workers.delete(message.id);
  }
});
send({ type: "frame-ready" });
