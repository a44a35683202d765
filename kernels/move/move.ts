// Moves elements on WebGPU where stock cannot: whole numbers beyond 2^24 go through floats in it, those of
// more than two dimensions are not transposed, and five dimensions are not reversed, padded or sliced by steps. What stock
// does right is left to it.
import type { TensorInfo } from "@tensorflow/tfjs-core";
import { asFloat } from "#kernels/convert/convert.ts";
import { dispatch, dispose, elementOf, output, reshaped } from "#kernels/dispatch.ts";
import type { KernelCall, KernelPatch, TensorFlow } from "#kernels/patch.ts";
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
function unmoved(tf: TensorFlow, shape: readonly number[]): Moved {
  const strides = shape.map((_, d) => tf.util.sizeFromShape(shape.slice(d + 1)));
  return { outShape: shape, start: shape.map(() => 0), step: shape.map(() => 1), shape, strides, fill: 0 };
}

function transpose(tf: TensorFlow, x: TensorInfo, perm: readonly number[]): TensorInfo {
  const { shape, strides, ...rest } = unmoved(tf, x.shape);
  const outShape = perm.map((d) => shape[d]);
  return move(tf, x, { ...rest, outShape, shape: outShape, strides: perm.map((d) => strides[d]) });
}

/** Joins whole numbers or booleans along an axis, each in a dispatch of its own. */
function concat(tf: TensorFlow, parts: readonly TensorInfo[], axis: number): TensorInfo {
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
function split(tf: TensorFlow, x: TensorInfo, axis: number, sizes: readonly number[]): TensorInfo[] {
  let before = 0;
  return sizes.map((size) => {
    const start = x.shape.map((_, d) => (d === axis ? before : 0));
    before += size;
    return move(tf, x, { ...unmoved(tf, x.shape), start, outShape: x.shape.toSpliced(axis, 1, size) });
  });
}

/** Repeats x: each dimension that is repeated becomes two, of which the outer one does not move in x. */
function tile(tf: TensorFlow, x: TensorInfo, reps: readonly number[]): TensorInfo {
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
function batchToSpace(tf: TensorFlow, x: TensorInfo, blockShape: number[], crops: number[][]): TensorInfo {
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

/** The rank from which on stock's shaders of these kernels do not compile. */
const MANY_DIMENSIONS = 5;

export function movePatches(tf: TensorFlow): KernelPatch[] {
  const unlessInteger = ({ inputs: { x } }: KernelCall) =>
    elementOf(tf, x) === "i32" ? undefined : "right in stock for floats";
  const unlessWholeNumbers = ({ inputs }: KernelCall) => {
    const parts = Object.values(inputs);
    const areWhole = parts.every((part) => part.dtype === parts[0].dtype && elementOf(tf, part) === "i32");
    return areWhole && parts[0].dtype !== "float32" ? undefined : "right in stock for floats";
  };
  const unlessManyDimensions = ({ inputs: { x } }: KernelCall) => {
    const element = elementOf(tf, x);
    if (element === undefined) return `dtype ${x.dtype}`;
    const isRight = element === "f32" && x.shape.length < MANY_DIMENSIONS;
    return isRight ? "right in stock for floats of fewer than 5 dimensions" : undefined;
  };
  const wholeNumbers = "Stock goes through floats, so whole numbers beyond 2^24 become their neighbours.";
  return [
    {
      kernelName: "Transpose",
      backendName: "webgpu",
      why: "Stock's shader does not compile for whole numbers and booleans of more than two dimensions.",
      leaves: unlessInteger,
      run: ({ inputs: { x }, attrs }) => transpose(tf, x, attrs.perm as number[]),
    },
    {
      kernelName: "BatchToSpaceND",
      backendName: "webgpu",
      why: "As Transpose, which stock calls without going through the registry.",
      leaves: unlessInteger,
      run: ({ inputs: { x }, attrs }) =>
        batchToSpace(tf, x, attrs.blockShape as number[], attrs.crops as number[][]),
    },
    {
      kernelName: "Slice",
      backendName: "webgpu",
      why: wholeNumbers,
      leaves: unlessInteger,
      run: ({ inputs: { x }, attrs }) => {
        const [start, outShape] = tf.slice_util.parseSliceParams(
          x,
          attrs.begin as number[],
          attrs.size as number[],
        );
        tf.slice_util.assertParamsValid(x, start, outShape);
        return move(tf, x, { ...unmoved(tf, x.shape), start, outShape });
      },
    },
    {
      kernelName: "Tile",
      backendName: "webgpu",
      why: wholeNumbers,
      leaves: (call) => {
        const reps = call.attrs.reps as number[];
        const dimensions = reps.length + reps.filter((times) => times !== 1).length;
        return dimensions > 8 ? "more than 8 dimensions" : unlessInteger(call);
      },
      run: ({ inputs: { x }, attrs }) => tile(tf, x, attrs.reps as number[]),
    },
    {
      kernelName: "Concat",
      backendName: "webgpu",
      why: wholeNumbers,
      leaves: unlessWholeNumbers,
      run: ({ inputs, attrs }) => {
        const parts = Object.values(inputs);
        const [axis] = tf.util.parseAxisParam(attrs.axis as number, parts[0].shape);
        tf.backend_util.assertParamsConsistent(
          parts.map(({ shape }) => shape),
          axis,
        );
        return concat(tf, parts, axis);
      },
    },
    {
      kernelName: "Pack",
      backendName: "webgpu",
      why: wholeNumbers,
      leaves: unlessWholeNumbers,
      run: ({ inputs, attrs }) => {
        const axis = attrs.axis as number;
        const parts = Object.values(inputs).map((x) => ({ ...x, shape: x.shape.toSpliced(axis, 0, 1) }));
        return concat(tf, parts, axis);
      },
    },
    {
      kernelName: "SplitV",
      backendName: "webgpu",
      why: wholeNumbers,
      leaves: unlessInteger,
      run: ({ inputs: { x }, attrs }) => {
        const [axis] = tf.util.parseAxisParam(attrs.axis as number, x.shape);
        const sizes = tf.backend_util.prepareSplitSize(x, attrs.numOrSizeSplits as number[], axis);
        return split(tf, x, axis, sizes);
      },
    },
    {
      kernelName: "Unpack",
      backendName: "webgpu",
      why: wholeNumbers,
      leaves: ({ inputs: { value } }) => unlessInteger({ inputs: { x: value }, attrs: {} }),
      run: ({ inputs: { value }, attrs }) => {
        const [axis] = tf.util.parseAxisParam(attrs.axis as number, value.shape);
        const parts = split(tf, value, axis, Array<number>(value.shape[axis]).fill(1));
        return parts.map((part) => ({ ...part, shape: part.shape.toSpliced(axis, 1) }));
      },
    },
    {
      kernelName: "Reverse",
      backendName: "webgpu",
      why: "Stock fails for five dimensions and more.",
      leaves: unlessManyDimensions,
      run: ({ inputs: { x }, attrs }) => {
        const dims = tf.util.parseAxisParam(attrs.dims as number[], x.shape);
        return move(tf, x, {
          ...unmoved(tf, x.shape),
          start: x.shape.map((size, d) => (dims.includes(d) ? size - 1 : 0)),
          step: x.shape.map((_, d) => (dims.includes(d) ? -1 : 1)),
        });
      },
    },
    {
      kernelName: "PadV2",
      backendName: "webgpu",
      why: "Stock's shader does not compile for five dimensions and more.",
      leaves: unlessManyDimensions,
      run: ({ inputs: { x }, attrs }) => {
        const paddings = attrs.paddings as [number, number][];
        return move(tf, x, {
          ...unmoved(tf, x.shape),
          outShape: x.shape.map((size, d) => paddings[d][0] + size + paddings[d][1]),
          start: paddings.map(([before]) => -before),
          fill: Number(attrs.constantValue),
        });
      },
    },
    {
      kernelName: "StridedSlice",
      backendName: "webgpu",
      why: "Stock loses count of the dimensions where one is dropped or added and steps are larger than 1; and as PadV2.",
      leaves: (call) => {
        const { shrinkAxisMask, newAxisMask } = call.attrs;
        return shrinkAxisMask || newAxisMask ? undefined : unlessManyDimensions(call);
      },
      run: ({ inputs: { x }, attrs }) => {
        const info = tf.slice_util.sliceInfo(
          x.shape,
          attrs.begin as number[],
          attrs.end as number[],
          attrs.strides as number[],
          attrs.beginMask as number,
          attrs.endMask as number,
          attrs.ellipsisMask as number,
          attrs.newAxisMask as number,
          attrs.shrinkAxisMask as number,
        );
        const cut = move(tf, x, {
          ...unmoved(tf, x.shape),
          outShape: tf.slice_util.computeOutShape(info.begin, info.end, info.strides),
          start: info.begin,
          step: info.strides,
        });
        const out = reshaped(tf, cut, info.finalShape);
        dispose(tf, cut);
        return out;
      },
    },
  ];
}
