// ONNX Runtime with its WebGPU operators as a classic script of its own, on a device that it shares with nobody. What has
// no operator there runs on the processor, within the runtime.
import * as runtime from "onnxruntime-web/webgpu";
import { CairnError } from "#errors/cairn-error.ts";
import { onnxRuntime, type RuntimeModule } from "#inference/onnx-runtime.ts";
import type { InferenceParts } from "./inference.ts";
import { scriptAddress } from "./script-address.ts";

/** Limits that large layers need more of than every device gives. */
const LIMITS = [
  "maxBufferSize",
  "maxStorageBufferBindingSize",
  "maxComputeWorkgroupStorageSize",
  "maxComputeInvocationsPerWorkgroup",
  "maxComputeWorkgroupSizeX",
  "maxComputeWorkgroupsPerDimension",
  "maxStorageBuffersPerShaderStage",
] as const;
const FEATURES: readonly GPUFeatureName[] = ["shader-f16", "subgroups" as GPUFeatureName];

const openGpu: InferenceParts["openGpu"] = async ({ wasm, script }) => {
  const adapter = await navigator.gpu.requestAdapter({ powerPreference: "high-performance" });
  if (!adapter) throw new CairnError("there is no WebGPU adapter here", { code: "no-webgpu" });
  const device = await adapter.requestDevice({
    requiredFeatures: FEATURES.filter((feature) => adapter.features.has(feature)),
    requiredLimits: Object.fromEntries(LIMITS.map((name) => [name, adapter.limits[name]])),
  });
  const files = { wasm, script: scriptAddress(script) };
  return onnxRuntime(runtime as RuntimeModule, files, [{ name: "webgpu", device } as { name: "webgpu" }]);
};

Object.assign(globalThis, { cairnParts: { ...globalThis.cairnParts, openGpu } });
