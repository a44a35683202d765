// Convolutions, poolings, normalizations and resizings of images. N images, C channels, K filters.
import type { Tensor3D, Tensor4D, Tensor5D } from "@tensorflow/tfjs-core";
import { at, grid, placeOf, sizeOf, type Grid } from "./grid.ts";
import { spread, type OpCase } from "./op-case.ts";
import { eachTap, outputSizes, type Windows } from "./windows.ts";

/** How a window slides; its size and the image's are those of the operands. */
export type Slide = Omit<Windows, "image" | "window">;
type Pair = [number, number];
type Triple = [number, number, number];

/** x [N, ...image, C], w [...window, C, K] -> [N, ...out, K] */
export function convolution(x: Grid, w: Grid, slide: Slide): Grid {
  const windows: Windows = { ...slide, image: x.shape.slice(1, -1), window: w.shape.slice(0, -2) };
  const [channels, filters] = w.shape.slice(-2);
  const out = grid([x.shape[0], ...outputSizes(windows), filters], () => 0);
  eachTap(windows, (place, pixel, tap) => {
    for (let n = 0; n < x.shape[0]; n++) {
      const from = placeOf(x.shape, [n, ...pixel, 0]);
      const to = placeOf(out.shape, [n, ...place, 0]);
      const weight = placeOf(w.shape, [...tap, 0, 0]);
      for (let c = 0; c < channels; c++) {
        for (let k = 0; k < filters; k++) {
          out.values[to + k] += x.values[from + c] * w.values[weight + c * filters + k];
        }
      }
    }
  });
  return out;
}

/** x [N, H, W, C], w [h, w, C, Q] -> [N, outH, outW, C·Q] */
export function depthwise(x: Grid, w: Grid, slide: Slide): Grid {
  const windows: Windows = { ...slide, image: x.shape.slice(1, -1), window: w.shape.slice(0, 2) };
  const [channels, multiplier] = w.shape.slice(2);
  const out = grid([x.shape[0], ...outputSizes(windows), channels * multiplier], () => 0);
  eachTap(windows, (place, pixel, tap) => {
    for (let n = 0; n < x.shape[0]; n++) {
      for (let c = 0; c < channels; c++) {
        for (let q = 0; q < multiplier; q++) {
          out.values[placeOf(out.shape, [n, ...place, c * multiplier + q])] +=
            at(x, n, ...pixel, c) * at(w, ...tap, c, q);
        }
      }
    }
  });
  return out;
}

/** x [N, ...image, C] -> [N, ...out, C], `of` the values under each window. */
function pooling(x: Grid, window: readonly number[], slide: Slide, of: (values: number[]) => number): Grid {
  const windows: Windows = { ...slide, image: x.shape.slice(1, -1), window };
  const [batchSize, channels] = [x.shape[0], x.shape.at(-1)!];
  const shape = [batchSize, ...outputSizes(windows), channels];
  const seen = Array.from({ length: sizeOf(shape) }, (): number[] => []);
  eachTap(windows, (place, pixel) => {
    for (let n = 0; n < batchSize; n++) {
      for (let c = 0; c < channels; c++) seen[placeOf(shape, [n, ...place, c])].push(at(x, n, ...pixel, c));
    }
  });
  return { shape, values: Float64Array.from(seen, of) };
}

const mean = (values: number[]) => values.reduce((total, value) => total + value, 0) / values.length;
const greatest = (values: number[]) => Math.max(...values);

function described(kernel: string, image: number[], window: number[], slide: Slide): string {
  const { strides, padding, dilations } = slide;
  const apart = dilations ? `, dilations ${dilations.join(" ")}` : "";
  return `${kernel} of [${image.join(", ")}] by [${window.join(", ")}], ${padding}, strides ${strides.join(" ")}${apart}`;
}

/** A convolution over two or three spatial axes. */
export function convolutionCase(image: number[], filter: number[], slide: Slide): OpCase {
  const { strides, padding } = slide;
  const kernel = image.length === 5 ? "Conv3D" : "Conv2D";
  return {
    name: described(kernel, image, filter, slide),
    covers: [kernel],
    inputs: [spread(image), spread(filter, -1, 1, { seed: 1 })],
    run: (tf, x, w) =>
      kernel === "Conv3D"
        ? tf.conv3d(x as Tensor5D, w as Tensor5D, strides as Triple, padding)
        : tf.conv2d(x as Tensor4D, w as Tensor4D, strides as Pair, padding),
    reference: (x, w) => convolution(x, w, slide),
  };
}

export function depthwiseCase(image: number[], filter: number[], slide: Slide): OpCase {
  const { strides, padding, dilations = [1, 1] } = slide;
  return {
    name: described("DepthwiseConv2dNative", image, filter, slide),
    covers: ["DepthwiseConv2dNative"],
    inputs: [spread(image), spread(filter, -1, 1, { seed: 1 })],
    run: (tf, x, w) =>
      tf.depthwiseConv2d(x as Tensor4D, w as Tensor4D, strides as Pair, padding, "NHWC", dilations as Pair),
    reference: (x, w) => depthwise(x, w, slide),
    // tfjs refuses to train dilated convolutions.
    ...(dilations.some((step) => step > 1) && { gradient: "none" as const }),
  };
}

