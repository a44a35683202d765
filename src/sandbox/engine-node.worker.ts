// The engine's worker in Node, a worker thread.
import { parentPort, type MessagePort } from "node:worker_threads";
import { createEngine } from "./engine.ts";

const parent = parentPort as MessagePort;
createEngine({
  post: (message) => parent.postMessage(message),
  onMessage: (listener) => void parent.on("message", listener),
});
