// What both files that hold ONNX Runtime, for browsers and for Node, give to the engine.
import "@tensorflow/tfjs-backend-cpu";
import { onnxFile } from "#cells/train/onnx-file.ts";
import type { OnnxRuntime } from "#inference/onnx-runtime.ts";
import type { MakeOnnx } from "./engine.ts";
import { sendError } from "./send-error.ts";

/** The model's own answers come from tfjs's plain JavaScript, the reference. */
export function makeOnnxWith(runtime: OnnxRuntime): MakeOnnx {
  return (task) =>
    onnxFile(task, runtime).then(
      (file) => ({ file }),
      (error: unknown) => ({ error: sendError(error) }),
    );
}
