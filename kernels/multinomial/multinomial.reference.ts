// The definition of drawing outcomes by their probabilities.

/** `probabilities` [rows, outcomes] and uniform `numbers` in [0, 1), the same for each row -> [rows, numbers]. */
export function multinomialReference(
  probabilities: ArrayLike<number>,
  outcomes: number,
  numbers: ArrayLike<number>,
): number[] {
  const drawn: number[] = [];
  for (let first = 0; first < probabilities.length; first += outcomes) {
    for (let i = 0; i < numbers.length; i++) {
      let outcome = 0;
      for (let sum = probabilities[first]; outcome < outcomes - 1 && numbers[i] >= sum;) {
        sum += probabilities[first + ++outcome];
      }
      drawn.push(outcome);
    }
  }
  return drawn;
}
