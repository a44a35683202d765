// The gradient of a cumulative sum is one in the other direction. tfjs puts the axes back by the permutation that
// moved them and not by its inverse, and fails along any axis but the last two.
import type { Tensor } from "@tensorflow/tfjs-core";
import type { GradientPatch, TensorFlow } from "#kernels/patch.ts";

export function cumulativeSumGradient(tf: TensorFlow): GradientPatch {
  return {
    kernelName: "Cumsum",
    why: "fails along an axis in the middle",
    inputsToSave: ["x"],
    gradFunc: (dy, _saved, attrs) => {
      const { axis, exclusive, reverse } = attrs as { axis: number; exclusive: boolean; reverse: boolean };
      return { x: () => tf.cumsum(dy as Tensor, axis, exclusive, !reverse) };
    },
  };
}
