// What is patched of tfjs's WebGPU backend.
import { einsumPatch } from "./einsum/einsum.ts";
import type { BackendPatches, TensorFlow } from "./patch.ts";

export function webgpuPatches(tf: TensorFlow): BackendPatches {
  return { kernels: [einsumPatch(tf, "webgpu")], backend: [] };
}
