// Gradients of functions of two numbers that tfjs does not sum where an operand was broadcast, and then refuses
// because their shape is not the operand's.
import type { Tensor } from "@tensorflow/tfjs-core";
import type { GradientPatch, TensorFlow } from "#kernels/patch.ts";
import { summedTo } from "./summed-to.ts";

type Slope = (dy: Tensor, a: Tensor, b: Tensor) => Tensor;

export function broadcastGradients(tf: TensorFlow): GradientPatch[] {
  const gradient = (kernelName: string, ofA: Slope, ofB: Slope): GradientPatch => ({
    kernelName,
    why: "fails when an operand is broadcast",
    inputsToSave: ["a", "b"],
    gradFunc: (dy, [a, b]) => ({
      a: () => summedTo(tf, a.shape, ofA(dy as Tensor, a, b)),
      b: () => summedTo(tf, b.shape, ofB(dy as Tensor, a, b)),
    }),
  });
  const where = (dy: Tensor, condition: Tensor) => tf.mul(dy, tf.cast(condition, "float32"));
  const twice = (dy: Tensor, difference: Tensor) => tf.mul(dy, tf.mul(2, difference));
  return [
    // Where both are equal the slope goes to `a`, as in stock tfjs.
    gradient(
      "Maximum",
      (dy, a, b) => where(dy, tf.greaterEqual(a, b)),
      (dy, a, b) => where(dy, tf.less(a, b)),
    ),
    gradient(
      "Minimum",
      (dy, a, b) => where(dy, tf.lessEqual(a, b)),
      (dy, a, b) => where(dy, tf.greater(a, b)),
    ),
    gradient(
      "SquaredDifference",
      (dy, a, b) => twice(dy, tf.sub(a, b)),
      (dy, a, b) => twice(dy, tf.sub(b, a)),
    ),
  ];
}
