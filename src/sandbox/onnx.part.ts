// ONNX Runtime for browsers as a classic script of its own (see backend-wasm.part.ts), with TensorFlow.js beside it, whose
// answers are the measure of the files that are written: one thread.
import * as runtime from "onnxruntime-web/wasm";
import { onnxRuntime } from "#inference/onnx-runtime.ts";
import type { InferenceParts } from "./inference.ts";
import { openedInference } from "./opened-inference.ts";
import { scriptAddress } from "./script-address.ts";

const openInference: InferenceParts["openInference"] = ({ wasm, script }) =>
  Promise.resolve(openedInference(onnxRuntime(runtime, { wasm, script: scriptAddress(script) })));

Object.assign(globalThis, { cairnParts: { ...globalThis.cairnParts, openInference } });
