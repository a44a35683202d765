// The gradient of einsum, which tfjs lacks on every backend: an einsum of the slope with the other operand.
//   a's gradient for "A,B->out" is "out,B->A"; axes of A that were summed alone repeat the slope
import type { Tensor } from "@tensorflow/tfjs-core";
import type { GradientPatch, TensorFlow } from "#kernels/patch.ts";
import { lettersIn, readEquation } from "./equation.ts";

export function einsumGradient(tf: TensorFlow): GradientPatch {
  return {
    kernelName: "Einsum",
    why: "missing on every backend: nothing with an einsum can be trained",
    saveAllInputs: true,
    gradFunc: (dy, saved, attrs) => {
      const slope = dy as Tensor;
      const { operands, output, sizes } = readEquation(
        attrs["equation"] as string,
        saved.map(({ shape }) => shape),
      );
      return Object.fromEntries(
        operands.map((letters, i) => [
          i,
          () => {
            const other = operands[1 - i];
            const kept = lettersIn(letters, output + (other ?? ""));
            const part =
              other === undefined
                ? tf.einsum(`${output}->${kept}`, slope)
                : tf.einsum(`${output},${other}->${kept}`, slope, saved[1 - i]);
            if (kept === letters) return part;
            const shape = Array.from(letters).map((letter) => sizes.get(letter)!);
            const spread = shape.map((size, axis) => (kept.includes(letters[axis]) ? size : 1));
            return tf.broadcastTo(tf.reshape(part, spread), shape);
          },
        ]),
      );
    },
  };
}
