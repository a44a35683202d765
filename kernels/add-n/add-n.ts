// tf.addN of many tensors on WebGPU: stock binds all of them to one shader, of which a GPU takes a few.
// Here they are added by groups that it takes.
import type { KernelFunc, NamedTensorInfoMap, TensorInfo } from "@tensorflow/tfjs-core";
import { dispose, reshaped } from "#kernels/dispatch.ts";
import type { KernelPatch, TensorFlow } from "#kernels/patch.ts";
import { webGpuBackend } from "#kernels/webgpu-backend.ts";

/** One less than the 8 storage buffers that every WebGPU device has: the last one is the result. */
const GROUP = 7;

export function addNPatches(tf: TensorFlow): KernelPatch[] {
  const listOf = (inputs: Readonly<Record<string, TensorInfo>>) => Object.values(inputs);
  return [
    {
      kernelName: "AddN",
      backendName: "webgpu",
      why: "stock fails for more tensors than a shader of this GPU has storage buffers",
      leaves: ({ inputs }) => {
        const count = listOf(inputs).length;
        return count <= GROUP ? `right in stock for up to ${GROUP} tensors` : undefined;
      },
      run: ({ inputs }) => {
        // This patch leaves a group to stock.
        const addGroup = tf.getKernel("AddN", "webgpu").kernelFunc as KernelFunc;
        const [first, ...rest] = listOf(inputs);
        let sum = reshaped(tf, first, first.shape);
        while (rest.length > 0) {
          const group = [sum, ...rest.splice(0, GROUP - 1)];
          const next = addGroup({
            inputs: group as unknown as NamedTensorInfoMap,
            attrs: {},
            backend: webGpuBackend(tf),
          }) as TensorInfo;
          dispose(tf, sum);
          sum = next;
        }
        return sum;
      },
    },
  ];
}
