// Keeps training away from kernels of tfjs 4.22 that are known to be wrong, until this folder replaces
// them: split-K matrix products with a transposed operand and float atomics on WebGPU give wrong or
// varying gradients (research by running: Dense(64 -> 2048), relative error 0.92).

/** What the guard must know of a model; tfjs's LayersModel has it. */
export interface LayeredModel {
  readonly layers: readonly { getClassName(): string }[];
}

interface Flags {
  set(name: string, value: number): void;
}

/** MatMulPackedProgram: the only product of the WebGPU backend that is right for every shape and repeats bit by bit. */
const PACKED_MATMUL_PROGRAM = 3;

/** Call once the WebGPU backend is registered, before the first product. */
export function guardMatmul(flags: Flags): void {
  flags.set("WEBGPU_MATMUL_PROGRAM_TYPE", PACKED_MATMUL_PROGRAM);
}

/** The backend on which this model trains right, and a sentence why when it is another than the one asked for. */
export function guardTraining(backend: string, model: LayeredModel): { backend: string; reason: string } {
  const hasEmbedding = model.layers.some((layer) => layer.getClassName() === "Embedding");
  if (backend === "webgpu" && hasEmbedding) {
    return {
      backend: "wasm",
      reason:
        "Trained on WebAssembly: the gradient of an embedding differs from run to run on WebGPU in TensorFlow.js 4.22.",
    };
  }
  return { backend, reason: "" };
}
