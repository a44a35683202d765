// What is patched of tfjs's WebGPU backend.
import type { BackendPatches, TensorFlow } from "./patch.ts";

export function webgpuPatches(_tf: TensorFlow): BackendPatches {
  return { kernels: [], backend: [] };
}
