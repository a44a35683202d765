// The gradients of 3-D convolutions on WebAssembly, in plain loops.
//   x [N, D, H, W, C], filter [filterD, filterH, filterW, C, K], dy [N, outD, outH, outW, K]
import type { backend_util, TensorInfo } from "@tensorflow/tfjs-core";
import type { KernelCall, KernelPatch, TensorFlow } from "#kernels/patch.ts";
import { allocate, floats } from "#kernels/wasm-heap.ts";

type Info = backend_util.Conv3DInfo;

export function wasmConvolution3DPatches(tf: TensorFlow): KernelPatch[] {
  return [
    {
      kernelName: "Conv3DBackpropInputV2",
      backendName: "wasm",
      why: "wrong: adds to memory that was not cleared",
      leaves: notCovered,
      run: ({ inputs: { dy, filter }, attrs }) =>
        inputGradient(tf, dy, filter, infoOf(tf, attrs["inputShape"], filter.shape, attrs)),
    },
    {
      kernelName: "Conv3DBackpropFilterV2",
      backendName: "wasm",
      why: "wrong with strides",
      leaves: notCovered,
      run: ({ inputs: { x, dy }, attrs }) =>
        filterGradient(tf, x, dy, infoOf(tf, x.shape, attrs["filterShape"], attrs)),
    },
  ];
}

function notCovered({ inputs }: KernelCall): string | undefined {
  return Object.values(inputs).every(({ dtype }) => dtype === "float32")
    ? undefined
    : "operands that are not f32";
}

function infoOf(tf: TensorFlow, image: unknown, filter: unknown, attrs: KernelCall["attrs"]): Info {
  type Shape = [number, number, number, number, number];
  return tf.backend_util.computeConv3DInfo(
    image as Shape,
    filter as Shape,
    attrs["strides"] as number | [number, number, number],
    1,
    attrs["pad"] as "same" | "valid",
  );
}

function inputGradient(tf: TensorFlow, dy: TensorInfo, filter: TensorInfo, info: Info): TensorInfo {
  const out = allocate(tf, info.inShape);
  const [slopes, weights, result] = [floats(tf, dy), floats(tf, filter), floats(tf, out)];
  result.fill(0);
  const { inChannels: C, outChannels: K } = info;
  eachTap(info, (pixel, place, tap) => {
    for (let c = 0; c < C; c++) {
      let sum = 0;
      for (let k = 0; k < K; k++) sum += slopes[place * K + k] * weights[(tap * C + c) * K + k];
      result[pixel * C + c] += sum;
    }
  });
  return out;
}

function filterGradient(tf: TensorFlow, x: TensorInfo, dy: TensorInfo, info: Info): TensorInfo {
  const out = allocate(tf, info.filterShape);
  const [image, slopes, result] = [floats(tf, x), floats(tf, dy), floats(tf, out)];
  const sums = new Float64Array(result.length);
  const { inChannels: C, outChannels: K } = info;
  eachTap(info, (pixel, place, tap) => {
    for (let c = 0; c < C; c++) {
      const value = image[pixel * C + c];
      for (let k = 0; k < K; k++) sums[(tap * C + c) * K + k] += value * slopes[place * K + k];
    }
  });
  result.set(sums);
  return out;
}

/** Calls `visit` for each tap of the filter that lies inside the image, at each place of the output. */
function eachTap(info: Info, visit: (pixel: number, place: number, tap: number) => void): void {
  const { batchSize, outDepth, outHeight, outWidth, inDepth, inHeight, inWidth, padInfo } = info;
  let place = -1;
  for (let n = 0; n < batchSize; n++) {
    for (let outD = 0; outD < outDepth; outD++) {
      for (let outH = 0; outH < outHeight; outH++) {
        for (let outW = 0; outW < outWidth; outW++) {
          place++;
          let tap = -1;
          for (let d = 0; d < info.filterDepth; d++) {
            const depth = outD * info.strideDepth - padInfo.front + d;
            for (let h = 0; h < info.filterHeight; h++) {
              const row = outH * info.strideHeight - padInfo.top + h;
              for (let w = 0; w < info.filterWidth; w++) {
                tap++;
                const column = outW * info.strideWidth - padInfo.left + w;
                if (depth < 0 || depth >= inDepth || row < 0 || row >= inHeight) continue;
                if (column < 0 || column >= inWidth) continue;
                visit(((n * inDepth + depth) * inHeight + row) * inWidth + column, place, tap);
              }
            }
          }
        }
      }
    }
  }
}
