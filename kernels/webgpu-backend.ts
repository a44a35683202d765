// The parts of tfjs-backend-webgpu 4.22's backend that kernels record through. Some are private in its
// types, so they are declared here; the research behind each is in dispatch.ts.
import type { BackendValues, DataId, DataType, GPUData, TensorInfo, TypedArray } from "@tensorflow/tfjs-core";
import type { Backend, TensorFlow } from "#kernels/patch.ts";

export interface TensorData {
  dtype: DataType;
  shape: number[];
  values: TypedArray | null | undefined;
  refCount: number;
  resource?: GPUBuffer | null;
}

export interface BufferManager {
  acquireBuffer(
    sizeBytes: number,
    usage: GPUBufferUsageFlags,
    mappedAtCreation?: boolean,
    reuse?: boolean,
  ): GPUBuffer;
}

export interface WebGpuBackend extends Backend {
  device: GPUDevice;
  queue: GPUQueue;
  bufferManager: BufferManager;
  tensorMap: { get(dataId: DataId): TensorData };
  commandEncoder: GPUCommandEncoder | null;
  computePassEncoder: GPUComputePassEncoder | null;
  /** Data that commands not yet submitted use: disposed only after the submit. */
  commandQueueOwnedIds: WeakSet<DataId>;
  dispatchCountInPass: number;
  /** Pipelines of tfjs's own programs; promises while they are made in parallel. */
  pipelineCache: Record<string, GPUComputePipeline | Promise<GPUComputePipeline>>;
  checkCompileCompletionAsync(): Promise<void>;
  uniformPendingDisposal: GPUBuffer[];
  /** Present while tf.time() or tf.profile() measures: each dispatch then has a pass of its own. */
  activeTimers: { name: string; query: Promise<number> }[] | null | undefined;
  supportTimestampQuery: boolean;
  querySet: GPUQuerySet | null;
  querySetCount: number;
  uploadToGPU(dataId: DataId): void;
  makeTensorInfo(shape: number[], dtype: DataType, values?: TypedArray): TensorInfo;
  disposeData(dataId: DataId, force?: boolean): boolean;
  ensureCommandEncoderReady(): void;
  endComputePassEncoder(): void;
  submitQueue(): void;
  getQueryTime(): Promise<number>;
  runWebGPUProgram(...args: unknown[]): TensorInfo;
  readSync(dataId: DataId): TypedArray;
  read(dataId: DataId): Promise<BackendValues>;
  readToGPU(dataId: DataId): GPUData;
}

/** The active backend, which a kernel patch of "webgpu" runs on. */
export function webGpuBackend(tf: TensorFlow): WebGpuBackend {
  return tf.backend() as unknown as WebGpuBackend;
}
