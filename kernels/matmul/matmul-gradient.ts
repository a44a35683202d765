// The gradient of a matrix product whose batches were broadcast: tfjs gives the slope of each pair, in the shape
// of the result; the operand that was repeated needs their sum.
import type { Tensor } from "@tensorflow/tfjs-core";
import { summedTo } from "#kernels/gradients/summed-to.ts";
import type { GradientPatch, TensorFlow } from "#kernels/patch.ts";

export function matmulGradient(tf: TensorFlow): GradientPatch {
  return {
    kernelName: "BatchMatMul",
    why: "fails when one operand has fewer batches than the other",
    inputsToSave: ["a", "b"],
    gradFunc: (dy, saved, attrs) => {
      const slope = dy as Tensor; // [..., M, N]
      const [a, b] = saved; // as they were given, before any transposition
      const { transposeA, transposeB } = attrs as { transposeA: boolean; transposeB: boolean };
      return {
        a: () =>
          summedTo(
            tf,
            a.shape,
            transposeA ? tf.matMul(b, slope, transposeB, true) : tf.matMul(slope, b, false, !transposeB),
          ),
        b: () =>
          summedTo(
            tf,
            b.shape,
            transposeB ? tf.matMul(slope, a, true, transposeA) : tf.matMul(a, slope, !transposeA, false),
          ),
      };
    },
  };
}
