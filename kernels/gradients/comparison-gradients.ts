// Comparisons are flat almost everywhere. tfjs says so of GreaterEqual alone, and fails for the others as soon as
// a condition depends on a trained value: tf.where(tf.greater(x, 0), …).
import type { GradientPatch, TensorFlow } from "#kernels/patch.ts";

export function comparisonGradients(tf: TensorFlow): GradientPatch[] {
  const flat = (...operands: string[]) => ({
    why: "missing: a condition that depends on a trained value cannot be differentiated",
    inputsToSave: operands,
    gradFunc: ((_dy, saved) =>
      Object.fromEntries(
        operands.map((name, i) => [name, () => tf.zeros(saved[i].shape)]),
      )) satisfies GradientPatch["gradFunc"],
  });
  const comparisons = ["Equal", "NotEqual", "Greater", "Less", "LessEqual", "LogicalAnd", "LogicalOr"];
  return [
    ...comparisons.map((kernelName) => ({ kernelName, ...flat("a", "b") })),
    { kernelName: "LogicalNot", ...flat("x") },
  ];
}
