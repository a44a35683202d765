// ONNX Runtime's worker in Node, a worker thread, started when it is first asked for. There is no GPU here.
import * as runtime from "onnxruntime-web";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { parentPort, type MessagePort } from "node:worker_threads";
import { CairnError } from "#errors/cairn-error.ts";
import { onnxRuntime } from "#inference/onnx-runtime.ts";
import { tf } from "#models/tensorflow.ts";
import { createInference } from "./inference.ts";
import { openedInference } from "./opened-inference.ts";

/** Of the file that the build makes of this one. */
declare const __dirname: string;

const script = pathToFileURL(join(__dirname, "../site/sandbox/ort-wasm-simd-threaded.mjs")).href;
const parent = parentPort as MessagePort;
tf.enableProdMode(); // else tfjs advertises a package of its own on standard error
createInference(
  {
    post: (message) => parent.postMessage(message),
    onMessage: (listener) => void parent.on("message", listener),
  },
  {
    openInference: ({ wasm }) => Promise.resolve(openedInference(onnxRuntime(runtime, { wasm, script }))),
    adapter: () => Promise.resolve(undefined),
    openGpu: () => Promise.reject(new CairnError("there is no WebGPU in Node", { code: "no-webgpu" })),
  },
);
