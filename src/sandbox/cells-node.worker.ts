// The cells' worker in Node, a worker thread.
import { parentPort, workerData, type MessagePort } from "node:worker_threads";
import { askHost } from "./ask-host.ts";
import { createCellsRealm } from "./cells-realm.ts";
import type { Port } from "./contract.ts";
import { adapterOf } from "./gpu-adapter.ts";
import type { RealmPlatform } from "./realm-platform.ts";
import { rulesWithout, type RuleName } from "./realm-rules.ts";
import { WASM_ASSET } from "./wasm-asset.ts";

const parent = parentPort as MessagePort;
const port: Port = {
  post: (message) => parent.postMessage(message),
  onMessage: (listener) => void parent.on("message", listener),
};
const asker = askHost(port);
const setImmediateNow = setImmediate;
const startInterval = setInterval;
const stopInterval = clearInterval;
const now = performance.now.bind(performance);
let gpu: Promise<GPU | undefined> | undefined;

/** Dawn, when the optional package `webgpu` is installed and has a driver for this machine. */
async function dawn(): Promise<GPU | undefined> {
  try {
    const module = (await import("webgpu")) as unknown as {
      create: (flags: string[]) => GPU;
      globals: object;
    };
    const { globals } = module;
    Object.assign(globalThis, globals);
    const found = module.create([]);
    Object.defineProperty(
      globalThis.navigator ?? Object.assign(globalThis, { navigator: {} }).navigator,
      "gpu",
      {
        value: found,
        configurable: true,
      },
    );
    return found;
  } catch {
    return undefined;
  }
}

const platform: RealmPlatform = {
  port,
  now,
  loadBackend: (async (name: "wasm" | "webgpu") => {
    if (name === "webgpu") return (await import("@tensorflow/tfjs-backend-webgpu")).WebGPUBackend;
    const [{ giveWasmBytes }] = await Promise.all([
      import("./wasm-bytes.ts"),
      import("@tensorflow/tfjs-backend-wasm"),
    ]);
    return giveWasmBytes(await asker.asset(WASM_ASSET));
  }) as RealmPlatform["loadBackend"],
  loadPlot: async () => (await import("#cell-api/plot-library.ts")).createPlot(),
  async adapterInfo() {
    gpu ??= dawn();
    return adapterOf(await gpu);
  },
  asset: (name) => asker.asset(name),
  fetch: (url, init) => asker.fetch(url, init),
  breathe: () => new Promise((resolve) => setImmediateNow(resolve)),
  onUncaught(listener) {
    process.on("uncaughtException", listener);
    process.on("unhandledRejection", listener);
  },
  every(ms, callback) {
    const timer = startInterval(callback, ms);
    return () => stopInterval(timer);
  },
};
// Node loads many of its globals when they are first read, and leaves traces: no cell should be blamed for that.
for (const name of Object.getOwnPropertyNames(globalThis)) {
  if (name !== "localStorage" && name !== "sessionStorage") Reflect.get(globalThis, name);
}
// Given by tests alone, through nodeHost; read once, before any cell runs.
const { offRules = [] } = (workerData ?? {}) as { offRules?: RuleName[] };
createCellsRealm(platform, rulesWithout(offRules));
