// Puts the patches of the active backend in, counts what they do, and takes them out again. What a patch
// does not cover falls through to the kernel of stock tfjs, counted with its reason.
import type { GradConfig, KernelConfig, KernelFunc } from "@tensorflow/tfjs-core";
import { gradientPatches } from "./gradients/gradient-patches.ts";
import {
  installedIn,
  rememberInstalled,
  useStock,
  type InstalledKernel,
  type InstalledState,
  type KernelCounts,
} from "./installed.ts";
import type {
  BackendPatches,
  KernelCall,
  KernelPatch,
  PatchedBackend,
  StockKernel,
  TensorFlow,
} from "./patch.ts";
import { selfCheck, type SelfCheck } from "./self-check/self-check.ts";
import { wasmPatches } from "./wasm-patches.ts";
import { webgpuPatches } from "./webgpu-patches.ts";

/** The version of tfjs that the patches are written for and tested with. */
export const TESTED_VERSION = "4.22.0";

export interface InstallOptions {
  /** Runs selfCheck() on this device when the patches are in, and takes back those that fail it. @default false */
  selfCheck?: boolean;
}

export interface Installation {
  /** The backend that was patched. */
  backend: PatchedBackend;
  /** One row for each kernel, gradient and setting that was replaced or added. */
  patched: readonly PatchedPart[];
  /** What the caller should know: an untested version, patches that were taken back, operations that are wrong. */
  warnings: readonly string[];
  /** What the self-check found, where it was run. */
  check?: SelfCheck;
}

export interface PatchedPart {
  name: string;
  kind: "kernel" | "gradient" | "backend";
  /** Stock tfjs has nothing of this name. */
  isNew: boolean;
  why: string;
}

const installations = new WeakMap<InstalledKernel[], Installation>();

/**
 * Patches the backend that is active, and the gradients of all. A second call for the same backend changes
 * nothing and returns the first one's result.
 * @throws Error when the active backend is neither "webgpu" nor "wasm".
 */
export async function install(tf: TensorFlow, options: InstallOptions = {}): Promise<Installation> {
  await tf.ready();
  const backend = tf.getBackend();
  if (backend !== "webgpu" && backend !== "wasm") {
    throw new Error(
      `install: there are patches for the backends "webgpu" and "wasm", and "${backend}" is active; call tf.setBackend first`,
    );
  }
  const state: InstalledState = installedIn(tf) ?? { kernels: new Map(), undo: [], gradients: new Map() };
  rememberInstalled(tf, state);
  const before = state.kernels.get(backend);
  if (before) return installations.get(before)!;

  const patches: BackendPatches = backend === "wasm" ? wasmPatches(tf) : webgpuPatches(tf);
  const patched: PatchedPart[] = patches.backend.map(({ name, why }) => ({
    name,
    kind: "backend",
    isNew: false,
    why,
  }));
  for (const patch of patches.backend) state.undo.push(patch.apply());
  const kernels = patches.kernels.map((patch) => installKernel(tf, patch));
  state.kernels.set(backend, kernels);
  patches.kernels.forEach(({ kernelName, why }, i) =>
    patched.push({ name: kernelName, kind: "kernel", isNew: !kernels[i].stock, why }),
  );
  patched.push(...installGradients(tf, state));

  const installation: Installation = { backend, patched, warnings: [] };
  installations.set(kernels, installation);
  const isTested = tf.version_core === TESTED_VERSION;
  if (isTested && !options.selfCheck) return installation;
  const checked = await keepWhatIsRight(tf, kernels);
  const warnings = isTested ? checked.warnings : [untested(tf.version_core), ...checked.warnings];
  const whole = { ...installation, ...checked, warnings };
  installations.set(kernels, whole);
  return whole;
}

/** Restores stock tfjs on every backend that was patched. */
export function uninstall(tf: TensorFlow): void {
  const state = installedIn(tf);
  if (!state) return;
  rememberInstalled(tf, undefined);
  for (const kernel of [...state.kernels.values()].flat()) useStock(tf, kernel);
  for (const takeBack of state.undo.reverse()) takeBack();
  for (const [name, stock] of state.gradients) {
    tf.unregisterGradient(name);
    if (stock) tf.registerGradient(stock);
  }
}

/** What each patched kernel did since it was installed. */
export function report(tf: TensorFlow): KernelCounts[] {
  const kernels = [...(installedIn(tf)?.kernels.values() ?? [])].flat();
  return kernels.map(({ counts }) => ({ ...counts, fellThrough: { ...counts.fellThrough } }));
}

function installKernel(tf: TensorFlow, patch: KernelPatch): InstalledKernel {
  const { kernelName, backendName } = patch;
  const stock = tf.getKernel(kernelName, backendName) as KernelConfig | undefined;
  const counts: KernelCounts = { kernel: kernelName, backend: backendName, calls: 0, fellThrough: {} };
  const kernelFunc: KernelFunc = (given) => {
    const call: KernelCall = { inputs: given.inputs as KernelCall["inputs"], attrs: given.attrs ?? {} };
    const reason = patch.leaves?.(call);
    if (reason === undefined) {
      counts.calls++;
      return patch.run(call, runStock);
    }
    counts.fellThrough[reason] = (counts.fellThrough[reason] ?? 0) + 1;
    if (!stock) throw new Error(`${kernelName} on ${backendName}: not possible with ${reason}`);
    return stock.kernelFunc(given);
  };
  const runStock: StockKernel = ({ inputs, attrs }) => {
    if (!stock) throw new Error(`the backend "${backendName}" has no kernel ${kernelName}`);
    const given = { inputs, attrs, backend: tf.backend() } as Parameters<KernelFunc>[0];
    return stock.kernelFunc(given);
  };
  // tfjs prepares its kernels when a backend starts, also one that ours stands in front of.
  const ours: KernelConfig = { ...stock, kernelName, backendName, kernelFunc };
  if (stock) tf.unregisterKernel(kernelName, backendName);
  tf.registerKernel(ours);
  return { stock, ours, counts };
}

/** Gradients serve every backend: they are registered with the first one. */
function installGradients(tf: TensorFlow, { gradients }: InstalledState): PatchedPart[] {
  return gradientPatches(tf).map(({ why, ...gradient }) => {
    const name = gradient.kernelName;
    if (!gradients.has(name)) {
      const stock = tf.getGradient(name) as GradConfig | undefined;
      gradients.set(name, stock);
      if (stock) tf.unregisterGradient(name);
      tf.registerGradient(gradient);
    }
    return { name, kind: "gradient", isNew: !gradients.get(name), why };
  });
}

function untested(version: string): string {
  return `the kernels were tested with tfjs ${TESTED_VERSION}, and this is ${version}: the self-check decided which of them stay`;
}

/** Takes back each patch that is wrong on this device where the stock kernel is right. */
async function keepWhatIsRight(
  tf: TensorFlow,
  kernels: readonly InstalledKernel[],
): Promise<{ warnings: string[]; check: SelfCheck }> {
  const check = await selfCheck(tf);
  const warnings = check.wrong.map(({ name, problems: [problem], fallback }) => {
    const instead = {
      stock: "the kernels of stock tfjs are used instead",
      wasm: "use the WebAssembly backend for it",
      nothing: "nothing here computes it right",
    }[fallback.use];
    return `${name}: ${problem}; ${instead}`;
  });
  const back = new Set(
    check.wrong.flatMap(({ fallback }) => (fallback.use === "stock" ? fallback.kernels : [])),
  );
  for (const kernel of kernels) if (back.has(kernel.ours.kernelName)) useStock(tf, kernel);
  return { warnings, check };
}
