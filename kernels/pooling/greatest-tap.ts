// Max pooling and dilation look for the greatest tap of each window; so do their gradients, which send the
// slope to it alone. Of equal taps the first one counts, as on tfjs's CPU backend.
import type { backend_util, TensorInfo } from "@tensorflow/tfjs-core";
import type { KernelCall, TensorFlow } from "#kernels/patch.ts";

/** Windows over images [N, D, H, W, C]; D is 1 for a flat image. Triples are depth, height, width. */
export interface Windows {
  batchSize: number;
  channels: number;
  image: Triple;
  out: Triple;
  window: Triple;
  strides: Triple;
  dilations: Triple;
  /** Padding in front of the first element. */
  before: Triple;
  outputShape: number[];
}

type Triple = readonly [depth: number, height: number, width: number];

export function flatWindows(info: backend_util.Conv2DInfo): Windows {
  return {
    batchSize: info.batchSize,
    channels: info.inChannels,
    image: [1, info.inHeight, info.inWidth],
    out: [1, info.outHeight, info.outWidth],
    window: [1, info.filterHeight, info.filterWidth],
    strides: [1, info.strideHeight, info.strideWidth],
    dilations: [1, info.dilationHeight, info.dilationWidth],
    before: [0, info.padInfo.top, info.padInfo.left],
    outputShape: info.outShape,
  };
}

function deepWindows(info: backend_util.Conv3DInfo): Windows {
  return {
    batchSize: info.batchSize,
    channels: info.inChannels,
    image: [info.inDepth, info.inHeight, info.inWidth],
    out: [info.outDepth, info.outHeight, info.outWidth],
    window: [info.filterDepth, info.filterHeight, info.filterWidth],
    strides: [info.strideDepth, info.strideHeight, info.strideWidth],
    dilations: [info.dilationDepth, info.dilationHeight, info.dilationWidth],
    before: [info.padInfo.front, info.padInfo.top, info.padInfo.left],
    outputShape: info.outShape,
  };
}

/** The windows of a pooling kernel of tfjs in three dimensions. */
export function poolWindows3D(tf: TensorFlow, x: TensorInfo, attrs: KernelCall["attrs"]): Windows {
  type Sizes = number | [number, number, number];
  return deepWindows(
    tf.backend_util.computePool3DInfo(
      x.shape as [number, number, number, number, number],
      attrs["filterSize"] as Sizes,
      attrs["strides"] as Sizes,
      1,
      attrs["pad"] as "same" | "valid",
      attrs["dimRoundingMode"] as "floor" | "round" | "ceil" | undefined,
    ),
  );
}

/**
 * Calls `visit` with the greatest tap of each window: the flat index of the output, of the image, of the filter
 * [d, h, w, C], and the value. `filter`, where given, is added to the image. A window with no tap inside the
 * image is left out.
 */
export function eachGreatestTap(
  x: Float32Array,
  filter: Float32Array | undefined,
  windows: Windows,
  visit: (out: number, pixel: number, tap: number, value: number) => void,
): void {
  const { batchSize, channels, image, out } = windows;
  let at = 0;
  for (let n = 0; n < batchSize; n++) {
    for (let place = 0; place < out[0] * out[1] * out[2]; place++) {
      const taps = tapsInside(windows, place);
      const first = n * image[0] * image[1] * image[2];
      for (let channel = 0; channel < channels; channel++, at++) {
        let greatest = -Infinity;
        let pixel = -1;
        let tap = -1;
        for (let i = 0; i < taps.length; i += 2) {
          const pixelAt = (first + taps[i]) * channels + channel;
          const tapAt = taps[i + 1] * channels + channel;
          const value = filter ? Math.fround(x[pixelAt] + filter[tapAt]) : x[pixelAt];
          if (value > greatest || pixel < 0) {
            greatest = value;
            pixel = pixelAt;
            tap = tapAt;
          }
        }
        if (pixel >= 0) visit(at, pixel, tap, greatest);
      }
    }
  }
}

/** The taps of one window that lie inside the image: pixel, tap, pixel, tap, … */
function tapsInside({ image, out, window, strides, dilations, before }: Windows, place: number): number[] {
  const start = [
    Math.floor(place / (out[1] * out[2])) * strides[0] - before[0],
    (Math.floor(place / out[2]) % out[1]) * strides[1] - before[1],
    (place % out[2]) * strides[2] - before[2],
  ];
  const taps: number[] = [];
  let tap = -1;
  for (let d = 0; d < window[0]; d++) {
    const depth = start[0] + d * dilations[0];
    for (let h = 0; h < window[1]; h++) {
      const row = start[1] + h * dilations[1];
      for (let w = 0; w < window[2]; w++) {
        tap++;
        const column = start[2] + w * dilations[2];
        if (depth < 0 || depth >= image[0] || row < 0 || row >= image[1]) continue;
        if (column >= 0 && column < image[2]) taps.push((depth * image[1] + row) * image[2] + column, tap);
      }
    }
  }
  return taps;
}
