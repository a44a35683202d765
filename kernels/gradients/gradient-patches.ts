// What is patched of tfjs's gradients; they serve every backend.
import { einsumGradient } from "#kernels/einsum/einsum-gradient.ts";
import { matmulGradient } from "#kernels/matmul/matmul-gradient.ts";
import type { GradientPatch, TensorFlow } from "#kernels/patch.ts";
import { averagePoolGradients } from "./average-pool-gradients.ts";
import { broadcastGradients } from "./broadcast-gradients.ts";
import { comparisonGradients } from "./comparison-gradients.ts";
import { cumulativeSumGradient } from "./cumulative-sum-gradient.ts";
import { mirrorPadGradient } from "./mirror-pad-gradient.ts";
import { productGradient } from "./product-gradient.ts";

export function gradientPatches(tf: TensorFlow): GradientPatch[] {
  return [
    matmulGradient(tf),
    einsumGradient(tf),
    ...averagePoolGradients(tf),
    ...broadcastGradients(tf),
    mirrorPadGradient(tf),
    productGradient(tf),
    cumulativeSumGradient(tf),
    ...comparisonGradients(tf),
  ];
}
