// The WebGPU backend as a classic script of its own (see backend-wasm.part.ts).
import { WebGPUBackend } from "@tensorflow/tfjs-backend-webgpu";

Object.assign(globalThis, { cairnParts: { WebGPUBackend } });
