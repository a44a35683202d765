// Tensors of an ONNX file as numbers, and back.
import { elementTypes, type TensorMessage } from "#models/onnx/onnx-types.ts";

/** The floats of a tensor; a copy, because bytes in a file need not lie at a multiple of four. */
export function floatsOf({ rawData }: TensorMessage): Float32Array {
  const bytes = rawData!;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Float32Array.from({ length: bytes.length / 4 }, (_, i) => view.getFloat32(i * 4, true));
}

export function shapeOf({ dims }: TensorMessage): number[] {
  return dims.map(Number);
}

export function bytesTensor(
  name: string,
  type: "uint8" | "int8" | "float16",
  shape: readonly number[],
  rawData: Uint8Array,
): TensorMessage {
  return { name, dims: shape.map(BigInt), dataType: elementTypes[type], rawData };
}

export function product(sides: readonly number[]): number {
  return sides.reduce((total, side) => total * side, 1);
}

/** How far apart neighbours along each axis lie in a row-major tensor. */
export function stepsOf(shape: readonly number[]): number[] {
  return shape.map((_, axis) => product(shape.slice(axis + 1)));
}
