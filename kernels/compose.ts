// A kernel made of other kernels of the same backend: they are called directly, past tfjs's tape, and what
// they made on the way is disposed when the result is there.
import type { NamedAttrMap, TensorInfo } from "@tensorflow/tfjs-core";
import type { PatchedBackend, TensorFlow } from "./patch.ts";

export type RunKernel = (
  kernelName: string,
  inputs: Readonly<Record<string, TensorInfo>> | readonly TensorInfo[],
  attrs?: NamedAttrMap,
) => TensorInfo;

/**
 * The result of `work`, which computes by `run`. Everything else that `run` gave is disposed, also when
 * `work` throws.
 * @throws Error when the backend lacks a kernel.
 */
export function compose(
  tf: TensorFlow,
  backendName: PatchedBackend,
  work: (run: RunKernel) => TensorInfo,
): TensorInfo {
  const backend = tf.backend();
  const made: TensorInfo[] = [];
  const run: RunKernel = (kernelName, inputs, attrs = {}) => {
    const kernel = tf.getKernel(kernelName, backendName);
    if (!kernel) throw new Error(`the backend "${backendName}" has no kernel ${kernelName}`);
    const result = kernel.kernelFunc({
      inputs: inputs as Record<string, TensorInfo>,
      backend,
      attrs,
    }) as TensorInfo;
    made.push(result);
    return result;
  };
  let result: TensorInfo | undefined;
  try {
    return (result = work(run));
  } finally {
    for (const info of made) if (info !== result) backend.disposeData(info.dataId);
  }
}

/** `info` under another shape of the same size; shares its values, so it is disposed like any other. */
export function reshaped(run: RunKernel, info: TensorInfo, shape: readonly number[]): TensorInfo {
  return run("Reshape", { x: info }, { shape: [...shape] });
}
