// Runs in the hidden frame: sets the frame's policy, starts and ends workers for the page, and answers its
// heartbeat. It never looks at what passes between page and worker: they speak over a port of their own.

export type ToFrame =
  | { type: "start"; id: number; script: "cells" | "engine"; port: MessagePort }
  | { type: "terminate"; id: number }
  | { type: "ping"; count: number };
export type FromFrame =
  | { type: "frame-ready" }
  | { type: "pong"; count: number }
  | { type: "died"; id: number; message: string };

const folder = new URL("./", location.href).href;
const isDataHost = new URLSearchParams(location.search).get("host") === "data";
const workers = new Map<number, Worker>();

// Written here, because only here the folder's address is known on any static host. No URL ever in
// worker-src: a worker started from a URL takes the policy of its own response (probes.md 0).
const policy = document.createElement("meta");
policy.httpEquiv = "Content-Security-Policy";
policy.content = [
  "default-src 'none'",
  `script-src ${folder} ${isDataHost ? "data: " : ""}blob: 'unsafe-eval'`,
  `worker-src ${isDataHost ? "data: " : ""}blob:`,
  "connect-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
].join("; ");
document.head.append(policy);

function send(message: FromFrame): void {
  parent.postMessage(message, "*");
}

function startWorker(id: number, script: string, port: MessagePort): void {
  const source = `importScripts(${JSON.stringify(`${folder}${script}.js`)})`;
  const url = isDataHost
    ? `data:text/javascript;charset=utf-8,${encodeURIComponent(source)}`
    : URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
  const worker = new Worker(url);
  worker.onerror = (event) =>
    send({ type: "died", id, message: event.message || "the worker did not start" });
  worker.postMessage({ port, folder }, [port]);
  workers.set(id, worker);
}

addEventListener("message", (event: MessageEvent<ToFrame>) => {
  if (event.source !== parent) return;
  const message = event.data;
  if (message.type === "start") startWorker(message.id, message.script, message.port);
  else if (message.type === "ping") send({ type: "pong", count: message.count });
  else if (message.type === "terminate") {
    workers.get(message.id)?.terminate();
    workers.delete(message.id);
  }
});
send({ type: "frame-ready" });
