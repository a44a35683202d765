// SparseSegmentSum and SparseSegmentMean on WebGPU without atomics: the rows of `data` that `indices` name,
// by segment. Segment ids ascend, so nothing needs sorting (segment-sum.wgsl takes the indices as its order).
// How many segments there are lies in the data: ids that are on the GPU are read back at once, as stock does.
import type { TensorInfo } from "@tensorflow/tfjs-core";
import { dispose, zeros } from "#kernels/dispatch.ts";
import { ShapeError, type KernelPatch, type TensorFlow } from "#kernels/patch.ts";
import { sumSorted } from "#kernels/segment-sum/segment-sum.ts";
import { startsOf } from "#kernels/sort/sort.ts";
import { webGpuBackend } from "#kernels/webgpu-backend.ts";

interface Segments {
  data: TensorInfo;
  indices: TensorInfo;
  segmentIds: TensorInfo;
}

function sparseSegments(
  tf: TensorFlow,
  { data, indices, segmentIds }: Segments,
  isMean: boolean,
): TensorInfo {
  const rows = tf.util.sizeFromShape(indices.shape);
  if (rows !== tf.util.sizeFromShape(segmentIds.shape)) {
    throw new ShapeError(
      `sparseSegment${isMean ? "Mean" : "Sum"}: there must be one segment id for each index, got indices [${String(indices.shape)}] and ids [${String(segmentIds.shape)}]`,
    );
  }
  const segments = checkedSegments(tf, data, indices, segmentIds);
  const rest = data.shape.slice(1);
  const columns = tf.util.sizeFromShape(rest);
  const shape = [segments, ...rest];
  if (rows === 0) return zeros(tf, shape, data.dtype as "float32");
  const starts = startsOf(tf, segmentIds, rows, segments);
  const sorted = { order: indices, keys: segmentIds, starts };
  const out = sumSorted(tf, { values: data, columns, rows, sorted, segments, shape, isMean });
  dispose(tf, starts);
  return out;
}

/** How many segments there are. The checks and their texts are those of tfjs's CPU kernel. */
function checkedSegments(
  tf: TensorFlow,
  data: TensorInfo,
  indices: TensorInfo,
  segmentIds: TensorInfo,
): number {
  const backend = webGpuBackend(tf);
  const { backend_util: texts } = tf;
  const ids = backend.readSync(segmentIds.dataId);
  const picked = backend.readSync(indices.dataId);
  const segments = ids.length > 0 ? ids[ids.length - 1] + 1 : 0;
  for (let i = 0; i < ids.length; i++) {
    if (ids[i] < 0) throw new Error(texts.getSparseSegmentReductionNegativeSegmentIdsErrorMessage());
    if (i > 0 && ids[i] < ids[i - 1]) {
      throw new Error(texts.getSparseSegmentReductionNonIncreasingSegmentIdsErrorMessage());
    }
    if (picked[i] < 0 || picked[i] >= data.shape[0]) {
      throw new Error(
        texts.getSparseSegmentReductionIndicesOutOfRangeErrorMessage(i, picked[i], data.shape[0]),
      );
    }
  }
  return segments;
}

export function sparseSegmentPatches(tf: TensorFlow): KernelPatch[] {
  const why =
    "Stock adds with float atomics, so sums differ from run to run, and takes indices outside for others.";
  return ([false, true] as const).map((isMean) => ({
    kernelName: isMean ? "SparseSegmentMean" : "SparseSegmentSum",
    backendName: "webgpu",
    why,
    leaves: ({ inputs: { data, indices, segmentIds } }) => {
      if (data.dtype !== "float32" && data.dtype !== "int32") return `dtype ${data.dtype}`;
      const areInts = indices.dtype === "int32" && segmentIds.dtype === "int32";
      return areInts ? undefined : `indices of dtype ${indices.dtype}, ids of dtype ${segmentIds.dtype}`;
    },
    run: ({ inputs: { data, indices, segmentIds } }) =>
      sparseSegments(tf, { data, indices, segmentIds }, isMean),
  }));
}
