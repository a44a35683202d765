// Sums of rows by segment on WebAssembly: the gradient of an embedding and of every gather.
//   x [...N, ...], segmentIds [...N] i32 -> [numSegments, ...] f32; rows are added in their order, and ids that are
//   no segment are dropped, as tfjs's CPU backend does
import type { TensorInfo } from "@tensorflow/tfjs-core";
import type { KernelCall, KernelPatch, TensorFlow } from "#kernels/patch.ts";
import { allocate, floats, ints } from "#kernels/wasm-heap.ts";
import { segmentShape } from "./segment-shape.ts";

export function wasmSegmentSumPatches(tf: TensorFlow): KernelPatch[] {
  return [
    {
      kernelName: "UnsortedSegmentSum",
      backendName: "wasm",
      why: "missing: no embedding can be trained",
      leaves: ({ inputs: { x } }) => (x.dtype === "float32" ? undefined : `rows of ${x.dtype}`),
      run: (call) => segmentSum(tf, call),
    },
  ];
}

function segmentSum(tf: TensorFlow, call: KernelCall): TensorInfo {
  const { columns, segments, output } = segmentShape(call);
  const { x, segmentIds } = call.inputs;
  const out = allocate(tf, output);
  const [values, ids, sums] = [floats(tf, x), ints(tf, segmentIds), floats(tf, out)];
  sums.fill(0);
  ids.forEach((id, row) => {
    if (id < 0 || id >= segments) return;
    for (let from = row * columns, to = id * columns, left = columns; left > 0; from++, to++, left--) {
      sums[to] += values[from];
    }
  });
  return out;
}
