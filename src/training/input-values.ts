// What goes into a network, batch by batch. Pixels stay bytes until then: a quarter of the memory.
import type { Tensor } from "@tensorflow/tfjs-core";
import { tf } from "#models/tensorflow.ts";

/** Rows of equal width; bytes are pixels, which a network gets divided by 255. */
export type InputValues = Float32Array | Uint8Array;

/** @param shape of one row; @returns [rows.length, ...shape] */
export function inputTensor(values: InputValues, shape: readonly number[], rows: Uint32Array): Tensor {
  const width = shape.reduce((product, side) => product * side, 1);
  const picked = new Float32Array(rows.length * width);
  rows.forEach((row, i) => picked.set(values.subarray(row * width, (row + 1) * width), i * width));
  if (values instanceof Uint8Array) for (let i = 0; i < picked.length; i++) picked[i] /= 255;
  return tf.tensor(picked, [rows.length, ...shape]);
}

/** Rows of one forward pass, so that what its layers make of wide rows fits into memory. */
export function rowsAtOnce(shape: readonly number[], most: number): number {
  const width = shape.reduce((product, side) => product * side, 1);
  return Math.max(1, Math.min(most, Math.floor(2 ** 20 / width)));
}
