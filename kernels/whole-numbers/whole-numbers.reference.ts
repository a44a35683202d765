// The definition of what is done with two whole numbers of 32 bits; results wrap as theirs do.

export const wholeNumberReference = {
  Equal: (a: number, b: number) => Number(a === b),
  NotEqual: (a: number, b: number) => Number(a !== b),
  Less: (a: number, b: number) => Number(a < b),
  LessEqual: (a: number, b: number) => Number(a <= b),
  Greater: (a: number, b: number) => Number(a > b),
  GreaterEqual: (a: number, b: number) => Number(a >= b),
  /** With the sign of the divisor; 0 where that is 0. */
  Mod: (a: number, b: number) => (b === 0 ? 0 : a - b * Math.floor(a / b)),
  /** A reciprocal that is no whole number is 0. */
  Pow: (a: number, b: number) =>
    Number(b < 0 ? Number(Math.abs(a) === 1) * a ** b || 0 : BigInt.asIntN(32, BigInt(a) ** BigInt(b))),
  SquaredDifference: (a: number, b: number) => Math.imul(a - b, a - b),
  Add: (a: number, b: number) => (a + b) | 0,
  Sub: (a: number, b: number) => (a - b) | 0,
  Multiply: (a: number, b: number) => Math.imul(a, b),
  Maximum: (a: number, b: number) => Math.max(a, b),
  Minimum: (a: number, b: number) => Math.min(a, b),
  /** Rounded down; 0 where the divisor is. */
  FloorDiv: (a: number, b: number) => (b === 0 ? 0 : Math.floor(a / b) | 0),
} as const satisfies Record<string, (a: number, b: number) => number>;

export type WholeNumberOperation = keyof typeof wholeNumberReference;
