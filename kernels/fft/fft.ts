// The discrete Fourier transform of any length in O(n log n), computed in float64.
//   n a power of two   radix 2, in place (Cooley and Tukey, 1965)
//   any other n        as a convolution of a power-of-two length (Bluestein, 1970)
import { turn } from "./turn.ts";

/**
 * Transforms `interleaved` (re, im, re, im, …; 2n numbers) in place; `isInverse` takes it back, divided by n.
 * out[k] = Σ x[j] · e^(∓2πi·jk/n).
 */
export function fft(interleaved: Float64Array, isInverse = false): void {
  const n = interleaved.length / 2;
  if (n <= 1) return;
  if ((n & (n - 1)) === 0) radix2(interleaved, isInverse);
  else bluestein(interleaved, isInverse);
  if (isInverse) for (let i = 0; i < interleaved.length; i++) interleaved[i] /= n;
}

function radix2(x: Float64Array, isInverse: boolean): void {
  const n = x.length / 2;
  for (let i = 1, j = 0; i < n; i++) {
    let bit = n >> 1;
    for (; j & bit; bit >>= 1) j ^= bit;
    j ^= bit;
    if (i < j) {
      [x[2 * i], x[2 * j]] = [x[2 * j], x[2 * i]];
      [x[2 * i + 1], x[2 * j + 1]] = [x[2 * j + 1], x[2 * i + 1]];
    }
  }
  const turns = new Float64Array(n);
  for (let j = 0; j < n / 2; j++) {
    const { cos, sin } = turn((2 * j) / n);
    turns[2 * j] = cos;
    turns[2 * j + 1] = isInverse ? sin : -sin;
  }
  for (let size = 2; size <= n; size *= 2) {
    const half = size / 2;
    const step = n / size;
    for (let start = 0; start < n; start += size) {
      for (let i = 0; i < half; i++) {
        const [c, s] = [turns[2 * i * step], turns[2 * i * step + 1]];
        const a = 2 * (start + i);
        const b = a + size;
        const re = x[b] * c - x[b + 1] * s;
        const im = x[b] * s + x[b + 1] * c;
        x[b] = x[a] - re;
        x[b + 1] = x[a + 1] - im;
        x[a] += re;
        x[a + 1] += im;
      }
    }
  }
}

/** jk = (j² + k² - (k - j)²) / 2 makes the sum a convolution with the chirp e^(±πi·j²/n). */
function bluestein(x: Float64Array, isInverse: boolean): void {
  const n = x.length / 2;
  const size = 2 ** Math.ceil(Math.log2(2 * n - 1));
  const chirp = new Float64Array(2 * n);
  for (let j = 0; j < n; j++) {
    const at = Number((BigInt(j) * BigInt(j)) % BigInt(2 * n)) / n; // j² mod 2n, exactly
    const { cos, sin } = turn(at);
    chirp[2 * j] = cos;
    chirp[2 * j + 1] = isInverse ? sin : -sin;
  }
  const a = new Float64Array(2 * size);
  const b = new Float64Array(2 * size);
  for (let j = 0; j < n; j++) {
    const [c, s] = [chirp[2 * j], chirp[2 * j + 1]];
    a[2 * j] = x[2 * j] * c - x[2 * j + 1] * s;
    a[2 * j + 1] = x[2 * j] * s + x[2 * j + 1] * c;
    for (const at of j === 0 ? [0] : [j, size - j]) {
      b[2 * at] = c;
      b[2 * at + 1] = -s;
    }
  }
  radix2(a, false);
  radix2(b, false);
  for (let i = 0; i < size; i++) {
    const re = a[2 * i] * b[2 * i] - a[2 * i + 1] * b[2 * i + 1];
    a[2 * i + 1] = a[2 * i] * b[2 * i + 1] + a[2 * i + 1] * b[2 * i];
    a[2 * i] = re;
  }
  radix2(a, true);
  for (let k = 0; k < n; k++) {
    const [c, s] = [chirp[2 * k], chirp[2 * k + 1]];
    const [re, im] = [a[2 * k] / size, a[2 * k + 1] / size];
    x[2 * k] = re * c - im * s;
    x[2 * k + 1] = re * s + im * c;
  }
}
