// Softmax over the last dimension on WebGPU: x [..., columns] -> [..., columns], f32.
//   rows    one invocation per row; read this one first
//   lanes   one workgroup per row, for rows long enough to share
import type { TensorInfo } from "@tensorflow/tfjs-core";
import { asFloat } from "#kernels/convert/convert.ts";
import { dispatch, dispose, output } from "#kernels/dispatch.ts";
import type { KernelPatch, TensorFlow } from "#kernels/patch.ts";
import { defineKernel } from "#kernels/pipeline.ts";
import lanesText from "./softmax-lanes.wgsl?raw";
import rowsText from "./softmax-rows.wgsl?raw";

const lanesKernel = defineKernel("softmax-lanes", { file: "softmax-lanes.wgsl", text: lanesText });
const rowsKernel = defineKernel("softmax-rows", { file: "softmax-rows.wgsl", text: rowsText });

export type SoftmaxVariant = "rows" | "lanes";

/** Rows up to this length are not worth a workgroup each. */
const SHORT_ROW = 32;

export function softmax(tf: TensorFlow, logits: TensorInfo, variant?: SoftmaxVariant): TensorInfo {
  const columns = logits.shape.at(-1) ?? 1;
  const out = output(tf, logits.shape, "float32");
  const size = tf.util.sizeFromShape(logits.shape);
  if (size === 0) return out;
  const rows = size / columns;
  const x = asFloat(tf, logits);
  const common = { uniforms: [rows, columns], tensors: [out, x] };
  if ((variant ?? (columns <= SHORT_ROW ? "rows" : "lanes")) === "rows") {
    dispatch(tf, rowsKernel, { ...common, workgroups: Math.ceil(rows / 64) });
  } else {
    const constants = { lanes: columns >= 4096 ? 256 : 64 };
    dispatch(tf, lanesKernel, { ...common, constants, workgroups: rows });
  }
  dispose(tf, x);
  return out;
}

export function softmaxPatches(tf: TensorFlow): KernelPatch[] {
  return [
    {
      kernelName: "Softmax",
      backendName: "webgpu",
      why: "stock folds more than 65,535 rows into a grid without a bounds check, and its last rows are overwritten",
      leaves: ({ inputs: { logits }, attrs }) => {
        if (logits.dtype !== "float32") return `dtype ${logits.dtype}`;
        const dim = attrs.dim as number;
        const isLast = dim === -1 || dim === logits.shape.length - 1;
        return isLast ? undefined : "a dimension that is not the last";
      },
      run: ({ inputs: { logits } }) => softmax(tf, logits),
    },
  ];
}
