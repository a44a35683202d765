// What is patched of tfjs's WebAssembly backend.
import { wasmAdamPatches } from "./adam/adam-step-wasm.ts";
import { adamPatch } from "./adam/adam.ts";
import { wasmConvolutionPatches } from "./convolution/convolution-wasm.ts";
import { wasmConvolution3DPatches } from "./convolution/convolution-3d-wasm.ts";
import { wasmDepthwisePatches } from "./convolution/depthwise-wasm.ts";
import { wasmSamePaddingPatches } from "./convolution/same-padding-wasm.ts";
import { einsumPatch } from "./einsum/einsum.ts";
import { wasmComplexPatches, wasmComplexReading } from "./fft/fft-wasm.ts";
import { wasmMatmulPatches } from "./matmul/matmul-wasm.ts";
import { wasmPoolingPatches } from "./pooling/pooling-wasm.ts";
import type { BackendPatches, TensorFlow } from "./patch.ts";
import { wasmSegmentSumPatches } from "./segment-sum/segment-sum-wasm.ts";
import { wasmBasicPatches } from "./wasm-basics.ts";

export function wasmPatches(tf: TensorFlow): BackendPatches {
  return {
    kernels: [
      ...wasmMatmulPatches(tf),
      ...wasmConvolutionPatches(tf),
      ...wasmSamePaddingPatches(tf),
      ...wasmDepthwisePatches(tf),
      ...wasmConvolution3DPatches(tf),
      ...wasmPoolingPatches(tf),
      ...wasmSegmentSumPatches(tf),
      einsumPatch(tf, "wasm"),
      ...wasmComplexPatches(tf),
      ...wasmBasicPatches(tf),
      ...wasmAdamPatches(tf),
    ],
    backend: [wasmComplexReading(tf), adamPatch(tf)],
  };
}
