// Puts the patches of the active backend in, counts what they do, and takes them out again. What a patch
// does not cover falls through to the kernel of stock tfjs, counted with its reason.
import type { GradConfig, KernelConfig, KernelFunc } from "@tensorflow/tfjs-core";
import { gradientPatches } from "./gradient-patches.ts";
import type { BackendPatches, KernelPatch, PatchedBackend, TensorFlow } from "./patch.ts";
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
  /** What the caller should know: an untested version, patches that were taken back. */
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

/** How often a patched kernel ran, and how often it left a call to stock tfjs, by reason. */
export interface KernelCounts {
  kernel: string;
  backend: PatchedBackend;
  calls: number;
  fellThrough: Record<string, number>;
}

interface Installed {
  installation: Installation;
  kernels: { stock: KernelConfig | undefined; ours: KernelConfig; counts: KernelCounts }[];
  undo: (() => void)[];
}

interface State {
  backends: Map<PatchedBackend, Installed>;
  /** The gradients of stock tfjs by kernel; gradients serve all backends and are patched once. */
  gradients: Map<string, GradConfig | undefined> | undefined;
}

const states = new WeakMap<object, State>();

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
  const state = stateOf(tf);
  const before = state.backends.get(backend);
  if (before) return before.installation;

  const installed: Installed = {
    installation: { backend, patched: [], warnings: [] },
    kernels: [],
    undo: [],
  };
  state.backends.set(backend, installed);
  const patches: BackendPatches = backend === "wasm" ? wasmPatches(tf) : webgpuPatches(tf);
  const patched: PatchedPart[] = [];
  for (const patch of patches.backend) {
    installed.undo.push(patch.apply());
    patched.push({ name: patch.name, kind: "backend", isNew: false, why: patch.why });
  }
  for (const patch of patches.kernels) {
    const isNew = !tf.getKernel(patch.kernelName, backend);
    installed.kernels.push(installKernel(tf, patch));
    patched.push({ name: patch.kernelName, kind: "kernel", isNew, why: patch.why });
  }
  patched.push(...installGradients(tf, state));

  const isTested = tf.version_core === TESTED_VERSION;
  const warnings = isTested
    ? []
    : [
        `the kernels were tested with tfjs ${TESTED_VERSION}, and this is ${tf.version_core}: the self-check decides which of them stay`,
      ];
  installed.installation = { backend, patched, warnings };
  if (options.selfCheck || !isTested) await keepWhatIsRight(tf, installed);
  return installed.installation;
}

/** Restores stock tfjs on every backend that was patched. */
export function uninstall(tf: TensorFlow): void {
  const state = states.get(tf.engine());
  if (!state) return;
  states.delete(tf.engine());
  for (const { kernels, undo } of state.backends.values()) {
    for (const kernel of kernels) restoreKernel(tf, kernel);
    for (const takeBack of undo.reverse()) takeBack();
  }
  for (const [name, stock] of state.gradients ?? []) {
    tf.unregisterGradient(name);
    if (stock) tf.registerGradient(stock);
  }
}

/** What the patched kernels did since they were installed, in the order of the README's table. */
export function report(tf: TensorFlow): KernelCounts[] {
  const state = states.get(tf.engine());
  return [...(state?.backends.values() ?? [])].flatMap(({ kernels }) =>
    kernels.map(({ counts }) => ({ ...counts, fellThrough: { ...counts.fellThrough } })),
  );
}

function stateOf(tf: TensorFlow): State {
  // The engine, not the namespace: two namespaces built from one copy of tfjs share their kernels.
  let state = states.get(tf.engine());
  if (!state) states.set(tf.engine(), (state = { backends: new Map(), gradients: undefined }));
  return state;
}

function installKernel(tf: TensorFlow, patch: KernelPatch): Installed["kernels"][number] {
  const { kernelName, backendName } = patch;
  const stock = tf.getKernel(kernelName, backendName) as KernelConfig | undefined;
  const counts: KernelCounts = { kernel: kernelName, backend: backendName, calls: 0, fellThrough: {} };
  const kernelFunc: KernelFunc = (given) => {
    const call = {
      inputs: given.inputs as Parameters<KernelPatch["run"]>[0]["inputs"],
      attrs: given.attrs ?? {},
    };
    const reason = patch.leaves?.(call);
    if (reason === undefined) {
      counts.calls++;
      return patch.run(call);
    }
    counts.fellThrough[reason] = (counts.fellThrough[reason] ?? 0) + 1;
    if (!stock) throw new Error(`${kernelName} on ${backendName}: ${reason}`);
    return stock.kernelFunc(given);
  };
  // tfjs prepares a stock kernel when its backend starts, also when ours stands in front of it.
  const ours: KernelConfig = { ...stock, kernelName, backendName, kernelFunc };
  if (stock) tf.unregisterKernel(kernelName, backendName);
  tf.registerKernel(ours);
  return { stock, ours, counts };
}

function restoreKernel(tf: TensorFlow, { stock, ours }: Installed["kernels"][number]): void {
  // Somebody may have put a kernel of their own over ours: theirs stays.
  if (tf.getKernel(ours.kernelName, ours.backendName) !== ours) return;
  tf.unregisterKernel(ours.kernelName, ours.backendName);
  if (stock) tf.registerKernel(stock);
}

function installGradients(tf: TensorFlow, state: State): PatchedPart[] {
  const isFirst = state.gradients === undefined;
  state.gradients ??= new Map();
  return gradientPatches(tf).map(({ why, ...gradient }) => {
    const name = gradient.kernelName;
    if (isFirst) {
      const stock = tf.getGradient(name) as GradConfig | undefined;
      state.gradients!.set(name, stock);
      if (stock) tf.unregisterGradient(name);
      tf.registerGradient(gradient);
    }
    return { name, kind: "gradient", isNew: !state.gradients!.get(name), why };
  });
}

/** Takes back each patch without which the self-check is right where it is wrong with it. */
async function keepWhatIsRight(tf: TensorFlow, installed: Installed): Promise<void> {
  const { backend } = installed.installation;
  const check = await selfCheck(tf);
  const warnings = [...installed.installation.warnings];
  const suspects = new Set(check.wrong.flatMap(({ kernels }) => kernels));
  for (const kernel of installed.kernels.filter(({ ours }) => suspects.has(ours.kernelName))) {
    const ops = check.wrong.filter(({ kernels }) => kernels.includes(kernel.ours.kernelName));
    restoreKernel(tf, kernel);
    const again = await selfCheck(tf, { only: ops.map(({ name }) => name) });
    if (again.wrong.length < ops.length) {
      warnings.push(`${kernel.ours.kernelName} on ${backend} is wrong here: stock tfjs is used instead`);
    } else {
      if (kernel.stock) tf.unregisterKernel(kernel.ours.kernelName, backend);
      tf.registerKernel(kernel.ours);
    }
  }
  const last = warnings.length > installed.installation.warnings.length ? await selfCheck(tf) : check;
  warnings.push(...last.wrong.map(({ name, advice }) => `${name}: ${advice}`));
  installed.installation = { ...installed.installation, warnings, check: last };
}
