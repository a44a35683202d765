// What the cells' worker needs of the place it runs in; browser and Node each give one.
import type { PlotLibrary } from "#cell-api/plot-library.ts";
import type { WebGpuBackendClass } from "#kernels/device.ts";
import type { Port } from "./contract.ts";

export interface RealmPlatform {
  port: Port;
  /** Adds a tfjs backend to the registry: a classic script in the browser, a bundled module in Node. */
  loadBackend(name: "wasm"): Promise<void>;
  /** The same; gives the backend's class, so that it can run on a device of ours. */
  loadBackend(name: "webgpu"): Promise<WebGpuBackendClass>;
  /** Observable Plot, drawing into a document of ours. */
  loadPlot(): Promise<PlotLibrary>;
  /** The GPU that WebGPU would use here, if any. */
  adapterInfo(): Promise<{ name: string; isSoftware: boolean } | undefined>;
  /** Bytes of one of our own files, by name. */
  asset(name: string): Promise<Uint8Array>;
  /** The network, as far as it was granted. */
  fetch(url: string, init: RequestInit | undefined): Promise<Response>;
  now(): number;
  /** Lets waiting messages in. */
  breathe(): Promise<void>;
  /** Hears of errors that no one caught: in a timer, in a promise that nobody awaits. They end no worker. */
  onUncaught(listener: (error: unknown) => void): void;
  /** Calls back until told to stop; native, whatever cells do to timers. */
  every(ms: number, callback: () => void): () => void;
}
