// Loss and metric of one batch, written out, because tfjs's own sparse cross-entropy clips logits
// as if they were probabilities. N = rows in the batch, C = classes (1 for a number).
import type { Scalar, Tensor } from "@tensorflow/tfjs-core";
import { tf } from "#models/tensorflow.ts";
import type { OutputMeaning } from "./build-model.ts";

/** Least probability that is taken a logarithm of: keeps a certain and wrong answer finite. */
const LEAST_PROBABILITY = 1e-7;

/** outputs [N, C], y [N, C] one-hot (or [N, 1]) -> [] mean over the rows. */
export function batchLoss(outputs: Tensor, y: Tensor, meaning: OutputMeaning): Scalar {
  if (meaning === "number") return tf.mean(tf.squaredDifference(outputs, y)) as Scalar;
  const logProbabilities =
    meaning === "logits" ? tf.logSoftmax(outputs) : tf.log(tf.clipByValue(outputs, LEAST_PROBABILITY, 1));
  return tf.neg(tf.mean(tf.sum(tf.mul(y, logProbabilities), -1))) as Scalar;
}

/** Rows answered right, or the sum of absolute errors in standard deviations: [] to be summed over batches. */
export function batchMetricSum(outputs: Tensor, y: Tensor, meaning: OutputMeaning): Scalar {
  if (meaning === "number") return tf.sum(tf.abs(tf.sub(outputs, y))) as Scalar;
  return tf.sum(tf.cast(tf.equal(tf.argMax(outputs, -1), tf.argMax(y, -1)), "float32")) as Scalar;
}
