// The gradient of average pooling. Forward, a window at the border is the mean of what lies inside the image;
// backward, tfjs divides by the whole window. Here the slopes are made larger first, by whole / inside.
import type { Tensor, Tensor4D, Tensor5D } from "@tensorflow/tfjs-core";
import type { GradientPatch, TensorFlow } from "#kernels/patch.ts";

type Pad = Parameters<TensorFlow["backend_util"]["computePool2DInfo"]>[4];

interface PoolAttrs {
  filterSize: number | [number, number];
  strides: number | [number, number];
  pad: Pad;
  dimRoundingMode?: "floor" | "round" | "ceil";
}

const WHY = "wrong at the border when the padding is not 'valid': divides by the whole window";

export function averagePoolGradients(tf: TensorFlow): GradientPatch[] {
  const { computePool2DInfo, computePool3DInfo } = tf.backend_util;
  return [
    {
      kernelName: "AvgPool",
      why: WHY,
      inputsToSave: ["x"],
      gradFunc: (dy, [x], attrs) => ({
        x: () => {
          const { filterSize, strides, pad, dimRoundingMode } = attrs as unknown as PoolAttrs;
          const shape = x.shape as [number, number, number, number];
          const info = computePool2DInfo(shape, filterSize, strides, 1, pad, dimRoundingMode);
          const scale = borderScale(tf, [
            axisOf(info.inHeight, info.outHeight, info.filterHeight, info.strideHeight, info.padInfo.top),
            axisOf(info.inWidth, info.outWidth, info.filterWidth, info.strideWidth, info.padInfo.left),
          ]);
          return runPoolGrad(tf, "AvgPoolGrad", tf.mul(dy as Tensor4D, scale), x, attrs);
        },
      }),
    },
    {
      kernelName: "AvgPool3D",
      why: WHY,
      inputsToSave: ["x"],
      gradFunc: (dy, [x], attrs) => ({
        x: () => {
          const { filterSize, strides, pad, dimRoundingMode } = attrs as unknown as PoolAttrs;
          const shape = x.shape as [number, number, number, number, number];
          const info = computePool3DInfo(
            shape,
            filterSize as number,
            strides as number,
            1,
            pad as "same",
            dimRoundingMode,
          );
          const scale = borderScale(tf, [
            axisOf(info.inDepth, info.outDepth, info.filterDepth, info.strideDepth, info.padInfo.front),
            axisOf(info.inHeight, info.outHeight, info.filterHeight, info.strideHeight, info.padInfo.top),
            axisOf(info.inWidth, info.outWidth, info.filterWidth, info.strideWidth, info.padInfo.left),
          ]);
          return runPoolGrad(tf, "AvgPool3DGrad", tf.mul(dy as Tensor5D, scale), x, attrs);
        },
      }),
    },
  ];
}

function runPoolGrad(
  tf: TensorFlow,
  kernelName: string,
  dy: Tensor,
  input: Tensor,
  attrs: Parameters<GradientPatch["gradFunc"]>[2],
): Tensor {
  return tf.engine().runKernel(kernelName, { dy, input }, attrs) as Tensor;
}

/** For each place along an axis, the window's size over how much of it lies inside the image. */
function axisOf(size: number, out: number, window: number, stride: number, before: number): number[] {
  return Array.from({ length: out }, (_, place) => {
    const first = place * stride - before;
    const inside = Math.min(first + window, size) - Math.max(first, 0);
    return window / Math.max(1, inside);
  });
}

/** [1, ...out, 1], the products of the axes' factors. */
function borderScale(tf: TensorFlow, axes: readonly number[][]): Tensor {
  return axes.reduce<Tensor>((product, factors, axis) => {
    const shape = [1, ...axes.map(() => 1), 1];
    shape[axis + 1] = factors.length;
    return tf.mul(product, tf.tensor(factors, shape));
  }, tf.scalar(1));
}
