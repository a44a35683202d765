// tf.train.adam with one kernel for each variable, where the backend has it (adam-step-wasm.ts). All else, the
// state and its names in a saved optimizer included, is as in tfjs's adam_optimizer.ts.
import type { AdamOptimizer, Tensor, Variable } from "@tensorflow/tfjs-core";
import type { BackendPatch, TensorFlow } from "#kernels/patch.ts";
import { ADAM_STEP, type AdamAttrs } from "./adam-step-wasm.ts";

interface Accumulator {
  originalName: string;
  variable: Variable;
}

/** What AdamOptimizer keeps to itself. */
interface AdamState extends AdamAttrs {
  accBeta1: Variable;
  accBeta2: Variable;
  accumulatedFirstMoment: Accumulator[];
  accumulatedSecondMoment: Accumulator[];
  incrementIterations(): void;
}

export function adamPatch(tf: TensorFlow): BackendPatch {
  return {
    name: "AdamOptimizer.applyGradients",
    why: "takes fourteen kernels for each variable where one does",
    apply() {
      const prototype: Pick<AdamOptimizer, "applyGradients"> = tf.AdamOptimizer.prototype;
      const stock = Object.getOwnPropertyDescriptor(prototype, "applyGradients")!;
      const stockApply = stock.value as AdamOptimizer["applyGradients"];
      prototype.applyGradients = function (this: AdamOptimizer, gradients) {
        const hasKernel = Boolean(tf.getKernel(ADAM_STEP, tf.getBackend()));
        if (hasKernel) applyGradients(tf, this as unknown as AdamState, gradients);
        else stockApply.call(this, gradients);
      };
      return () => {
        Object.defineProperty(prototype, "applyGradients", stock);
      };
    },
  };
}

function applyGradients(
  tf: TensorFlow,
  adam: AdamState,
  gradients: Parameters<AdamOptimizer["applyGradients"]>[0],
): void {
  const named = Array.isArray(gradients)
    ? gradients
    : Object.entries(gradients).map(([name, tensor]) => ({ name, tensor }));
  const { learningRate, beta1, beta2, epsilon, accBeta1, accBeta2 } = adam;
  tf.tidy(() => {
    named.forEach(({ name, tensor: slope }, i) => {
      const value = tf.engine().registeredVariables[name];
      adam.accumulatedFirstMoment[i] ??= zeros(tf, `${name}/m`, value);
      adam.accumulatedSecondMoment[i] ??= zeros(tf, `${name}/v`, value);
      if ((slope as Tensor | null) == null) return;
      const moment = adam.accumulatedFirstMoment[i].variable;
      const squares = adam.accumulatedSecondMoment[i].variable;
      const inputs = { value, moment, squares, slope, accBeta1, accBeta2 };
      const attrs = { learningRate, beta1, beta2, epsilon };
      const [newValue, newMoment, newSquares] = tf.engine().runKernel<Tensor[]>(ADAM_STEP, inputs, attrs);
      moment.assign(newMoment);
      squares.assign(newSquares);
      value.assign(newValue);
    });
    accBeta1.assign(tf.mul(accBeta1, beta1));
    accBeta2.assign(tf.mul(accBeta2, beta2));
  });
  adam.incrementIterations();
}

function zeros(tf: TensorFlow, originalName: string, like: Tensor): Accumulator {
  return { originalName, variable: tf.tidy(() => tf.variable(tf.zerosLike(like), false)) };
}
