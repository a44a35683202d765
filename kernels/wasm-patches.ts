// What is patched of tfjs's WebAssembly backend.
import type { BackendPatches, TensorFlow } from "./patch.ts";

export function wasmPatches(_tf: TensorFlow): BackendPatches {
  return { kernels: [], backend: [] };
}
