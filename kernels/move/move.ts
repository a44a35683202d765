// Moves elements on WebGPU, of any type and up to 8 dimensions: each op here is one affine map of places. Which
// calls it takes from stock is decided in move-patches.ts.
import type { TensorInfo } from "@tensorflow/tfjs-core";
import { asFloat } from "#kernels/convert/convert.ts";
import { dispatch, dispose, output, reshaped } from "#kernels/dispatch.ts";
import type { TensorFlow } from "#kernels/patch.ts";
import { defineKernel } from "#kernels/pipeline.ts";
import type { Moved } from "./move.reference.ts";
import moveText from "./move-elements.wgsl?raw";

const kernel = defineKernel("move-elements", { file: "move-elements.wgsl", text: moveText });

export function move(tf: TensorFlow, x: TensorInfo, moved: Moved): TensorInfo {
  const { outShape, fill } = moved;
  const out = output(tf, [...outShape], x.dtype);
  const size = tf.util.sizeFromShape([...outShape]);
  if (size === 0) return out;
  const own = x.dtype === "float32" ? asFloat(tf, x) : reshaped(tf, x, x.shape);
  const bits = x.dtype === "float32" ? new Uint32Array(Float32Array.of(fill).buffer)[0] : fill;
  const uniforms = uniformsOf(moved, size, bits);
  dispatch(tf, kernel, { uniforms, tensors: [out, own], workgroups: Math.ceil(size / 64) });
  dispose(tf, own);
  return out;
}

/** As in move-elements.wgsl. */
function uniformsOf(
  { outShape, start, step, shape, strides }: Moved,
  size: number,
  fillBits: number,
): number[] {
  const places = [...eight(start, 0), ...eight(step, 0), ...eight(shape, 1), ...eight(strides, 0)];
  return [...eight(outShape, 1), ...places, size, fillBits];
}

function eight(values: readonly number[], padding: number): number[] {
  return [...Array<number>(8 - values.length).fill(padding), ...values];
}

/** The move that leaves every element where it is. */
export function unmoved(tf: TensorFlow, shape: readonly number[]): Moved {
  const strides = shape.map((_, d) => tf.util.sizeFromShape(shape.slice(d + 1)));
  return { outShape: shape, start: shape.map(() => 0), step: shape.map(() => 1), shape, strides, fill: 0 };
}

export function transpose(tf: TensorFlow, x: TensorInfo, perm: readonly number[]): TensorInfo {
  const { shape, strides, ...rest } = unmoved(tf, x.shape);
  const outShape = perm.map((d) => shape[d]);
  return move(tf, x, { ...rest, outShape, shape: outShape, strides: perm.map((d) => strides[d]) });
}

/** Joins whole numbers or booleans along an axis, each in a dispatch of its own. */
export function concat(tf: TensorFlow, parts: readonly TensorInfo[], axis: number): TensorInfo {
  const [{ shape, dtype }] = parts;
  const whole = shape.toSpliced(
    axis,
    1,
    parts.reduce((size, part) => size + part.shape[axis], 0),
  );
  const out = output(tf, whole, dtype);
  let before = 0;
  for (const part of parts) {
    const start = shape.map((_, d) => (d === axis ? before : 0));
    before += part.shape[axis];
    const size = tf.util.sizeFromShape(part.shape);
    if (size === 0) continue;
    dispatch(tf, kernel, {
      constants: { isWrite: true },
      uniforms: uniformsOf({ ...unmoved(tf, whole), outShape: part.shape, start }, size, 0),
      tensors: [out, part],
      workgroups: Math.ceil(size / 64),
    });
  }
  return out;
}

/** Cuts x along an axis. */
export function split(tf: TensorFlow, x: TensorInfo, axis: number, sizes: readonly number[]): TensorInfo[] {
  let before = 0;
  return sizes.map((size) => {
    const start = x.shape.map((_, d) => (d === axis ? before : 0));
    before += size;
    return move(tf, x, { ...unmoved(tf, x.shape), start, outShape: x.shape.toSpliced(axis, 1, size) });
  });
}

/** Repeats x: each dimension that is repeated becomes two, of which the outer one does not move in x. */
export function tile(tf: TensorFlow, x: TensorInfo, reps: readonly number[]): TensorInfo {
  const { shape, strides } = unmoved(tf, x.shape);
  const repeated = shape.flatMap((size, d) => (reps[d] === 1 ? [size] : [reps[d], size]));
  const still = shape.flatMap((_, d) => (reps[d] === 1 ? [strides[d]] : [0, strides[d]]));
  const tiled = move(tf, x, { ...unmoved(tf, repeated), strides: still });
  const out = reshaped(
    tf,
    tiled,
    shape.map((size, d) => size * reps[d]),
  );
  dispose(tf, tiled);
  return out;
}

/** As tf.batchToSpaceND: the blocks of the batch go back to their places, and the crops are cut off. */
export function batchToSpace(
  tf: TensorFlow,
  x: TensorInfo,
  blockShape: number[],
  crops: number[][],
): TensorInfo {
  const { backend_util: shapes } = tf;
  const blocks = blockShape.reduce((product, size) => product * size, 1);
  const split = reshaped(tf, x, shapes.getReshaped(x.shape, blockShape, blocks));
  const perm = shapes.getPermuted(split.shape.length, blockShape.length);
  const turned = transpose(tf, split, perm);
  const joined = reshaped(tf, turned, shapes.getReshapedPermuted(x.shape, blockShape, blocks));
  // Both leave out the dimensions behind the blocks, which are kept whole.
  const { shape } = joined;
  const begin = shapes.getSliceBeginCoords(crops, blockShape.length);
  const size = shapes.getSliceSize(shape, crops, blockShape.length);
  const start = shape.map((_, d) => begin[d] ?? 0);
  const outShape = shape.map((whole, d) => size[d] ?? whole);
  const out = move(tf, joined, { ...unmoved(tf, shape), outShape, start });
  dispose(tf, split, turned, joined);
  return out;
}
