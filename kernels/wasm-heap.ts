// The memory of tfjs's WebAssembly backend, read and written by kernels in JavaScript. What they compute is
// the same on every engine: additions, products and copies of numbers, each rounded once to f32.
import type { DataId, DataType, TensorInfo, TypedArray } from "@tensorflow/tfjs-core";
import type { Backend, TensorFlow } from "./patch.ts";

/** The parts of tfjs's BackendWasm that kernels use. */
export interface WasmBackend extends Backend {
  wasm: {
    /** The exports of tfjs's module; its build with threads has none here. */
    asm?: { memory?: WebAssembly.Memory };
    cwrap(name: string, result: null, argumentTypes: string[]): (...args: unknown[]) => void;
    tfjs: {
      registerTensor(id: number, size: number, memoryOffset: number): void;
      disposeData(id: number): void;
    };
  };
  dataIdMap: { get(dataId: DataId): { id: number; memoryOffset: number } };
  dataIdNextNumber: number;
  makeOutput(shape: number[], dtype: DataType, offset?: number, values?: TypedArray): TensorInfo;
  typedArrayFromHeap(info: TensorInfo): TypedArray;
}

export function wasmBackend(tf: TensorFlow): WasmBackend {
  return tf.backend() as unknown as WasmBackend;
}

/** A tensor of the given shape whose values are not set yet. Allocate before taking views: memory may move. */
export function allocate(tf: TensorFlow, shape: readonly number[], dtype: DataType = "float32"): TensorInfo {
  return wasmBackend(tf).makeOutput([...shape], dtype);
}

/** The values of a float32 tensor in the heap; valid until the next allocation. */
export function floats(tf: TensorFlow, info: TensorInfo): Float32Array {
  return wasmBackend(tf).typedArrayFromHeap(info) as Float32Array;
}

/** The values of an int32 tensor in the heap; valid until the next allocation. */
export function ints(tf: TensorFlow, info: TensorInfo): Int32Array {
  return wasmBackend(tf).typedArrayFromHeap(info) as Int32Array;
}

/** Bytes from the start of the heap to the first element. */
export function addressOf(tf: TensorFlow, info: TensorInfo): number {
  return wasmBackend(tf).dataIdMap.get(info.dataId).memoryOffset;
}

/**
 * The functions of a module of our own that works in tfjs's memory ("tfjs" "memory"); undefined where that is
 * out of reach.
 */
export function loadIntoHeap(
  tf: TensorFlow,
  bytes: Uint8Array<ArrayBuffer>,
): Record<string, (...args: number[]) => void> | undefined {
  const memory = wasmBackend(tf).wasm.asm?.memory;
  if (!(memory instanceof WebAssembly.Memory)) return undefined;
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes), { tfjs: { memory } });
  return exports as Record<string, (...args: number[]) => void>;
}

/**
 * Calls `work` with the number of a tensor that is a part of `info`: `size` elements from `first` on, without
 * a copy. The number is gone when `work` returns.
 */
export function withPart<T>(
  backend: WasmBackend,
  info: TensorInfo,
  first: number,
  size: number,
  work: (id: number) => T,
): T {
  const id = backend.dataIdNextNumber++;
  const { memoryOffset } = backend.dataIdMap.get(info.dataId);
  backend.wasm.tfjs.registerTensor(id, size, memoryOffset + first * Float32Array.BYTES_PER_ELEMENT);
  try {
    return work(id);
  } finally {
    backend.wasm.tfjs.disposeData(id); // forgets the number and what XNNPACK prepared for it; frees no memory
  }
}
