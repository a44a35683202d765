// Sorts rows by the position that their indices name, so that whatever is added up per position is added in
// the order of the rows, and two runs are equal bit by bit. What is done with the sorted rows is decided by
// its callers: segment sums, scatters and counts.
//   rank    each row counts the rows before it; one dispatch, for few rows
//   radix   four bits of the key at a time: counts per block of rows, their offsets, then a stable move
import type { TensorInfo } from "@tensorflow/tfjs-core";
import { dispatch, dispose, output } from "#kernels/dispatch.ts";
import type { TensorFlow } from "#kernels/patch.ts";
import { defineKernel } from "#kernels/pipeline.ts";
import histogramText from "./sort-histogram.wgsl?raw";
import keysText from "./sort-keys.wgsl?raw";
import moveText from "./sort-move.wgsl?raw";
import offsetsText from "./sort-offsets.wgsl?raw";
import rankText from "./sort-rank.wgsl?raw";
import startsText from "./sort-starts.wgsl?raw";

const keysKernel = defineKernel("sort-keys", { file: "sort-keys.wgsl", text: keysText });
const rankKernel = defineKernel("sort-rank", { file: "sort-rank.wgsl", text: rankText });
const histogramKernel = defineKernel("sort-histogram", { file: "sort-histogram.wgsl", text: histogramText });
const offsetsKernel = defineKernel("sort-offsets", { file: "sort-offsets.wgsl", text: offsetsText });
const moveKernel = defineKernel("sort-move", { file: "sort-move.wgsl", text: moveText });
const startsKernel = defineKernel("sort-starts", { file: "sort-starts.wgsl", text: startsText });

export type SortVariant = "rank" | "radix";

export interface RowsToSort {
  /** [rows, strides.length] int32. */
  indices: TensorInfo;
  rows: number;
  /** What one step of each index adds to the key; up to 8. */
  strides: readonly number[];
  /** Keys are 0 … keyCount − 1; rows that name another position come last. */
  keyCount: number;
  /** Cuts the rows into equal groups whose keys follow each other, keyCount / groups of them each. @default 1 */
  groups?: number;
}

/** u32 in int32 tensors, to be disposed by the caller. */
export interface SortedRows {
  /** [rows]: rows by key, equal keys in their first order. */
  order: TensorInfo;
  /** [rows] */
  keys: TensorInfo;
  /** [keyCount + 1]: where each key begins in `order`, and where the last one ends. */
  starts: TensorInfo;
}

/** More rows than this are sorted by their bits: rows² comparisons would take longer. */
const MOST_RANKED = 2048;
const BLOCK_ROWS = 1024;
const DIGIT_BITS = 4;

/** Expects at least one row. */
export function sortRows(tf: TensorFlow, what: RowsToSort, variant?: SortVariant): SortedRows {
  const { indices, rows, strides, keyCount, groups = 1 } = what;
  const column = () => output(tf, [rows], "int32");
  let keys = column();
  let order = column();
  const eight = [...strides, ...Array<number>(8 - strides.length).fill(0)];
  const groupStride = groups > 1 ? keyCount / groups : 0;
  dispatch(tf, keysKernel, {
    uniforms: [...eight, rows, strides.length, keyCount, rows / groups, groupStride],
    tensors: [keys, order, indices],
    workgroups: Math.ceil(rows / 64),
  });
  const replace = (sortedKeys: TensorInfo, sortedOrder: TensorInfo) => {
    dispose(tf, keys, order);
    [keys, order] = [sortedKeys, sortedOrder];
  };
  if ((variant ?? (rows <= MOST_RANKED ? "rank" : "radix")) === "rank") {
    const sorted = [column(), column()] as const;
    const workgroups = Math.ceil(rows / 64);
    dispatch(tf, rankKernel, { uniforms: [rows], tensors: [...sorted, keys], workgroups });
    replace(...sorted);
  } else {
    // keyCount itself is the key of rows outside.
    const bits = 32 - Math.clz32(keyCount);
    const blocks = Math.ceil(rows / BLOCK_ROWS);
    const constants = { blockRows: BLOCK_ROWS };
    for (let shift = 0; shift < bits; shift += DIGIT_BITS) {
      const offsets = output(tf, [16 * blocks], "int32");
      const moved = [column(), column()] as const;
      const common = { constants, uniforms: [rows, blocks, shift], workgroups: blocks };
      dispatch(tf, histogramKernel, { ...common, tensors: [offsets, keys] });
      dispatch(tf, offsetsKernel, { uniforms: [16 * blocks], tensors: [offsets], workgroups: 1 });
      dispatch(tf, moveKernel, { ...common, tensors: [...moved, keys, order, offsets] });
      replace(...moved);
      dispose(tf, offsets);
    }
  }
  return { order, keys, starts: startsOf(tf, keys, rows, keyCount) };
}

/** [keyCount + 1] from sorted keys [rows]. */
export function startsOf(tf: TensorFlow, keys: TensorInfo, rows: number, keyCount: number): TensorInfo {
  const starts = output(tf, [keyCount + 1], "int32");
  const workgroups = Math.ceil((keyCount + 1) / 64);
  dispatch(tf, startsKernel, { uniforms: [rows, keyCount], tensors: [starts, keys], workgroups });
  return starts;
}
