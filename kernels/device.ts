// A device of our own for tfjs: its stock device leaves shader-f16, subgroups and most limits of the adapter
// unused. What each kernel may use of the device is decided by the kernel, from `device.features`.
import type { KernelBackend } from "@tensorflow/tfjs-core";
import { watchDevice, type WatchOptions } from "./device-errors.ts";
import type { TensorFlow } from "./patch.ts";
import type { WebGpuBackend } from "./webgpu-backend.ts";

export interface Gpu {
  device: GPUDevice;
  info: GPUAdapterInfo;
}

/** This browser has no WebGPU, or no adapter for it. */
export class GpuMissingError extends Error {
  override name = "GpuMissingError";
}

/** Asked for where the adapter has them; everything works without. */
const FEATURES: readonly GPUFeatureName[] = [
  "shader-f16",
  "subgroups",
  "timestamp-query",
  "bgra8unorm-storage", // tfjs's fromPixels and draw
];

/** Asked for in full. */
const LIMITS = [
  "maxBufferSize",
  "maxStorageBufferBindingSize",
  "maxStorageBuffersPerShaderStage",
  "maxUniformBufferBindingSize",
  "maxComputeWorkgroupStorageSize",
  "maxComputeInvocationsPerWorkgroup",
  "maxComputeWorkgroupSizeX",
  "maxComputeWorkgroupSizeY",
  "maxComputeWorkgroupSizeZ",
  "maxComputeWorkgroupsPerDimension",
] as const satisfies readonly (keyof GPUSupportedLimits)[];

/**
 * The fastest adapter's device, with all that it offers of the features and limits above.
 * @throws GpuMissingError where there is no WebGPU or no adapter.
 */
export async function requestGpu(gpu: GPU | undefined = globalThis.navigator?.gpu): Promise<Gpu> {
  if (!gpu) throw new GpuMissingError("This browser has no WebGPU; go on with the WebAssembly backend.");
  const adapter = await gpu.requestAdapter({ powerPreference: "high-performance" });
  if (!adapter) {
    throw new GpuMissingError("WebGPU found no GPU on this machine; go on with the WebAssembly backend.");
  }
  const requiredLimits: Record<string, number> = {};
  for (const name of LIMITS) {
    // An older browser lacks some of the names, and refuses what it does not know.
    const limit = adapter.limits[name] as number | undefined;
    if (limit !== undefined) requiredLimits[name] = limit;
  }
  const device = await adapter.requestDevice({
    requiredFeatures: FEATURES.filter((name) => adapter.features.has(name)),
    requiredLimits,
  });
  return { device, info: adapter.info };
}

/** The class that tfjs-backend-webgpu exports as WebGPUBackend. */
export type WebGpuBackendClass = new (device: GPUDevice, info?: GPUAdapterInfo) => KernelBackend;

/**
 * Lets tfjs's "webgpu" backend run on this device; without one, requestGpu() finds it. Call it before
 * tf.setBackend("webgpu") and install(): a "webgpu" backend that is there already is removed with its tensors.
 * @throws GpuMissingError as requestGpu() does; then nothing has changed.
 */
export async function useGpu(
  tf: TensorFlow,
  WebGPUBackend: WebGpuBackendClass,
  gpu?: Gpu,
  options: WatchOptions = {},
): Promise<Gpu> {
  const used = gpu ?? (await requestGpu());
  if (tf.engine().registryFactory["webgpu"]) tf.removeBackend("webgpu");
  const PRIORITY = 4; // one above stock's, which may be registered again by a late import
  tf.registerBackend(
    "webgpu",
    () => {
      const backend = new WebGPUBackend(used.device, used.info);
      watchDevice(backend as unknown as WebGpuBackend, options);
      return backend;
    },
    PRIORITY,
  );
  return used;
}
