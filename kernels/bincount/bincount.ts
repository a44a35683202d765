// Counts of whole numbers on WebGPU without atomics, from the sorted rows of sort.ts.
import type { TensorInfo } from "@tensorflow/tfjs-core";
import { dispatch, dispose, output, zeros } from "#kernels/dispatch.ts";
import type { KernelPatch, TensorFlow } from "#kernels/patch.ts";
import { defineKernel } from "#kernels/pipeline.ts";
import { sumRows } from "#kernels/segment-sum/segment-sum.ts";
import { sortRows } from "#kernels/sort/sort.ts";
import countText from "./bincount-count.wgsl?raw";

const countKernel = defineKernel("bincount-count", { file: "bincount-count.wgsl", text: countText });

interface Bins {
  /** [groups, columns] or [columns] int32; numbers outside 0 … size − 1 are not counted. */
  x: TensorInfo;
  /** As x, or without elements where each number counts 1. Its dtype is the result's. */
  weights: TensorInfo;
  size: number;
  groups: number;
  isBinary: boolean;
}

function bincount(tf: TensorFlow, { x, weights, size, groups, isBinary }: Bins): TensorInfo {
  const shape = x.shape.length > 1 ? [groups, size] : [size];
  const dtype = weights.dtype === "float32" ? "float32" : "int32";
  const rows = tf.util.sizeFromShape(x.shape);
  const what = { indices: x, rows, strides: [1], keyCount: groups * size, groups };
  if (!isBinary && tf.util.sizeFromShape(weights.shape) > 0) return sumRows(tf, weights, what, 1, shape);
  if (rows === 0) return zeros(tf, shape, dtype);
  const out = output(tf, shape, dtype);
  const bins = groups * size;
  if (bins === 0) return out;
  const { order, keys, starts } = sortRows(tf, what);
  dispatch(tf, countKernel, {
    element: dtype === "float32" ? "f32" : "i32",
    constants: { isBinary },
    uniforms: [bins],
    tensors: [out, starts],
    workgroups: Math.ceil(bins / 64),
  });
  dispose(tf, order, keys, starts);
  return out;
}

export function bincountPatches(tf: TensorFlow): KernelPatch[] {
  const leaves: KernelPatch["leaves"] = ({ inputs: { x, weights } }) => {
    if (x.dtype !== "int32") return `dtype ${x.dtype}`;
    const isNumber = weights.dtype === "float32" || weights.dtype === "int32";
    return isNumber ? undefined : `weights of dtype ${weights.dtype}`;
  };
  return [
    {
      kernelName: "Bincount",
      backendName: "webgpu",
      why: "stock adds weights with float atomics, so counts differ from run to run, and writes the bits of floats where whole numbers are asked for",
      leaves,
      run: ({ inputs: { x, weights }, attrs }) =>
        bincount(tf, { x, weights, size: attrs.size as number, groups: 1, isBinary: false }),
    },
    {
      kernelName: "DenseBincount",
      backendName: "webgpu",
      why: "as Bincount; and stock's shader of binary counts does not compile",
      leaves,
      run: ({ inputs: { x, weights }, attrs }) => {
        const groups = x.shape.length > 1 ? x.shape[0] : 1;
        const isBinary = attrs.binaryOutput === true;
        return bincount(tf, { x, weights, size: attrs.size as number, groups, isBinary });
      },
    },
  ];
}
