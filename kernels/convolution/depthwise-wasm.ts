// The gradients of depthwise convolutions on WebAssembly, as plain loops over the heap: each channel has its
// own small filters, so there is no large product to make of them.
//   x [N, H, W, C], filter [filterH, filterW, C, Q], dy [N, outH, outW, C·Q]; channel c makes c·Q … c·Q + Q - 1
import type { TensorInfo } from "@tensorflow/tfjs-core";
import type { KernelCall, KernelPatch, TensorFlow } from "#kernels/patch.ts";
import { allocate, floats } from "#kernels/wasm-heap.ts";
import type { Conv2DInfo } from "./patches-of-images.ts";

export function wasmDepthwisePatches(tf: TensorFlow): KernelPatch[] {
  return [
    {
      kernelName: "DepthwiseConv2dNativeBackpropFilter",
      backendName: "wasm",
      why: "missing: no depthwise convolution can be trained",
      leaves: notCovered,
      run: ({ inputs: { x, dy }, attrs }) =>
        filterGradient(tf, x, dy, infoOf(tf, x.shape, attrs["filterShape"] as number[], attrs)),
    },
    {
      kernelName: "DepthwiseConv2dNativeBackpropInput",
      backendName: "wasm",
      why: "missing: no layer in front of a depthwise convolution can be trained",
      leaves: notCovered,
      run: ({ inputs: { dy, filter }, attrs }) =>
        inputGradient(tf, dy, filter, infoOf(tf, attrs["inputShape"] as number[], filter.shape, attrs)),
    },
  ];
}

function notCovered({ inputs }: KernelCall): string | undefined {
  return Object.values(inputs).every(({ dtype }) => dtype === "float32")
    ? undefined
    : "operands that are not f32";
}

function infoOf(
  tf: TensorFlow,
  inputShape: readonly number[],
  filterShape: readonly number[],
  attrs: KernelCall["attrs"],
): Conv2DInfo {
  type Shape = [number, number, number, number];
  return tf.backend_util.computeConv2DInfo(
    inputShape as Shape,
    filterShape as Shape,
    attrs["strides"] as number | [number, number],
    attrs["dilations"] as number | [number, number],
    attrs["pad"] as "same",
    attrs["dimRoundingMode"] as "floor" | undefined,
    true,
  );
}

function filterGradient(tf: TensorFlow, x: TensorInfo, dy: TensorInfo, info: Conv2DInfo): TensorInfo {
  const out = allocate(tf, info.filterShape);
  const [image, slope, result] = [floats(tf, x), floats(tf, dy), floats(tf, out)];
  const sums = new Float64Array(result.length);
  const { inChannels, outChannels } = info;
  const multiplier = outChannels / inChannels;
  eachTap(info, (pixel, place, tap) => {
    for (let channel = 0, q = 0; channel < inChannels; channel++) {
      const value = image[pixel * inChannels + channel];
      const end = q + multiplier;
      for (; q < end; q++) {
        sums[tap * outChannels + q] += value * slope[place * outChannels + q];
      }
    }
  });
  result.set(sums);
  return out;
}

function inputGradient(tf: TensorFlow, dy: TensorInfo, filter: TensorInfo, info: Conv2DInfo): TensorInfo {
  const out = allocate(tf, info.inShape);
  const [slope, weight, result] = [floats(tf, dy), floats(tf, filter), floats(tf, out)];
  result.fill(0);
  const { inChannels, outChannels } = info;
  const multiplier = outChannels / inChannels;
  eachTap(info, (pixel, place, tap) => {
    for (let channel = 0, q = 0; channel < inChannels; channel++) {
      let sum = 0;
      const end = q + multiplier;
      for (; q < end; q++) {
        sum += slope[place * outChannels + q] * weight[tap * outChannels + q];
      }
      result[pixel * inChannels + channel] += sum;
    }
  });
  return out;
}

/** Calls `visit` for each tap of the filter that lies inside the image, at each place of the output. */
function eachTap(info: Conv2DInfo, visit: (pixel: number, place: number, tap: number) => void): void {
  const { batchSize, outHeight, outWidth, inHeight, inWidth, filterHeight, filterWidth, padInfo } = info;
  const { strideHeight, strideWidth, dilationHeight, dilationWidth } = info;
  for (let n = 0; n < batchSize; n++) {
    for (let outRow = 0; outRow < outHeight; outRow++) {
      for (let outColumn = 0; outColumn < outWidth; outColumn++) {
        const place = (n * outHeight + outRow) * outWidth + outColumn;
        for (let tapRow = 0; tapRow < filterHeight; tapRow++) {
          const row = outRow * strideHeight - padInfo.top + tapRow * dilationHeight;
          if (row < 0 || row >= inHeight) continue;
          for (let tapColumn = 0; tapColumn < filterWidth; tapColumn++) {
            const column = outColumn * strideWidth - padInfo.left + tapColumn * dilationWidth;
            if (column < 0 || column >= inWidth) continue;
            visit((n * inHeight + row) * inWidth + column, place, tapRow * filterWidth + tapColumn);
          }
        }
      }
    }
  }
}
