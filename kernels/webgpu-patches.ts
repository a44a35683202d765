// What is patched of tfjs's WebGPU backend.
import { matmulPatches, packedProducts } from "./matmul/matmul.ts";
import type { BackendPatches, TensorFlow } from "./patch.ts";
import { softmaxPatches } from "./softmax/softmax.ts";

export function webgpuPatches(tf: TensorFlow): BackendPatches {
  return {
    kernels: [...matmulPatches(tf), ...softmaxPatches(tf)],
    backend: [packedProducts(tf)],
  };
}
