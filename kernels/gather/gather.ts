// tf.gather of whole numbers and booleans on WebGPU; floats are right in stock.
import { dispatch, elementOf, output } from "#kernels/dispatch.ts";
import type { KernelPatch, TensorFlow } from "#kernels/patch.ts";
import { defineKernel } from "#kernels/pipeline.ts";
import text from "./gather-rows.wgsl?raw";

const kernel = defineKernel("gather-rows", { file: "gather-rows.wgsl", text });

export function gatherPatches(tf: TensorFlow): KernelPatch[] {
  return [
    {
      kernelName: "GatherV2",
      backendName: "webgpu",
      why: "stock goes through floats, so whole numbers beyond 2^24 become their neighbours",
      leaves: ({ inputs: { x, indices } }) => {
        const isWhole =
          x.dtype !== "float32" && elementOf(tf, x) === "i32" && elementOf(tf, indices) === "i32";
        return isWhole ? undefined : "right in stock for floats";
      },
      run: ({ inputs: { x, indices }, attrs }) => {
        const [axis] = tf.util.parseAxisParam(attrs.axis as number, x.shape);
        const batchDims = (attrs.batchDims as number | undefined) ?? 0;
        const info = tf.backend_util.segment_util.collectGatherOpShapeInfo(
          x as Parameters<typeof tf.backend_util.segment_util.collectGatherOpShapeInfo>[0],
          indices as Parameters<typeof tf.backend_util.segment_util.collectGatherOpShapeInfo>[1],
          axis,
          batchDims,
        );
        const out = output(tf, info.outputShape, x.dtype);
        const size = tf.util.sizeFromShape(info.outputShape);
        const count = tf.util.sizeFromShape(indices.shape) / info.batchSize;
        dispatch(tf, kernel, {
          uniforms: [size, info.outerSize, info.dimSize, info.sliceSize, count],
          tensors: [out, x, indices],
          workgroups: Math.ceil(size / 64),
        });
        return out;
      },
    },
  ];
}
