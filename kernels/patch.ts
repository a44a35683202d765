// What this folder gives TensorFlow.js: a patch replaces one kernel of one backend, or one gradient of all.
// install.ts puts patches in and takes them out; the folders beside it hold what they compute.
import type * as tensorflow from "@tensorflow/tfjs-core";
import type {
  DataId,
  DataType,
  GradConfig,
  KernelBackend,
  TensorInfo,
  TypedArray,
} from "@tensorflow/tfjs-core";

/** The namespace of TensorFlow.js, as `import * as tf` gives it. It is handed in, so that no second copy is loaded. */
export type TensorFlow = typeof tensorflow;

export type PatchedBackend = "webgpu" | "wasm";

/** What tfjs hands to a kernel. Inputs and attributes have the names that tfjs gives them. */
export interface KernelCall {
  inputs: Readonly<Record<string, TensorInfo>>;
  attrs: Readonly<Record<string, unknown>>;
}

export interface KernelPatch {
  kernelName: string;
  backendName: PatchedBackend;
  /** One sentence: what stock tfjs gets wrong or lacks. Shown by install() and in the README. */
  why: string;
  /** Why this call is left to stock tfjs (a dtype, a rank, a limit); undefined when the patch takes it. */
  leaves?(call: KernelCall): string | undefined;
  /** Its result belongs to the caller; whatever else it made, it has disposed. */
  run(call: KernelCall, stock: StockKernel): TensorInfo | TensorInfo[];
}

/** The kernel of stock tfjs that a patch stands in front of. @throws Error when there is none. */
export type StockKernel = (call: KernelCall) => TensorInfo | TensorInfo[];

export interface GradientPatch extends GradConfig {
  why: string;
}

/** What both backends have and kernels need beyond tfjs's public type. */
export interface Backend extends KernelBackend {
  makeOutput?(shape: number[], dtype: DataType, offset?: number, values?: TypedArray): TensorInfo;
  incRef(dataId: DataId): void;
}

/** The error of a call whose operands do not fit together, raised before anything is computed. */
export class ShapeError extends Error {
  override name = "ShapeError";
}

/** A change to the backend object itself, or to a flag. */
export interface BackendPatch {
  name: string;
  why: string;
  /** Makes the change; what it returns takes it back. */
  apply(): () => void;
}

/** Everything that install() does to one backend. */
export interface BackendPatches {
  kernels: readonly KernelPatch[];
  backend: readonly BackendPatch[];
}
