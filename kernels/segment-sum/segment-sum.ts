// Sums of rows by segment on WebGPU without atomics: values [rows, ...] and an id per row -> [segments, ...].
// The rows are sorted by id first (sort.ts), so every sum is taken in the order of the rows. The gradient of
// an embedding is such a sum.
import type { TensorInfo } from "@tensorflow/tfjs-core";
import { asFloat } from "#kernels/convert/convert.ts";
import { dispatch, dispose, output, reshaped, zeros } from "#kernels/dispatch.ts";
import type { KernelPatch, TensorFlow } from "#kernels/patch.ts";
import { defineKernel } from "#kernels/pipeline.ts";
import { sortRows, type RowsToSort, type SortedRows } from "#kernels/sort/sort.ts";
import { segmentShape } from "./segment-shape.ts";
import blocksText from "./segment-sum-blocks.wgsl?raw";
import sumText from "./segment-sum.wgsl?raw";

const blocksKernel = defineKernel("segment-sum-blocks", {
  file: "segment-sum-blocks.wgsl",
  text: blocksText,
});
const sumKernel = defineKernel("segment-sum", { file: "segment-sum.wgsl", text: sumText });

/** No invocation adds more rows than two blocks by itself, however uneven the segments are. */
const BLOCK_ROWS = 256;

export interface SegmentSum {
  /** [rows, columns] float32, int32 or bool; rows that `sorted.order` names. */
  values: TensorInfo;
  columns: number;
  /** How many rows `sorted.order` has. */
  rows: number;
  sorted: SortedRows;
  segments: number;
  /** Of the result, which has segments · columns elements. */
  shape: number[];
  isMean?: boolean;
}

/** Adds up rows that are sorted already. */
export function sumSorted(tf: TensorFlow, what: SegmentSum): TensorInfo {
  const { columns, rows, sorted, segments, shape, isMean = false } = what;
  const dtype = what.values.dtype === "float32" ? "float32" : "int32";
  const element = dtype === "float32" ? "f32" : "i32";
  const out = output(tf, shape, dtype);
  if (segments * columns === 0) return out;
  const isFloat = dtype === "float32";
  const values = isFloat ? asFloat(tf, what.values) : reshaped(tf, what.values, what.values.shape);
  const blockCount = Math.floor(rows / BLOCK_ROWS);
  const blocks = output(tf, [blockCount, columns], dtype);
  dispatch(tf, blocksKernel, {
    element,
    constants: { blockRows: BLOCK_ROWS },
    uniforms: [rows, columns, blockCount],
    tensors: [blocks, values, sorted.order, sorted.keys],
    workgroups: Math.ceil((blockCount * columns) / 64),
  });
  dispatch(tf, sumKernel, {
    element,
    constants: { blockRows: BLOCK_ROWS, isMean },
    uniforms: [segments, columns],
    tensors: [out, values, sorted.order, sorted.starts, blocks],
    workgroups: Math.ceil((segments * columns) / 64),
  });
  dispose(tf, values, blocks);
  return out;
}

/** Sorts the rows of `values` [rows.rows, columns] by the position they name and adds them up there. */
export function sumRows(
  tf: TensorFlow,
  values: TensorInfo,
  rows: RowsToSort,
  columns: number,
  shape: number[],
): TensorInfo {
  if (rows.rows === 0) return zeros(tf, shape, values.dtype === "float32" ? "float32" : "int32");
  const sorted = sortRows(tf, rows);
  const out = sumSorted(tf, { values, columns, rows: rows.rows, sorted, segments: rows.keyCount, shape });
  dispose(tf, sorted.order, sorted.keys, sorted.starts);
  return out;
}

export function segmentSumPatches(tf: TensorFlow): KernelPatch[] {
  return [
    {
      kernelName: "UnsortedSegmentSum",
      backendName: "webgpu",
      why: "stock adds with float atomics, so the gradient of an embedding differs from run to run; an id beyond the last segment is added to another one",
      leaves: ({ inputs: { x, segmentIds } }) => {
        if (x.dtype !== "float32" && x.dtype !== "int32") return `dtype ${x.dtype}`;
        return segmentIds.dtype === "int32" ? undefined : `ids of dtype ${segmentIds.dtype}`;
      },
      run: (call) => {
        const { x, segmentIds } = call.inputs;
        const { rows, columns, segments, output: shape } = segmentShape(call);
        const sort = { indices: segmentIds, rows, strides: [1], keyCount: segments };
        return sumRows(tf, x, sort, columns, shape);
      },
    },
  ];
}
