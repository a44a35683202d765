// The ladder: WebGPU, else WebAssembly, else refuse with the reason. Plain-JavaScript tfjs is never a rung.
import { useGpu } from "#kernels/device.ts";
import { install } from "#kernels/install.ts";
import { CairnError } from "#errors/cairn-error.ts";
import { tf } from "#models/tensorflow.ts";
import type { BackendChoice, BackendReport } from "./contract.ts";
import type { RealmPlatform } from "./realm-platform.ts";

export interface BackendOptions {
  /** Compares its operations with their definitions, and takes back kernels of ours that are wrong on this device. */
  isChecked: boolean;
  /** The GPU went away; nothing that lay on it can be read any more. */
  onLost: () => void;
}

/** @throws CairnError when the asked backend cannot start, saying why. */
export async function startBackend(
  choice: BackendChoice,
  platform: RealmPlatform,
  { isChecked, onLost }: BackendOptions,
): Promise<BackendReport> {
  const startWasm = (reason: string) => startWasmBackend(platform, isChecked, reason);
  if (choice === "wasm") return startWasm("WebAssembly was asked for");
  const adapter = await platform.adapterInfo();
  if (choice === "auto" && !adapter) return startWasm("there is no WebGPU adapter here");
  if (choice === "auto" && adapter?.isSoftware) {
    return startWasm(
      `the only WebGPU adapter (${adapter.name}) is software, which is slower than WebAssembly`,
    );
  }
  try {
    await useGpu(tf, await platform.loadBackend("webgpu"), undefined, { onLost });
    if (!(await tf.setBackend("webgpu"))) throw new Error("the adapter gave no device");
    const warnings = await installKernels(isChecked);
    refuseSynchronousReads();
    return { name: "webgpu", ...(adapter && { adapter: adapter.name }), ...warnings };
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    if (choice === "auto") return startWasm(`WebGPU did not start: ${why}`);
    throw new CairnError(`WebGPU did not start: ${adapter ? why : "there is no adapter"}`, {
      code: "no-webgpu",
      hint: "Run on WebAssembly instead: it is slower, and always there.",
      cause,
    });
  }
}

async function startWasmBackend(
  platform: RealmPlatform,
  isChecked: boolean,
  reason: string,
): Promise<BackendReport> {
  await platform.loadBackend("wasm");
  if (!(await tf.setBackend("wasm"))) {
    throw new CairnError("the WebAssembly backend did not start", {
      code: "no-backend",
      hint: "This browser lacks WebAssembly SIMD, or blocks it. Try a current Chromium, Firefox or Safari.",
    });
  }
  return { name: "wasm", reason, ...(await installKernels(isChecked)) };
}

async function installKernels(isChecked: boolean): Promise<Pick<BackendReport, "warnings">> {
  const { warnings } = await install(tf, { selfCheck: isChecked });
  return isChecked || warnings.length > 0 ? { warnings: [...warnings] } : {};
}

/**
 * A synchronous read of a GPU tensor loses the device (seen on Chromium 156). Each of
 * tfjs's guides uses one, so the error says what to write.
 */
function refuseSynchronousReads(): void {
  const backend = tf.backend() as unknown as {
    readSync(dataId: object): unknown;
    tensorMap: { get(dataId: object): { values?: unknown } };
  };
  const native = backend.readSync.bind(backend);
  backend.readSync = (dataId) => {
    if (backend.tensorMap.get(dataId)?.values != null) return native(dataId);
    throw new CairnError("a tensor on the GPU cannot be read synchronously", {
      code: "synchronous-read",
      hint: "Write `await x.data()` or `await x.array()` instead of dataSync, arraySync or print.",
    });
  };
}
