// The gradients of 2-D convolutions on WebAssembly, as matrix products over patches of the images.
//   filter's gradient   patchesᵀ [F, P] × dy [P, K], F = filterH·filterW·C, P = places, summed over the images
//   input's gradient    dy [P, K] × filterᵀ [K, F] gives patches, which are added back into the image
// Images are taken in groups, so that their patches fit in a few megabytes whatever the batch is.
import type { TensorInfo } from "@tensorflow/tfjs-core";
import { compose, reshaped, type RunKernel } from "#kernels/compose.ts";
import type { KernelCall, KernelPatch, TensorFlow } from "#kernels/patch.ts";
import { allocate, floats, wasmBackend } from "#kernels/wasm-heap.ts";
import { addPatches, readPatches, type Conv2DInfo } from "./patches-of-images.ts";

/** Elements of the patches that are held at once (4 MB): large enough for fast products, small enough for caches. */
const GROUP_SIZE = 2 ** 20;

export function wasmConvolutionPatches(tf: TensorFlow): KernelPatch[] {
  return [
    {
      kernelName: "Conv2DBackpropFilter",
      backendName: "wasm",
      why: "missing: no convolution can be trained",
      leaves: notCovered,
      run: ({ inputs: { x, dy }, attrs }) => {
        const shape = attrs["filterShape"] as [number, number, number, number];
        return filterGradient(tf, x, dy, infoOf(tf, x.shape, shape, attrs));
      },
    },
    {
      kernelName: "Conv2DBackpropInput",
      backendName: "wasm",
      why: "a direct loop that takes several times as long as a product over patches",
      leaves: notCovered,
      run: ({ inputs: { dy, filter }, attrs }) => {
        const shape = filter.shape as [number, number, number, number];
        return inputGradient(tf, dy, filter, infoOf(tf, attrs["inputShape"] as number[], shape, attrs));
      },
    },
  ];
}

function notCovered({ inputs, attrs }: KernelCall): string | undefined {
  if (attrs["dataFormat"] === "NCHW") return "channels before rows (NCHW)";
  return Object.values(inputs).every(({ dtype }) => dtype === "float32")
    ? undefined
    : "operands that are not f32";
}

function infoOf(
  tf: TensorFlow,
  inputShape: readonly number[],
  filterShape: [number, number, number, number],
  attrs: KernelCall["attrs"],
): Conv2DInfo {
  type Numbers = number | [number, number];
  return tf.backend_util.computeConv2DInfo(
    inputShape as [number, number, number, number],
    filterShape,
    attrs["strides"] as Numbers,
    1,
    attrs["pad"] as "same",
    attrs["dimRoundingMode"] as "floor" | undefined,
    false,
    "channelsLast",
  );
}

/** x [N, H, W, C], dy [N, outH, outW, K] -> [filterH, filterW, C, K] */
function filterGradient(tf: TensorFlow, x: TensorInfo, dy: TensorInfo, info: Conv2DInfo): TensorInfo {
  const backend = wasmBackend(tf);
  const places = info.outHeight * info.outWidth;
  const rowSize = info.filterHeight * info.filterWidth * info.inChannels;
  const out = allocate(tf, info.filterShape);
  floats(tf, out).fill(0);
  for (const { first, count } of imageGroups(info)) {
    const rows = count * places;
    const patches = allocate(tf, [rows, rowSize]);
    readPatches(floats(tf, x), info, first, count, floats(tf, patches));
    const part = compose(tf, "wasm", (run) => {
      const slopes = slopesOf(run, dy, info, first, count);
      return run("BatchMatMul", { a: patches, b: slopes }, { transposeA: true, transposeB: false });
    });
    const [sums, more] = [floats(tf, out), floats(tf, part)];
    for (let i = 0; i < sums.length; i++) sums[i] += more[i];
    backend.disposeData(part.dataId);
    backend.disposeData(patches.dataId);
  }
  return out;
}

/** dy [N, outH, outW, K], filter [filterH, filterW, C, K] -> [N, H, W, C] */
function inputGradient(tf: TensorFlow, dy: TensorInfo, filter: TensorInfo, info: Conv2DInfo): TensorInfo {
  const backend = wasmBackend(tf);
  const rowSize = info.filterHeight * info.filterWidth * info.inChannels;
  const out = allocate(tf, info.inShape);
  floats(tf, out).fill(0);
  for (const { first, count } of imageGroups(info)) {
    const patches = compose(tf, "wasm", (run) => {
      const slopes = slopesOf(run, dy, info, first, count);
      const weights = reshaped(run, filter, [rowSize, info.outChannels]);
      return run("BatchMatMul", { a: slopes, b: weights }, { transposeA: false, transposeB: true });
    });
    addPatches(floats(tf, patches), info, first, count, floats(tf, out));
    backend.disposeData(patches.dataId);
  }
  return out;
}

/** The rows of dy that belong to the images [first, first + count): [count·places, K]. */
function slopesOf(
  run: RunKernel,
  dy: TensorInfo,
  info: Conv2DInfo,
  first: number,
  count: number,
): TensorInfo {
  const places = info.outHeight * info.outWidth;
  const rows = reshaped(run, dy, [info.batchSize * places, info.outChannels]);
  if (count === info.batchSize) return rows;
  return run("Slice", { x: rows }, { begin: [first * places, 0], size: [count * places, info.outChannels] });
}

function imageGroups(info: Conv2DInfo): { first: number; count: number }[] {
  const { outHeight, outWidth, filterHeight, filterWidth, inChannels, batchSize } = info;
  const perImage = outHeight * outWidth * filterHeight * filterWidth * inChannels;
  const size = Math.max(1, Math.floor(GROUP_SIZE / Math.max(1, perImage)));
  const groups = [];
  for (let first = 0; first < batchSize; first += size) {
    groups.push({ first, count: Math.min(size, batchSize - first) });
  }
  return groups;
}
