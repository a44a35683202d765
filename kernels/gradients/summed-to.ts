// The way back through a broadcast.
import type { Tensor } from "@tensorflow/tfjs-core";
import type { TensorFlow } from "#kernels/patch.ts";

/** `x` summed over the axes that broadcasting `shape` to it added or stretched: a tensor of `shape`. */
export function summedTo(tf: TensorFlow, shape: readonly number[], x: Tensor): Tensor {
  const added = x.rank - shape.length;
  const axes = [...x.shape.keys()].filter((axis) => axis < added || shape[axis - added] !== x.shape[axis]);
  return axes.length === 0 ? x : tf.reshape(tf.sum(x, axes), [...shape]);
}
