// The WebAssembly backend as a classic script of its own, loaded when it is needed. tfjs itself is not in
// it: the build points its imports at the worker's copy.
import "@tensorflow/tfjs-backend-wasm";
import { giveWasmBytes } from "./wasm-bytes.ts";

Object.assign(globalThis, { cairnParts: { giveWasmBytes } });
