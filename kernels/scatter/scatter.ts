// Scatters on WebGPU without atomics: rows of updates go to the positions that indices name. The rows are
// sorted by position first (sort.ts): ScatterNd adds in their order, and where TensorScatterUpdate and
// SparseToDense are given one position twice the last row stays, as on the CPU.
import type { TensorInfo } from "@tensorflow/tfjs-core";
import { asFloat } from "#kernels/convert/convert.ts";
import { dispatch, dispose, output, reshaped, zeros } from "#kernels/dispatch.ts";
import type { KernelPatch, TensorFlow } from "#kernels/patch.ts";
import { defineKernel } from "#kernels/pipeline.ts";
import { sumRows } from "#kernels/segment-sum/segment-sum.ts";
import { sortRows, type RowsToSort } from "#kernels/sort/sort.ts";
import lastText from "./scatter-last.wgsl?raw";

const lastKernel = defineKernel("scatter-last", { file: "scatter-last.wgsl", text: lastText });

interface Positions extends RowsToSort {
  columns: number;
}

function positionsOf(tf: TensorFlow, updates: TensorInfo, indices: TensorInfo, shape: number[]): Positions {
  const sizes = tf.backend_util.calculateShapes(updates, indices, shape);
  const { numUpdates: rows, sliceSize: columns, sliceRank, strides, outputSize } = sizes;
  const keyCount = columns === 0 ? 0 : outputSize / columns;
  return { indices, rows, strides: strides.slice(0, sliceRank), keyCount, columns };
}

/** `base` [1] or the whole result before the scatter. */
function scatterLast(
  tf: TensorFlow,
  base: TensorInfo,
  updates: TensorInfo,
  positions: Positions,
  shape: number[],
): TensorInfo {
  const { rows, columns, keyCount } = positions;
  const out = output(tf, shape, updates.dtype);
  if (keyCount * columns === 0) return out;
  const isFloat = updates.dtype === "float32";
  const own = (tensor: TensorInfo) => (isFloat ? asFloat(tf, tensor) : reshaped(tf, tensor, tensor.shape));
  const [ownBase, ownUpdates] = [own(base), own(updates)];
  const sorted =
    rows > 0
      ? sortRows(tf, positions)
      : {
          order: zeros(tf, [1], "int32"),
          keys: zeros(tf, [1], "int32"),
          starts: zeros(tf, [keyCount + 1], "int32"),
        };
  dispatch(tf, lastKernel, {
    element: isFloat ? "f32" : "i32",
    constants: { baseIsScalar: base.shape.length === 0, updateIsScalar: updates.shape.length === 0 },
    uniforms: [keyCount, columns],
    tensors: [out, ownBase, ownUpdates, sorted.order, sorted.starts],
    workgroups: Math.ceil((keyCount * columns) / 64),
  });
  dispose(tf, ownBase, ownUpdates, sorted.order, sorted.keys, sorted.starts);
  return out;
}

function leavesDtype(updates: TensorInfo, indices: TensorInfo, ...allowed: string[]): string | undefined {
  if (!allowed.includes(updates.dtype)) return `dtype ${updates.dtype}`;
  return indices.dtype === "int32" ? undefined : `indices of dtype ${indices.dtype}`;
}

export function scatterPatches(tf: TensorFlow): KernelPatch[] {
  return [
    {
      kernelName: "ScatterNd",
      backendName: "webgpu",
      why: "stock adds with float atomics, so sums differ from run to run; a position outside is written somewhere else",
      leaves: ({ inputs: { indices, updates } }) => leavesDtype(updates, indices, "float32", "int32"),
      run: ({ inputs: { indices, updates }, attrs }) => {
        const shape = attrs.shape as number[];
        const positions = positionsOf(tf, updates, indices, shape);
        return sumRows(tf, updates, positions, positions.columns, shape);
      },
    },
    {
      kernelName: "TensorScatterUpdate",
      backendName: "webgpu",
      why: "of several updates of one position stock keeps any; here it is the last, as on the CPU",
      leaves: ({ inputs: { indices, updates } }) => leavesDtype(updates, indices, "float32", "int32", "bool"),
      run: ({ inputs: { tensor, indices, updates } }) => {
        const positions = positionsOf(tf, updates, indices, tensor.shape);
        return scatterLast(tf, tensor, updates, positions, tensor.shape);
      },
    },
    {
      kernelName: "SparseToDense",
      backendName: "webgpu",
      why: "stock adds up the values of one position with float atomics, where the CPU keeps the last",
      leaves: ({ inputs: { sparseIndices, sparseValues } }) =>
        leavesDtype(sparseValues, sparseIndices, "float32", "int32", "bool"),
      run: ({ inputs: { sparseIndices, sparseValues, defaultValue }, attrs }) => {
        const shape = attrs.outputShape as number[];
        const positions = positionsOf(tf, sparseValues, sparseIndices, shape);
        return scatterLast(tf, defaultValue, sparseValues, positions, shape);
      },
    },
  ];
}
