// im2col and col2im: a convolution written as a matrix product. For each place of the output, the patch of
// the image that the filter sees there is a row.
//   image [N, H, W, C] -> patches [N·outH·outW, filterH·filterW·C], zeros where the filter leaves the image
import type { backend_util } from "@tensorflow/tfjs-core";

export type Conv2DInfo = backend_util.Conv2DInfo;

/** Writes the patches of the images [first, first + count) of `x` into `patches`. */
export function readPatches(
  x: Float32Array,
  info: Conv2DInfo,
  first: number,
  count: number,
  patches: Float32Array,
): void {
  const { inHeight, inWidth, inChannels } = info;
  let to = 0;
  eachPatchRow(info, count, (image, row, firstColumn, firstTap, taps, size) => {
    const start = to;
    to += size;
    if (row < 0 || row >= inHeight || taps === 0) {
      patches.fill(0, start, to);
      return;
    }
    const used = start + firstTap * inChannels;
    patches.fill(0, start, used);
    let from = (((first + image) * inHeight + row) * inWidth + firstColumn) * inChannels;
    let at = used;
    if (info.dilationWidth === 1) {
      for (const end = used + taps * inChannels; at < end; at++, from++) patches[at] = x[from];
    } else {
      const gap = (info.dilationWidth - 1) * inChannels;
      for (let tap = 0; tap < taps; tap++, from += gap) {
        for (let c = 0; c < inChannels; c++, at++, from++) patches[at] = x[from];
      }
    }
    patches.fill(0, at, to);
  });
}

/** Adds the patches of `count` images to the images [first, first + count) of `x`: the transpose of readPatches. */
export function addPatches(
  patches: Float32Array,
  info: Conv2DInfo,
  first: number,
  count: number,
  x: Float32Array,
): void {
  const { inHeight, inWidth, inChannels } = info;
  let start = 0;
  eachPatchRow(info, count, (image, row, firstColumn, firstTap, taps, size) => {
    let at = start + firstTap * inChannels;
    start += size;
    if (row < 0 || row >= inHeight) return;
    let to = (((first + image) * inHeight + row) * inWidth + firstColumn) * inChannels;
    const gap = (info.dilationWidth - 1) * inChannels;
    for (let tap = 0; tap < taps; tap++, to += gap) {
      for (let c = 0; c < inChannels; c++, at++, to++) x[to] += patches[at];
    }
  });
}

/**
 * Calls `visit` for each row of the filter at each place of the output, in the order of the patches' memory:
 * the image's row and first column it touches, its first tap inside the image, how many taps are inside, and
 * how many elements the whole row of the filter has.
 */
function eachPatchRow(
  info: Conv2DInfo,
  count: number,
  visit: (
    image: number,
    row: number,
    firstColumn: number,
    firstTap: number,
    taps: number,
    size: number,
  ) => void,
): void {
  const { outHeight, outWidth, filterHeight, filterWidth, inWidth, inChannels, padInfo } = info;
  const { strideHeight, strideWidth, dilationHeight, dilationWidth } = info;
  const size = filterWidth * inChannels;
  for (let image = 0; image < count; image++) {
    for (let outRow = 0; outRow < outHeight; outRow++) {
      for (let outColumn = 0; outColumn < outWidth; outColumn++) {
        const left = outColumn * strideWidth - padInfo.left;
        const firstTap = left >= 0 ? 0 : Math.min(filterWidth, Math.ceil(-left / dilationWidth));
        const endTap = Math.min(filterWidth, Math.max(firstTap, Math.ceil((inWidth - left) / dilationWidth)));
        for (let tapRow = 0; tapRow < filterHeight; tapRow++) {
          const row = outRow * strideHeight - padInfo.top + tapRow * dilationHeight;
          visit(image, row, left + firstTap * dilationWidth, firstTap, endTap - firstTap, size);
        }
      }
    }
  }
}
