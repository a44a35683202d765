// The gradient of a product: for each factor, the product of all the others, right also where one is zero. tfjs
// has the same idea, and needs the chained methods of tensors for it (x.reshape), which an application that
// imports only what it uses does not have.
import type { Tensor } from "@tensorflow/tfjs-core";
import type { GradientPatch, TensorFlow } from "#kernels/patch.ts";

export function productGradient(tf: TensorFlow): GradientPatch {
  return {
    kernelName: "Prod",
    why: "fails without tfjs's chained methods",
    inputsToSave: ["x"],
    gradFunc: (dy, [x], attrs) => ({
      x: () => {
        const axes = tf.util.parseAxisParam(attrs["axis"] as number[], x.shape);
        const order = [...x.shape.keys()].filter((axis) => !axes.includes(axis)).concat(axes);
        const size = axes.reduce((product, axis) => product * x.shape[axis], 1);
        const moved = tf.transpose(x, order);
        const rows = tf.reshape(moved, [x.size / Math.max(1, size), size]);
        const before = tf.cumprod(rows, 1, true, false);
        const after = tf.cumprod(rows, 1, true, true);
        const slope = tf.reshape(dy as Tensor, [-1, 1]);
        const gradient = tf.reshape(tf.mul(slope, tf.mul(before, after)), moved.shape);
        return tf.transpose(
          gradient,
          order.map((_, axis) => order.indexOf(axis)),
        );
      },
    }),
  };
}
