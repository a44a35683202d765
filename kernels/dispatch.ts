// Records one compute kernel on the command encoder and pass that tfjs itself records on, so that our
// kernels and its own keep their order and share its deferred submits, buffer pool and timers.
import type { DataType, TensorInfo } from "@tensorflow/tfjs-core";
import {
  pipelineFor,
  preparePipeline,
  type Constants,
  type ElementType,
  type GpuKernel,
} from "./pipeline.ts";
import type { TensorFlow } from "./patch.ts";
import { webGpuBackend, type WebGpuBackend } from "./webgpu-backend.ts";

export interface Dispatch {
  /** Values of `override` declarations. */
  constants?: Constants;
  /** What `alias T` is. @default "f32" */
  element?: ElementType;
  /** The uniform struct at binding 0: whole numbers (u32) first, then `floats` (f32). */
  uniforms: readonly number[];
  floats?: readonly number[];
  /** Bound at 1, 2, …; results and inputs alike. No buffer may be both written and bound twice. */
  tensors: readonly TensorInfo[];
  /** How many workgroups the shader counts by flatten(); folded here where a dimension would be too long. */
  workgroups: number;
}

/**
 * A number of workgroups as a grid whose dimensions the device allows. The grid may hold more of them than
 * were asked for: shaders count `(z · gridY + y) · gridX + x` and return beyond their own size.
 */
export function fold(workgroups: number, most: number): [number, number, number] {
  if (workgroups <= most) return [workgroups, 1, 1];
  const rows = Math.ceil(workgroups / most);
  const columns = Math.ceil(workgroups / rows);
  if (rows <= most) return [columns, rows, 1];
  const layers = Math.ceil(rows / most);
  return [columns, Math.ceil(rows / layers), layers];
}

/** Records the kernel. Nothing is recorded for 0 workgroups. */
export function dispatch(tf: TensorFlow, kernel: GpuKernel, what: Dispatch): void {
  const { constants = {}, element = "f32", uniforms, floats = [], tensors, workgroups } = what;
  if (workgroups === 0) return;
  const backend = webGpuBackend(tf);
  const { device } = backend;
  // An upload may end the pass and record a copy: all of them come before the pass is begun below.
  for (const { dataId } of tensors) backend.uploadToGPU(dataId);
  if (tf.env().getBool("WEBGPU_ENGINE_COMPILE_ONLY")) {
    // tfjs's checkCompileCompletionAsync() waits for all that is in its own cache.
    const prepared = preparePipeline(device, kernel, element, constants);
    if (prepared) backend.pipelineCache[prepared.key] = prepared.ready;
    return;
  }
  const pipeline = pipelineFor(device, kernel, element, constants);

  const entries: GPUBindGroupEntry[] = [
    { binding: 0, resource: { buffer: uniformBuffer(backend, uniforms, floats) } },
  ];
  tensors.forEach(({ dataId }, i) => {
    const buffer = backend.tensorMap.get(dataId).resource!;
    entries.push({ binding: i + 1, resource: { buffer: buffer.size === 0 ? emptyBuffer(backend) : buffer } });
    backend.commandQueueOwnedIds.add(dataId);
  });
  const bindGroup = device.createBindGroup({ layout: pipeline.getBindGroupLayout(0), entries });

  backend.ensureCommandEncoderReady();
  const isTimed = backend.activeTimers != null;
  if (isTimed && backend.supportTimestampQuery) {
    backend.endComputePassEncoder();
    backend.querySet ??= device.createQuerySet({ type: "timestamp", count: backend.querySetCount });
    const { querySet } = backend;
    backend.computePassEncoder = backend.commandEncoder!.beginComputePass({
      timestampWrites: { querySet, beginningOfPassWriteIndex: 0, endOfPassWriteIndex: 1 },
    });
  }
  backend.computePassEncoder ??= backend.commandEncoder!.beginComputePass();
  const pass = backend.computePassEncoder;
  pass.setPipeline(pipeline);
  pass.setBindGroup(0, bindGroup);
  pass.dispatchWorkgroups(...fold(workgroups, device.limits.maxComputeWorkgroupsPerDimension));
  backend.dispatchCountInPass++;
  if (isTimed) {
    backend.endComputePassEncoder();
    backend.activeTimers!.push({ name: kernel.name, query: backend.getQueryTime() });
  } else if (backend.dispatchCountInPass >= tf.env().getNumber("WEBGPU_DEFERRED_SUBMIT_BATCH_SIZE")) {
    backend.endComputePassEncoder();
    backend.submitQueue();
  }
}

/** A tensor that a kernel will write. One without elements has its (empty) values at once, as stock does. */
export function output(tf: TensorFlow, shape: number[], dtype: DataType): TensorInfo {
  const isEmpty = shape.includes(0);
  const values = isEmpty ? tf.util.getTypedArrayFromDType(dtype as "float32", 0) : undefined;
  return webGpuBackend(tf).makeTensorInfo(shape, dtype, values);
}

/** A tensor of zeros, uploaded when it is first used. */
export function zeros(tf: TensorFlow, shape: number[], dtype: "float32" | "int32" | "bool"): TensorInfo {
  const values = tf.util.makeZerosTypedArray(tf.util.sizeFromShape(shape), dtype);
  return webGpuBackend(tf).makeTensorInfo(shape, dtype, values);
}

/** Frees what a kernel made for itself; the buffers live on until the commands that use them are submitted. */
export function dispose(tf: TensorFlow, ...tensors: TensorInfo[]): void {
  const backend = webGpuBackend(tf);
  for (const { dataId } of tensors) backend.disposeData(dataId);
}

/** Another shape for the same data; the result is a reference of its own and is disposed like any other. */
export function reshaped(tf: TensorFlow, { dataId, dtype }: TensorInfo, shape: number[]): TensorInfo {
  webGpuBackend(tf).incRef(dataId);
  return { dataId, dtype, shape };
}

/**
 * What lies in the buffer, which may differ from the tensor's own dtype: stock Cast from int32 or bool to
 * float32 renames the tensor and leaves the integers where they are.
 */
export function elementOf(tf: TensorFlow, { dataId }: TensorInfo): ElementType | undefined {
  const { dtype } = webGpuBackend(tf).tensorMap.get(dataId);
  if (dtype === "float32") return "f32";
  return dtype === "int32" || dtype === "bool" ? "i32" : undefined;
}

function uniformBuffer(backend: WebGpuBackend, integers: readonly number[], floats: readonly number[]) {
  // Uniform structs that hold vectors are a multiple of 16 bytes long.
  const words = new ArrayBuffer(Math.ceil((integers.length + floats.length) / 4) * 16);
  new Uint32Array(words, 0, integers.length).set(integers);
  new Float32Array(words, integers.length * 4, floats.length).set(floats);
  const usage = GPUBufferUsage.COPY_DST | GPUBufferUsage.UNIFORM;
  const buffer = backend.bufferManager.acquireBuffer(words.byteLength, usage);
  backend.queue.writeBuffer(buffer, 0, words);
  backend.uniformPendingDisposal.push(buffer);
  return buffer;
}

/** What is bound in place of a tensor without elements, which WebGPU would not bind. */
function emptyBuffer(backend: WebGpuBackend): GPUBuffer {
  const buffer = backend.bufferManager.acquireBuffer(16, GPUBufferUsage.COPY_DST | GPUBufferUsage.STORAGE);
  backend.uniformPendingDisposal.push(buffer);
  return buffer;
}
