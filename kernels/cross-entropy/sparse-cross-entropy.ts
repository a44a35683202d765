// Cross-entropy of logits with whole-number labels. tfjs's own (sparseCategoricalCrossentropy with fromLogits)
// clips the logits to [1e-7, 1 - 1e-7], as if they were probabilities, before it takes their softmax.
import type { Scalar, Tensor, Tensor1D, Tensor2D } from "@tensorflow/tfjs-core";
import { ShapeError, type TensorFlow } from "#kernels/patch.ts";

/**
 * The mean over the rows of log(Σ e^logit) - logit[label], in nats. NaN when a label is no class: a row is never
 * left out in silence.
 *
 * logits [N, C] f32, labels [N] i32 in 0 … C - 1 -> [].
 * @throws ShapeError when there is not one label for each row.
 */
export function sparseCrossEntropy(tf: TensorFlow, labels: Tensor1D, logits: Tensor2D): Scalar {
  const [rowCount, classCount] = logits.shape;
  if (logits.rank !== 2 || labels.rank !== 1 || labels.shape[0] !== rowCount) {
    throw new ShapeError(
      `sparseCrossEntropy: there must be one label for each row of logits, got labels [${labels.shape.join(", ")}] and logits [${logits.shape.join(", ")}]`,
    );
  }
  return tf.tidy(() => {
    const chosen = tf.cast(tf.oneHot(tf.cast(labels, "int32"), classCount), "float32"); // [N, C]
    const losses = tf.neg(tf.sum(tf.mul(chosen, tf.logSoftmax(logits)), 1)); // [N]
    const isClass = tf.greater(tf.sum(chosen, 1), 0);
    return tf.mean(tf.where(isClass, losses, nan(tf, losses))) as Scalar;
  });
}

function nan(tf: TensorFlow, like: Tensor): Tensor {
  return tf.fill(like.shape, NaN);
}
