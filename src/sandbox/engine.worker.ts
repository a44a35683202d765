// The engine's worker in a browser, a classic script.
import { createEngine } from "./engine.ts";
import { messagePort } from "./message-port.ts";

globalThis.onmessage = ({ data }: MessageEvent<{ port: MessagePort }>) => {
  globalThis.onmessage = null;
  createEngine(messagePort(data.port));
};
