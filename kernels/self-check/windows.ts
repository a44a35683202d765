// Where a window that slides over an image looks: the definition that convolutions and poolings share, for any
// number of spatial axes.
import { eachIndex } from "./grid.ts";

export interface Windows {
  /** Sizes of the image, of the window, of the steps between windows and between its taps, by spatial axis. */
  image: readonly number[];
  window: readonly number[];
  strides: readonly number[];
  dilations?: readonly number[];
  padding: "same" | "valid";
}

/** Sizes of the output. */
export function outputSizes({ image, window, strides, dilations, padding }: Windows): number[] {
  return image.map((size, axis) => {
    const reach = (window[axis] - 1) * (dilations?.[axis] ?? 1) + 1;
    return Math.ceil((padding === "same" ? size : size - reach + 1) / strides[axis]);
  });
}

/** Calls `visit` for each tap inside the image, at each place of the output. The arrays are reused. */
export function eachTap(
  windows: Windows,
  visit: (place: readonly number[], pixel: readonly number[], tap: readonly number[]) => void,
): void {
  const { image, window, strides, padding } = windows;
  const out = outputSizes(windows);
  const step = image.map((_, axis) => windows.dilations?.[axis] ?? 1);
  const before = image.map((size, axis) => {
    const reach = (window[axis] - 1) * step[axis] + 1;
    return padding === "same"
      ? Math.floor(Math.max(0, (out[axis] - 1) * strides[axis] + reach - size) / 2)
      : 0;
  });
  const pixel = image.map(() => 0);
  eachIndex(out, (place) =>
    eachIndex(window, (tap) => {
      for (let axis = 0; axis < pixel.length; axis++) {
        pixel[axis] = place[axis] * strides[axis] - before[axis] + tap[axis] * step[axis];
        if (pixel[axis] < 0 || pixel[axis] >= image[axis]) return;
      }
      visit(place, pixel, tap);
    }),
  );
}
