// The WebGPU backend as a classic script of its own (see backend-wasm.part.ts).
import "@tensorflow/tfjs-backend-webgpu";
