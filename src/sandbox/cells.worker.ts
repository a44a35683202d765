// The cells' worker in a browser, a classic script: takes its port and the address of its folder from the
// frame, keeps native functions out of the reach of cells, and becomes a realm.
import type { PlotLibrary } from "#cell-api/plot-library.ts";
import type { WebGpuBackendClass } from "#kernels/device.ts";
import { tf } from "#models/tensorflow.ts";
import { askHost } from "./ask-host.ts";
import { createCellsRealm } from "./cells-realm.ts";
import { adapterOf } from "./gpu-adapter.ts";
import { messagePort } from "./message-port.ts";
import type { RealmPlatform } from "./realm-platform.ts";

interface WorkerScope {
  onmessage: ((event: MessageEvent<{ port: MessagePort; folder: string }>) => void) | null;
  importScripts(url: string): void;
  /** Put there by the backends' own scripts, which take `tf` from the worker instead of bundling it. */
  cairnParts?: {
    giveWasmBytes?(bytes: Uint8Array): void;
    WebGPUBackend?: WebGpuBackendClass;
    createPlot?(): PlotLibrary;
  };
  tfCore?: typeof tf;
}

const scope = globalThis as unknown as WorkerScope;

scope.onmessage = ({ data }) => {
  scope.onmessage = null;
  const port = messagePort(data.port);
  const asker = askHost(port);
  const importScripts = scope.importScripts.bind(scope);
  const startInterval = globalThis.setInterval.bind(globalThis);
  const stopInterval = globalThis.clearInterval.bind(globalThis);
  const now = performance.now.bind(performance);
  const turn = new MessageChannel();
  const postTurn = turn.port2.postMessage.bind(turn.port2);
  const turns: (() => void)[] = [];
  turn.port1.onmessage = () => turns.shift()?.();
  // A worker that closes itself tells nobody, and its cell would seem to run for ever.
  Object.defineProperty(globalThis, "close", {
    value() {
      throw new Error("a cell cannot close the worker that runs it");
    },
  });
  // The backends' scripts look here for the one copy of tfjs.
  Object.defineProperty(globalThis, "cairnTensorFlow", { value: tf });

  const platform: RealmPlatform = {
    port,
    now,
    loadBackend: (async (name: "wasm" | "webgpu") => {
      importScripts(`${data.folder}backend-${name}.js`);
      if (name === "webgpu") return scope.cairnParts!.WebGPUBackend!;
      return scope.cairnParts!.giveWasmBytes!(await asker.asset("tfjs-backend-wasm-simd.wasm"));
    }) as RealmPlatform["loadBackend"],
    loadPlot: () =>
      new Promise((resolve) => {
        importScripts(`${data.folder}plot.js`);
        resolve(scope.cairnParts!.createPlot!());
      }),
    adapterInfo: () => adapterOf(navigator.gpu),
    asset: (name) => asker.asset(name),
    fetch: (url, init) => asker.fetch(url, init),
    breathe: () =>
      new Promise((resolve) => {
        turns.push(resolve);
        postTurn(0);
      }),
    onUncaught(listener) {
      addEventListener("error", (event) => {
        event.preventDefault(); // else the frame takes it for the end of the worker
        listener(event.error ?? new Error(event.message));
      });
      addEventListener("unhandledrejection", (event) => {
        event.preventDefault();
        listener(event.reason);
      });
    },
    every(ms, callback) {
      const timer = startInterval(callback, ms);
      return () => stopInterval(timer);
    },
  };
  createCellsRealm(platform);
};
