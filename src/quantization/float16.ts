// 32-bit floats as 16-bit ones, as IEEE 754 rounds them: to nearest, ties to even.

/** The largest number that 16 bits hold; above it stands infinity. */
export const LARGEST_FLOAT16 = 65_504;

/** @returns the bits of each, little-endian as a file holds them. Denormals are kept; what is too large is infinite. */
export function float16Bytes(values: Float32Array): Uint8Array {
  const bits = new Uint32Array(1);
  const number = new Float32Array(bits.buffer);
  const view = new DataView(new ArrayBuffer(values.length * 2));
  values.forEach((value, i) => {
    number[0] = value;
    view.setUint16(i * 2, halfOf(bits[0]), true);
  });
  return new Uint8Array(view.buffer);
}

/** @param single bits of a 32-bit float: 1 sign, 8 exponent (bias 127), 23 fraction; a half has 1, 5 (bias 15), 10 */
function halfOf(single: number): number {
  const sign = (single >>> 16) & 0x8000;
  const exponent = ((single >>> 23) & 0xff) - 127 + 15;
  const fraction = single & 0x7f_ff_ff;
  if (exponent >= 31) {
    const isNaN = exponent === 255 - 127 + 15 && fraction !== 0;
    return sign | 0x7c00 | (isNaN ? 0x200 : 0);
  }
  if (exponent <= 0) {
    if (exponent < -10) return sign;
    return sign | shifted(fraction | 0x80_00_00, 14 - exponent);
  }
  return sign | shifted((exponent << 23) | fraction, 13); // a carry out of the fraction belongs to the exponent
}

/** Without its last `count` bits, rounded to nearest, ties to even. */
function shifted(value: number, count: number): number {
  const cut = value & (2 ** count - 1);
  const half = 2 ** (count - 1);
  const kept = value >>> count;
  return cut > half || (cut === half && kept % 2 === 1) ? kept + 1 : kept;
}
