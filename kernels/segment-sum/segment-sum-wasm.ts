// Sums of rows by segment on WebAssembly: the gradient of an embedding and of every gather.
//   x [N, ...], segmentIds [N] i32 -> [numSegments, ...] f32; rows are added in their order, and ids that are
//   no segment are dropped, as tfjs's CPU backend does
import type { TensorInfo } from "@tensorflow/tfjs-core";
import type { KernelPatch, TensorFlow } from "#kernels/patch.ts";
import { allocate, floats, ints } from "#kernels/wasm-heap.ts";
import { checkSegments } from "./segment-shape.ts";

export function wasmSegmentSumPatches(tf: TensorFlow): KernelPatch[] {
  return [
    {
      kernelName: "UnsortedSegmentSum",
      backendName: "wasm",
      why: "missing: no embedding can be trained",
      leaves: ({ inputs: { x } }) => (x.dtype === "float32" ? undefined : `rows of ${x.dtype}`),
      run: (call) => {
        checkSegments(call);
        return segmentSum(
          tf,
          call.inputs["x"],
          call.inputs["segmentIds"],
          call.attrs["numSegments"] as number,
        );
      },
    },
  ];
}

function segmentSum(tf: TensorFlow, x: TensorInfo, segmentIds: TensorInfo, count: number): TensorInfo {
  const row = x.shape.slice(1);
  const width = row.reduce((product, size) => product * size, 1);
  const out = allocate(tf, [count, ...row]);
  const [values, ids, sums] = [floats(tf, x), ints(tf, segmentIds), floats(tf, out)];
  sums.fill(0);
  ids.forEach((id, i) => {
    if (id < 0 || id >= count) return;
    for (let from = i * width, to = id * width, end = to + width; to < end; from++, to++) {
      sums[to] += values[from];
    }
  });
  return out;
}
