// Cosine and sine of a part of a turn by additions and products alone. Math.cos and Math.sin differ in the last
// bit between engines, and a transform must not.

/** cos(πx) and sin(πx) for finite x ≥ 0, good to some 1e-16. */
export function turn(x: number): { cos: number; sin: number } {
  const quarter = Math.round(2 * x); // the nearest multiple of a quarter turn …
  const rest = Math.PI * (x - quarter / 2); // … and what is left, at most π/4 either way
  const square = rest * rest;
  const c = series(square, 0);
  const s = rest * series(square, 1);
  switch (quarter % 4) {
    case 0:
      return { cos: c, sin: s };
    case 1:
      return { cos: -s, sin: c };
    case 2:
      return { cos: -c, sin: -s };
    default:
      return { cos: s, sin: -c };
  }
}

/** Σ (-square)ⁿ / (2n + odd)!: Taylor's series of the cosine (odd 0), and of the sine over its argument (odd 1). */
function series(square: number, odd: 0 | 1): number {
  let sum = 0;
  for (let n = 9; n > 0; n--) sum = (-square / ((2 * n + odd) * (2 * n + odd - 1))) * (1 + sum);
  return 1 + sum;
}
