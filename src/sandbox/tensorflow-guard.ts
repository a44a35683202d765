// The parts of tf that are not properties: its flags, its registry of kernels and gradients, its backend.
// Compared after each cell and put back, like the built-ins (realm-guard.ts).
import type { GradConfig, KernelConfig } from "@tensorflow/tfjs-core";
import { tf } from "#models/tensorflow.ts";

type Flag = number | boolean | string;

interface Environment {
  flagRegistry: Record<string, unknown>;
  getFlags(): Record<string, Flag>;
}

/** Take it when the backend has started. `restore` gives the names of what was changed. */
export function guardTensorFlow(): { restore(): string[] } {
  const environment = tf.env() as unknown as Environment;
  // Flags are evaluated when first read; read them all, so that a later difference is a change.
  for (const name of Object.keys(environment.flagRegistry)) tryToRead(name);
  const flags = { ...environment.getFlags() };
  const backend = tf.getBackend();
  const kernels = new Map(tf.getKernelsForBackend(backend).map((kernel) => [kernel.kernelName, kernel]));
  const gradients = new Map<string, GradConfig>();
  for (const name of kernels.keys()) {
    const gradient = tf.getGradient(name);
    if (gradient) gradients.set(name, gradient);
  }
  return {
    restore() {
      const changed = [
        ...restoreFlags(flags),
        ...restoreKernels(backend, kernels),
        ...restoreGradients(kernels, gradients),
      ];
      if (tf.getBackend() !== backend) {
        void tf.setBackend(backend);
        changed.push("tf.setBackend");
      }
      return changed;
    },
  };
}

function restoreFlags(before: Readonly<Record<string, Flag>>): string[] {
  const now = tf.env().getFlags();
  const changed = Object.keys(before).filter((name) => now[name] !== before[name]);
  for (const name of changed) tf.env().set(name, before[name]);
  return changed.map((name) => `tf flag ${name}`);
}

function restoreKernels(backend: string, before: ReadonlyMap<string, KernelConfig>): string[] {
  const changed: string[] = [];
  for (const kernel of tf.getKernelsForBackend(backend)) {
    if (before.get(kernel.kernelName) === kernel) continue;
    tf.unregisterKernel(kernel.kernelName, backend);
    changed.push(`tf kernel ${kernel.kernelName}`);
  }
  for (const [name, kernel] of before) if (!tf.getKernel(name, backend)) tf.registerKernel(kernel);
  return changed;
}

function restoreGradients(
  kernels: ReadonlyMap<string, unknown>,
  before: ReadonlyMap<string, GradConfig>,
): string[] {
  const changed: string[] = [];
  for (const name of kernels.keys()) {
    if (tf.getGradient(name) === before.get(name)) continue;
    if (tf.getGradient(name)) tf.unregisterGradient(name);
    const gradient = before.get(name);
    if (gradient) tf.registerGradient(gradient);
    changed.push(`tf gradient ${name}`);
  }
  return changed;
}

function tryToRead(name: string): void {
  try {
    tf.env().get(name);
  } catch {
    // A flag that can only be read asynchronously stays unread.
  }
}
