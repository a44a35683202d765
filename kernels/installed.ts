// What is installed in which copy of tfjs, and the swap of one kernel against the stock one.
import type { GradConfig, KernelConfig } from "@tensorflow/tfjs-core";
import type { PatchedBackend, TensorFlow } from "./patch.ts";

/** How often a patched kernel ran, and how often it left a call to stock tfjs, by reason. */
export interface KernelCounts {
  kernel: string;
  backend: PatchedBackend;
  calls: number;
  fellThrough: Record<string, number>;
}

export interface InstalledKernel {
  stock: KernelConfig | undefined;
  ours: KernelConfig;
  counts: KernelCounts;
}

export interface InstalledState {
  kernels: Map<PatchedBackend, InstalledKernel[]>;
  /** What takes the changes to the backends back, in the order in which they were made. */
  undo: (() => void)[];
  /** The gradients of stock tfjs by kernel, or undefined where it has none. */
  gradients: Map<string, GradConfig | undefined>;
}

// By engine, not by namespace: two namespaces made of one copy of tfjs share their kernels.
const states = new WeakMap<object, InstalledState>();

export function installedIn(tf: TensorFlow): InstalledState | undefined {
  return states.get(tf.engine());
}

export function rememberInstalled(tf: TensorFlow, state: InstalledState | undefined): void {
  if (state) states.set(tf.engine(), state);
  else states.delete(tf.engine());
}

/** Puts the stock kernel back, unless somebody has put one of their own over ours. */
export function useStock(tf: TensorFlow, { stock, ours }: InstalledKernel): void {
  if (tf.getKernel(ours.kernelName, ours.backendName) !== ours) return;
  tf.unregisterKernel(ours.kernelName, ours.backendName);
  if (stock) tf.registerKernel(stock);
}

export function useOurs(tf: TensorFlow, { ours }: InstalledKernel): void {
  if (tf.getKernel(ours.kernelName, ours.backendName)) tf.unregisterKernel(ours.kernelName, ours.backendName);
  tf.registerKernel(ours);
}
