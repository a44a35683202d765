// What is patched of tfjs's WebGPU backend.
import { addNPatches } from "./add-n/add-n.ts";
import { argmaxPatches } from "./argmax/argmax.ts";
import { bincountPatches } from "./bincount/bincount.ts";
import { cumulativePatches } from "./cumulative/cumulative.ts";
import { deviceErrors } from "./device-errors.ts";
import { dilationPatches } from "./dilation/dilation.ts";
import { einsumPatch } from "./einsum/einsum.ts";
import { gatherPatches } from "./gather/gather.ts";
import { matmulPatches, packedProducts } from "./matmul/matmul.ts";
import { movePatches } from "./move/move-patches.ts";
import { multinomialPatches } from "./multinomial/multinomial.ts";
import type { BackendPatches, TensorFlow } from "./patch.ts";
import { webgpuPoolingPatches } from "./pooling/pooling.ts";
import { reducePatches } from "./reduce/reduce.ts";
import { scatterPatches } from "./scatter/scatter.ts";
import { segmentSumPatches } from "./segment-sum/segment-sum.ts";
import { selectPatches } from "./select/select.ts";
import { softmaxPatches } from "./softmax/softmax.ts";
import { sparseSegmentPatches } from "./sparse-segment/sparse-segment.ts";
import { trigonometryPatches } from "./trigonometry/trigonometry.ts";
import { wholeNumberPatches } from "./whole-numbers/whole-numbers.ts";

export function webgpuPatches(tf: TensorFlow): BackendPatches {
  return {
    kernels: [
      ...matmulPatches(tf),
      einsumPatch(tf, "webgpu"),
      ...softmaxPatches(tf),
      ...segmentSumPatches(tf),
      ...scatterPatches(tf),
      ...bincountPatches(tf),
      ...sparseSegmentPatches(tf),
      ...dilationPatches(tf),
      ...webgpuPoolingPatches(tf),
      ...reducePatches(tf),
      ...argmaxPatches(tf),
      ...cumulativePatches(tf),
      ...movePatches(tf),
      ...wholeNumberPatches(tf),
      ...trigonometryPatches(tf),
      ...selectPatches(tf),
      ...addNPatches(tf),
      ...gatherPatches(tf),
      ...multinomialPatches(tf),
    ],
    backend: [...deviceErrors(tf), packedProducts(tf)],
  };
}
