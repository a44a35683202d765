// The two-sample Kolmogorov-Smirnov test, two-sided, as SciPy's `ks_2samp` does it by default: exact up to 10,000
// values on the larger side (Hodges 1958, by counting lattice paths), above that by the distribution of one sample
// of the size that both together are worth.
import { kolmogorovTail } from "./kolmogorov-distribution.ts";

const EXACT_LIMIT = 10_000;

/**
 * The chance of distribution functions at least this far apart when both samples come from one distribution.
 * @param reference,current ascending, neither of them empty
 * @returns p, from 0 to 1
 */
export function kolmogorovSmirnov(reference: Float64Array, current: Float64Array): number {
  const n = reference.length;
  const m = current.length;
  const divisor = greatestCommonDivisor(n, m);
  const steps = largestGap(reference, current, divisor);
  if (steps === 0) return 1;
  if (Math.max(n, m) > EXACT_LIMIT)
    return kolmogorovTail(roundHalfEven((n * m) / (n + m)), steps / ((n / divisor) * m));
  const p = n === m ? tailOfEqualSizes(n, steps) : tailOfSizes(n, m, divisor, steps);
  return Math.min(1, Math.max(0, p));
}

/** The least p that any two samples of these sizes can have: 2 / C(n + m, n), when one lies wholly below the other. */
export function leastPossibleP(n: number, m: number): number {
  let p = 2;
  for (let k = 1; k <= Math.min(n, m) && p > 0; k++) p *= k / (Math.max(n, m) + k);
  return p;
}

/** The greatest distance of the distribution functions, in units of 1 / lcm(n, m): a whole number, so exact. */
function largestGap(reference: Float64Array, current: Float64Array, divisor: number): number {
  const up = current.length / divisor;
  const down = reference.length / divisor;
  let i = 0;
  let j = 0;
  let largest = 0;
  while (i < reference.length && j < current.length) {
    const value = Math.min(reference[i], current[j]);
    while (i < reference.length && reference[i] === value) i++;
    while (j < current.length && current[j] === value) j++;
    largest = Math.max(largest, Math.abs(i * up - j * down));
  }
  return largest;
}

/** Share of the paths on an n by n lattice that leave the band of `steps`: 2 (A1 - A2 + A3 …), by Horner's scheme. */
function tailOfEqualSizes(n: number, steps: number): number {
  let result = 0;
  for (let k = Math.floor(n / steps); k >= 0; k--) {
    let term = 1;
    for (let j = 0; j < steps; j++) term = ((n - k * steps - j) * term) / (n + k * steps + j + 1);
    result = term * (1 - result);
  }
  return 2 * result;
}

/** Share of the paths on an n by m lattice that leave the band: each column from the one before, within the band. */
function tailOfSizes(first: number, second: number, divisor: number, steps: number): number {
  const m = Math.max(first, second);
  const n = Math.min(first, second);
  const mStep = m / divisor;
  const nStep = n / divisor;
  let least = 0;
  let end = Math.min(Math.ceil(steps / mStep), n + 1);
  const shares = new Float64Array(Math.min(2 * end + 2, n + 1)).fill(1);
  shares.fill(0, 0, end);
  let length = end;
  for (let i = 1; i <= m; i++) {
    const before = least;
    const lengthBefore = length;
    least = Math.min(Math.max(Math.floor((nStep * i - steps) / mStep) + 1, 0), n);
    end = Math.min(Math.ceil((nStep * i + steps) / mStep), n + 1);
    if (end <= least) return 1;
    let value = least === 0 ? 0 : 1;
    for (let j = least; j < end; j++) {
      value = (shares[j - before] * i + value * j) / (i + j);
      shares[j - least] = value;
    }
    length = end - least;
    if (lengthBefore > length) shares.fill(1, length, lengthBefore);
  }
  return shares[length - 1];
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}

/** As NumPy rounds. */
function roundHalfEven(value: number): number {
  const floor = Math.floor(value);
  if (value - floor !== 0.5) return Math.round(value);
  return floor % 2 === 0 ? floor : floor + 1;
}
