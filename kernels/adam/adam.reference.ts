// One step of Adam by its definition (Kingma and Ba, 2015, algorithm 1), in float64.

export interface AdamReferenceStep {
  value: number[];
  moment: number[];
  squares: number[];
}

/** `step` counts from 1. */
export function adamReference(
  { value, moment, squares }: AdamReferenceStep,
  slope: readonly number[],
  { learningRate, beta1, beta2, epsilon }: Record<"learningRate" | "beta1" | "beta2" | "epsilon", number>,
  step: number,
): AdamReferenceStep {
  const newMoment = moment.map((m, i) => beta1 * m + (1 - beta1) * slope[i]);
  const newSquares = squares.map((v, i) => beta2 * v + (1 - beta2) * slope[i] ** 2);
  return {
    moment: newMoment,
    squares: newSquares,
    value: value.map((w, i) => {
      const m = newMoment[i] / (1 - beta1 ** step);
      const v = newSquares[i] / (1 - beta2 ** step);
      return w - (learningRate * m) / (Math.sqrt(v) + epsilon);
    }),
  };
}
