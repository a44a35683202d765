// The one rule by which results are compared with a reference, and the text that says where they part.

export interface Tolerance {
  /** @default 1e-6 */
  absolute?: number;
  /** Of the largest expected magnitude. @default 1e-5 */
  relative?: number;
}

export interface Difference {
  /** Flat index of the worst element. */
  index: number;
  expected: number;
  got: number;
  allowed: number;
}

/**
 * The worst element that is further from the reference than `absolute + relative · max |expected|`, or
 * undefined. The scale is the tensor's, not the element's: a sum that nearly cancels keeps the rounding of
 * its terms. Infinities and NaN must agree exactly.
 */
export function worstDifference(
  got: ArrayLike<number>,
  expected: ArrayLike<number>,
  { absolute = 1e-6, relative = 1e-5 }: Tolerance = {},
): Difference | undefined {
  if (got.length !== expected.length) {
    return { index: Math.min(got.length, expected.length), expected: NaN, got: NaN, allowed: 0 };
  }
  let scale = 0;
  for (let i = 0; i < expected.length; i++) {
    if (Number.isFinite(expected[i])) scale = Math.max(scale, Math.abs(expected[i]));
  }
  const allowed = absolute + relative * scale;
  let worst: Difference | undefined;
  let worstError = 0;
  for (let i = 0; i < expected.length; i++) {
    if (Object.is(got[i], expected[i]) || got[i] === expected[i]) continue;
    const error = Math.abs(got[i] - expected[i]);
    const isWrong = Number.isFinite(expected[i]) ? !(error <= allowed) : true;
    if (!isWrong || (worst && !(error > worstError))) continue;
    worst = { index: i, expected: expected[i], got: got[i], allowed };
    worstError = Number.isNaN(error) ? Infinity : error;
  }
  return worst;
}

/** @throws Error naming the worst element, when there is one. */
export function expectClose(
  got: ArrayLike<number>,
  expected: ArrayLike<number>,
  { name, ...tolerance }: Tolerance & { name: string },
): void {
  if (got.length !== expected.length) {
    throw new Error(`${name}: expected ${expected.length} elements, got ${got.length}`);
  }
  const worst = worstDifference(got, expected, tolerance);
  if (!worst) return;
  throw new Error(
    `${name}: at ${worst.index} of ${expected.length} expected ${worst.expected}, got ${worst.got}, allowed ±${worst.allowed.toPrecision(2)}`,
  );
}