export function dilationCase(image: number[], filter: number[], slide: Slide): OpCase {
  const { strides, padding, dilations = [1, 1] } = slide;
  return {
    name: described("Dilation2D", image, filter, slide),
    covers: ["Dilation2D"],
    inputs: [spread(image), spread(filter, -0.3, 0.3, { seed: 1 })],
    run: (tf, x, w) =>
      tf.dilation2d(x as Tensor4D, w as Tensor3D, strides as Pair, padding, dilations as Pair),
    reference: (x, w) => {
      const windows: Windows = { ...slide, image: image.slice(1, -1), window: filter.slice(0, 2) };
      const [batchSize, channels] = [image[0], filter[2]];
      const out = grid([batchSize, ...outputSizes(windows), channels], () => -Infinity);
      eachTap(windows, (place, pixel, tap) => {
        for (let n = 0; n < batchSize; n++) {
          for (let c = 0; c < channels; c++) {
            const i = placeOf(out.shape, [n, ...place, c]);
            out.values[i] = Math.max(out.values[i], at(x, n, ...pixel, c) + at(w, ...tap, c));
          }
        }
      });
      return out;
    },
  };
}

/** The mean or the greatest of each window, over two or three spatial axes. */
export function poolingCase(of: "Avg" | "Max", image: number[], window: number[], slide: Slide): OpCase {
  const { strides, padding } = slide;
  const kernel = `${of}Pool${image.length === 5 ? "3D" : ""}`;
  return {
    name: described(kernel, image, window, slide),
    covers: [kernel],
    inputs: [spread(image)],
    run: (tf, x) => {
      if (image.length === 5) {
        const pool = of === "Avg" ? tf.avgPool3d : tf.maxPool3d;
        return pool(x as Tensor5D, window as Triple, strides as Triple, padding);
      }
      const pool = of === "Avg" ? tf.avgPool : tf.maxPool;
      return pool(x as Tensor4D, window as Pair, strides as Pair, padding);
    },
    reference: (x) => pooling(x, window, slide, of === "Avg" ? mean : greatest),
  };
}

/** The way back through a convolution of a [1, 4, 6, 2] image, taken forward. */
function transposedCase(stride: number): OpCase {
  const slide: Slide = { strides: [stride, stride], padding: "same" };
  return {
    name: `Conv2DBackpropInput (a transposed convolution), stride ${stride}`,
    covers: ["Conv2DBackpropInput"],
    inputs: [spread([1, 4 / stride, 6 / stride, 2]), spread([3, 3, 2, 2], -1, 1, { seed: 1 })],
    run: (tf, x, w) => tf.conv2dTranspose(x as Tensor4D, w as Tensor4D, [1, 4, 6, 2], stride, "same"),
    reference: (x, w) => {
      const out = grid([1, 4, 6, 2], () => 0);
      eachTap({ ...slide, image: [4, 6], window: [3, 3] }, (place, pixel, tap) => {
        for (let to = 0; to < 2; to++) {
          for (let from = 0; from < 2; from++) {
            out.values[placeOf(out.shape, [0, ...pixel, to])] +=
              at(x, 0, ...place, from) * at(w, ...tap, to, from);
          }
        }
      });
      return out;
    },
  };
}

const same: Slide = { strides: [1, 1], padding: "same" };
const valid: Slide = { strides: [2, 2], padding: "valid" };

const convolutions: OpCase[] = [
  convolutionCase([2, 4, 5, 2], [3, 3, 2, 2], same),
  convolutionCase([1, 4, 3, 3, 2], [2, 2, 2, 2, 2], { strides: [2, 1, 2], padding: "valid" }),
  depthwiseCase([2, 5, 5, 2], [3, 2, 2, 2], same),
  depthwiseCase([1, 5, 5, 2], [3, 2, 2, 2], { ...same, dilations: [2, 2] }),
  dilationCase([1, 5, 4, 2], [2, 3, 2], { strides: [2, 1], padding: "same" }),
  transposedCase(1),
];

const poolings: OpCase[] = (["Avg", "Max"] as const).flatMap((of) => [
  poolingCase(of, [2, 5, 4, 2], [3, 2], { strides: [2, 2], padding: "same" }),
  poolingCase(of, [1, 3, 4, 2, 2], [2, 1, 2], { strides: [1, 1, 1], padding: "same" }),
]);

/** Where a resized pixel reads: the place in the image, a fraction, by tfjs's three conventions. */
function sourceOf(i: number, from: number, to: number, alignCorners: boolean, halfPixels: boolean): number {
  if (halfPixels) return Math.max(0, ((i + 0.5) * from) / to - 0.5);
  return alignCorners && to > 1 ? (i * (from - 1)) / (to - 1) : (i * from) / to;
}

