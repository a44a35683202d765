// The definition, in float64.

/** logits row-major [N, C], labels [N]. */
export function sparseCrossEntropyReference(labels: ArrayLike<number>, logits: ArrayLike<number>): number {
  const classCount = logits.length / labels.length;
  let sum = 0;
  for (let row = 0; row < labels.length; row++) {
    let total = 0;
    for (let c = 0; c < classCount; c++) total += Math.exp(logits[row * classCount + c]);
    sum += Math.log(total) - logits[row * classCount + labels[row]];
  }
  return sum / labels.length;
}
