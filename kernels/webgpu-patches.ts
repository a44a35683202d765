// What is patched of tfjs's WebGPU backend.
import { bincountPatches } from "./bincount/bincount.ts";
import { deviceErrors } from "./device-errors.ts";
import { dilationPatches } from "./dilation/dilation.ts";
import { matmulPatches, packedProducts } from "./matmul/matmul.ts";
import type { BackendPatches, TensorFlow } from "./patch.ts";
import { scatterPatches } from "./scatter/scatter.ts";
import { segmentSumPatches } from "./segment-sum/segment-sum.ts";
import { softmaxPatches } from "./softmax/softmax.ts";
import { sparseSegmentPatches } from "./sparse-segment/sparse-segment.ts";

export function webgpuPatches(tf: TensorFlow): BackendPatches {
  return {
    kernels: [
      ...matmulPatches(tf),
      ...softmaxPatches(tf),
      ...segmentSumPatches(tf),
      ...scatterPatches(tf),
      ...bincountPatches(tf),
      ...sparseSegmentPatches(tf),
      ...dilationPatches(tf),
    ],
    backend: [...deviceErrors(tf), packedProducts(tf)],
  };
}
