// The kernels that move elements where stock cannot: whole numbers beyond 2^24 go through floats in it, those of
// more than two dimensions are not transposed, and five dimensions are not reversed, padded or sliced by steps.
// What stock does right is left to it.
import { dispose, elementOf, reshaped } from "#kernels/dispatch.ts";
import type { KernelCall, KernelPatch, TensorFlow } from "#kernels/patch.ts";
import { batchToSpace, concat, move, split, tile, transpose, unmoved } from "./move.ts";

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
      why: "stock's shader does not compile for whole numbers and booleans of more than two dimensions",
      leaves: unlessInteger,
      run: ({ inputs: { x }, attrs }) => transpose(tf, x, attrs.perm as number[]),
    },
    {
      kernelName: "BatchToSpaceND",
      backendName: "webgpu",
      why: "as Transpose, which stock calls without going through the registry",
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
      why: "stock fails for five dimensions and more",
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
      why: "stock's shader does not compile for five dimensions and more",
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
      why: "stock loses count of the dimensions where one is dropped or added and steps are larger than 1; and as PadV2",
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
