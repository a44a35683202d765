// The discrete Fourier transform by its definition, in float64: out[k] = Σ x[j] · e^(∓2πi·jk/n), and divided by
// n when it is taken back. Interleaved: re, im, re, im, …
export function fftReference(interleaved: ArrayLike<number>, isInverse = false): Float64Array {
  const n = interleaved.length / 2;
  const out = new Float64Array(2 * n);
  const sign = isInverse ? 1 : -1;
  for (let k = 0; k < n; k++) {
    for (let j = 0; j < n; j++) {
      const angle = (sign * 2 * Math.PI * ((j * k) % n)) / n;
      const [c, s] = [Math.cos(angle), Math.sin(angle)];
      out[2 * k] += interleaved[2 * j] * c - interleaved[2 * j + 1] * s;
      out[2 * k + 1] += interleaved[2 * j] * s + interleaved[2 * j + 1] * c;
    }
  }
  return isInverse ? out.map((value) => value / n) : out;
}
