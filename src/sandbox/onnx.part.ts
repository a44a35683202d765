// ONNX Runtime for browsers as a classic script of its own (see backend-wasm.part.ts), with TensorFlow.js beside it, whose
// answers are the measure: one thread, in the engine's worker.
import * as runtime from "onnxruntime-web/wasm";
import { onnxRuntime } from "#inference/onnx-runtime.ts";
import type { EngineParts } from "./engine.ts";
import { makeOnnxWith } from "./make-onnx.ts";

/** The network is closed: the binary comes as bytes, and the script that the package would fetch as a blob. */
const openOnnx: EngineParts["openOnnx"] = ({ wasm, script }) => {
  const text = new Blob([script as Uint8Array<ArrayBuffer>], { type: "text/javascript" });
  const opened = onnxRuntime(runtime, { wasm, script: URL.createObjectURL(text) });
  return Promise.resolve(makeOnnxWith(opened));
};

Object.assign(globalThis, { cairnParts: { openOnnx } });
