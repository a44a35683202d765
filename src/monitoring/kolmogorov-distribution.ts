// The distribution of the Kolmogorov-Smirnov statistic of one sample, after Simard and L'Ecuyer, "Computing the
// two-sided Kolmogorov-Smirnov distribution" (Journal of Statistical Software 39, 2011). The methods change where
// SciPy's change (scipy/stats/_ksstats.py), so that small chances are the same; where SciPy takes Pomeranz's method
// this takes Durbin's, which is as exact.
import { exp, log, logGamma, power } from "#numerics/elementary.ts";

/** P(D ≥ distance) for a sample of `n` values. */
export function kolmogorovTail(n: number, distance: number): number {
  const steps = n * distance;
  if (distance >= 1) return 0;
  if (steps <= 0.5) return 1;
  if (steps <= 1) return 1 - exp(logGamma(n + 1) - n * log(n) + n * log(2 * steps - 1));
  if (steps >= n - 1) return 2 * power(1 - distance, n);
  if (distance >= 0.5) return clipped(2 * oneSidedTail(n, distance));
  const square = steps * distance;
  if (n <= 140) {
    return clipped(square <= 4 ? 1 - durbin(n, distance) : 2 * oneSidedTail(n, distance));
  }
  if (square >= 370) return 0;
  if (square >= 2.2) return clipped(2 * oneSidedTail(n, distance));
  const isSmall = n <= 100_000 && n * power(distance, 1.5) <= 1.4;
  return clipped(1 - (isSmall ? durbin(n, distance) : pelzGood(n, distance)));
}

/** P(D⁺ ≥ distance): Smirnov's sum, whose terms are all positive. */
function oneSidedTail(n: number, distance: number): number {
  const last = Math.floor(n * (1 - distance));
  const logOfAll = logGamma(n + 1);
  let sum = 0;
  for (let v = 0; v <= last; v++) {
    const below = 1 - distance - v / n;
    if (below <= 0) continue; // of the last term, and the power of 0 is 0
    const choices = logOfAll - logGamma(v + 1) - logGamma(n - v + 1);
    sum += exp(choices + (v - 1) * log(distance + v / n) + (n - v) * log(below));
  }
  return distance * sum;
}

const LARGE = 2 ** 128;

/** P(D ≤ distance): Durbin's matrix to the power n (Marsaglia, Tsang, Wang 2003), scaled by powers of two. */
function durbin(n: number, distance: number): number {
  const k = Math.ceil(n * distance);
  const h = k - n * distance;
  const size = 2 * k - 1;
  let base = durbinMatrix(size, h);
  let result: Float64Array | undefined;
  let exponent = 0;
  let baseExponent = 0;
  const middle = (k - 1) * size + k - 1;
  for (let left = n; left > 0; left = Math.floor(left / 2)) {
    if (left % 2 === 1) {
      result = result ? product(result, base, size) : base;
      exponent += baseExponent;
    }
    if (left === 1) break;
    base = product(base, base, size);
    baseExponent *= 2;
    if (base[middle] > LARGE) {
      base = base.map((value) => value / LARGE);
      baseExponent++;
    }
  }
  let p = result![middle];
  for (let i = 1; i <= n; i++) {
    p = (i * p) / n;
    if (p < 1 / LARGE) {
      p *= LARGE;
      exponent--;
    }
  }
  for (; exponent > 0; exponent--) p *= LARGE;
  for (; exponent < 0; exponent++) p /= LARGE;
  return p;
}

function durbinMatrix(size: number, h: number): Float64Array {
  const matrix = new Float64Array(size * size);
  const edge = new Float64Array(size);
  const inverseFactorials = new Float64Array(size);
  let inverse = 1;
  for (let j = 1; j <= size; j++) {
    inverseFactorials[j - 1] = inverse;
    inverse /= j;
    edge[j - 1] = (1 - power(h, j)) * inverse;
  }
  edge[size - 1] = (1 + power(Math.max(2 * h - 1, 0), size) - 2 * power(h, size)) * inverse;
  for (let column = 1; column < size; column++)
    for (let row = column - 1; row < size; row++)
      matrix[row * size + column] = inverseFactorials[row - column + 1];
  for (let row = 0; row < size; row++) matrix[row * size] = edge[row];
  for (let column = 0; column < size; column++) matrix[(size - 1) * size + column] = edge[size - 1 - column];
  return matrix;
}

/** [S, S] times [S, S]. */
function product(a: Float64Array, b: Float64Array, size: number): Float64Array {
  const result = new Float64Array(size * size);
  for (let row = 0; row < size; row++) {
    for (let k = 0; k < size; k++) {
      const factor = a[row * size + k];
      if (factor === 0) continue;
      for (let column = 0; column < size; column++)
        result[row * size + column] += factor * b[k * size + column];
    }
  }
  return result;
}

/** P(D ≤ distance) for large n: Pelz and Good's series of four terms (1976). */
function pelzGood(n: number, distance: number): number {
  const pi2 = Math.PI * Math.PI;
  const pi4 = pi2 * pi2;
  const pi6 = pi4 * pi2;
  const z = Math.sqrt(n) * distance;
  const z2 = z * z;
  const z4 = z2 * z2;
  const z6 = z4 * z2;
  const firstPower = -pi2 / 8 / z2;
  if (firstPower < -708) return 0;
  const q = exp(firstPower);
  const termCount = Math.ceil((16 * z) / Math.PI);
  const terms = [0, 0, 0, 0];
  for (let k = termCount; k > 0; k--) {
    const m2 = (2 * k - 1) ** 2;
    const m4 = m2 * m2;
    const coefficients = [
      1,
      -z2 + (pi2 / 4) * m2,
      6 * z6 + 2 * z4 + (((2 * z4 - 5 * z2) * pi2) / 4) * m2 + ((pi4 * (1 - 2 * z2)) / 16) * m4,
      -30 * z6 -
        90 * z4 * z4 +
        ((pi2 * (135 * z4 - 96 * z6)) / 4) * m2 +
        ((pi4 * (-60 * z2 + 212 * z4)) / 16) * m4 +
        ((pi6 * (5 - 30 * z2)) / 64) * m4 * m2,
    ];
    const shrink = power(q, 8 * k);
    coefficients.forEach((coefficient, i) => (terms[i] = terms[i] * shrink + coefficient));
  }
  const root = Math.sqrt(2 * Math.PI);
  const divisors = [z, 6 * z4, 72 * z6 * z, 6480 * z6 * z4];
  const sums = terms.map((term, i) => (term * q * root) / divisors[i]);
  const second = exp(-pi2 / 2 / z2);
  let extra2 = 0;
  let extra3 = 0;
  for (let k = termCount; k > 0; k--) {
    const weight = k * k * power(second, k * k);
    extra2 += weight;
    extra3 += (3 * z2 - pi2 * k * k) * weight;
  }
  sums[2] += (extra2 * pi2 * root) / (-36 * z2 * z);
  sums[3] += (extra3 * pi2 * root) / (216 * z6);
  return sums[0] + sums[1] / Math.sqrt(n) + sums[2] / n + sums[3] / (n * Math.sqrt(n));
}

function clipped(p: number): number {
  return Math.min(1, Math.max(0, p));
}