const resizings: OpCase[] = [
  ...[
    { align: true, half: false },
    { align: false, half: true },
  ].flatMap(({ align, half }): OpCase[] => {
    const convention = align ? ", corners aligned" : half ? ", half pixels" : "";
    return [
      {
        name: `ResizeBilinear${convention}`,
        covers: ["ResizeBilinear"],
        inputs: [spread([1, 3, 4, 2])],
        run: (tf, x) => tf.image.resizeBilinear(x as Tensor4D, [5, 6], align, half),
        // tfjs has no gradient for half pixels that means them: it differentiates the other convention.
        ...(half && { gradient: "none" as const }),
        reference: (x) =>
          grid([1, 5, 6, 2], ([, row, column, c]) => {
            const [y, z] = [sourceOf(row, 3, 5, align, half), sourceOf(column, 4, 6, align, half)];
            const [top, left] = [Math.floor(y), Math.floor(z)];
            const [bottom, right] = [Math.min(2, Math.ceil(y)), Math.min(3, Math.ceil(z))];
            const [dy, dz] = [y - top, z - left];
            return (
              (1 - dy) * ((1 - dz) * at(x, 0, top, left, c) + dz * at(x, 0, top, right, c)) +
              dy * ((1 - dz) * at(x, 0, bottom, left, c) + dz * at(x, 0, bottom, right, c))
            );
          }),
      },
    ];
  }),
  ...[false, true].map((align): OpCase => ({
    name: `ResizeNearestNeighbor${align ? ", corners aligned" : ""}`,
    covers: ["ResizeNearestNeighbor"],
    inputs: [spread([1, 3, 4, 2])],
    run: (tf, x) => tf.image.resizeNearestNeighbor(x as Tensor4D, [5, 6], align),
    reference: (x) =>
      grid([1, 5, 6, 2], ([, row, column, c]) => {
        const round = align ? Math.round : Math.floor;
        const [y, z] = [sourceOf(row, 3, 5, align, false), sourceOf(column, 4, 6, align, false)];
        return at(x, 0, Math.min(2, round(y)), Math.min(3, round(z)), c);
      }),
  })),
];

const normalizations: OpCase[] = [
  {
    name: "FusedBatchNorm",
    covers: ["FusedBatchNorm"],
    inputs: [
      spread([2, 2, 3, 4]),
      spread([4], -0.5, 0.5, { seed: 1 }),
      spread([4], 0.5, 1.5, { seed: 2 }),
      spread([4], -0.5, 0.5, { seed: 3 }),
      spread([4], 0.5, 1.5, { seed: 4 }),
    ],
    run: (tf, x, mean, variance, offset, scale) =>
      tf.batchNorm(x, mean as never, variance as never, offset as never, scale as never, 1e-3),
    reference: (x, mean, variance, offset, scale) =>
      grid(x.shape, ([, , , c], i) => {
        const normal = (x.values[i] - mean.values[c]) / Math.sqrt(variance.values[c] + 1e-3);
        return normal * scale.values[c] + offset.values[c];
      }),
  },
  {
    name: "LRN",
    covers: ["LRN"],
    inputs: [spread([1, 2, 2, 6], -2, 2)],
    run: (tf, x) => tf.localResponseNormalization(x as Tensor4D, 2, 1.5, 0.8, 0.6),
    reference: (x) =>
      grid(x.shape, ([n, i, j, c]) => {
        let squares = 0;
        for (let d = Math.max(0, c - 2); d <= Math.min(5, c + 2); d++) squares += at(x, n, i, j, d) ** 2;
        return at(x, n, i, j, c) / (1.5 + 0.8 * squares) ** 0.6;
      }),
  },
];

/** Further shapes, for tests: a device has its shaders for them from those above. */
export const furtherImageCases: OpCase[] = [
  convolutionCase([1, 6, 5, 2], [3, 2, 2, 2], valid),
  convolutionCase([2, 3, 3, 3], [1, 1, 3, 2], same),
  convolutionCase([1, 3, 3, 2], [3, 3, 2, 2], { strides: [1, 1], padding: "valid" }),
  convolutionCase([1, 3, 3, 2, 2], [2, 2, 2, 2, 2], { strides: [1, 1, 1], padding: "same" }),
  depthwiseCase([2, 5, 6, 2], [2, 3, 2, 1], valid),
  transposedCase(2),
  dilationCase([1, 4, 4, 2], [2, 2, 2], { strides: [1, 1], padding: "valid" }),
  poolingCase("Avg", [2, 5, 4, 2], [3, 2], { strides: [2, 2], padding: "valid" }),
  poolingCase("Max", [2, 5, 4, 2], [3, 2], { strides: [2, 2], padding: "valid" }),
];

export const imageCases: OpCase[] = [...convolutions, ...poolings, ...resizings, ...normalizations];
