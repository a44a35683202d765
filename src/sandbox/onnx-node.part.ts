// ONNX Runtime for Node as a file of its own, with TensorFlow.js beside it, loaded by the engine's worker thread when a first
// ONNX file is asked for.
import * as runtime from "onnxruntime-web";
import { pathToFileURL } from "node:url";
import { tf } from "#models/tensorflow.ts";
import { onnxRuntime } from "#inference/onnx-runtime.ts";
import type { MakeOnnx } from "./engine.ts";
import { makeOnnxWith } from "./make-onnx.ts";

/** @param scriptFile a path */
export function openOnnx(wasm: Uint8Array, scriptFile: string): Promise<MakeOnnx> {
  tf.enableProdMode(); // else tfjs advertises a package of its own on standard error
  const opened = onnxRuntime(runtime, { wasm, script: pathToFileURL(scriptFile).href });
  return Promise.resolve(makeOnnxWith(opened));
}
