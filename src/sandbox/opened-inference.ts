// What is done with ONNX Runtime once it runs, in a browser and in Node alike.
import "@tensorflow/tfjs-backend-cpu";
import { answersOfFile } from "#cells/evaluate/answers-of-file.ts";
import { Inferences, type InferPlace } from "#cells/infer/run.ts";
import { runQuantize } from "#cells/quantize/run.ts";
import { onnxFile } from "#cells/train/onnx-file.ts";
import type { OnnxRuntime } from "#inference/onnx-runtime.ts";
import type { InferenceWork, OpenedInference } from "./inference.ts";
import { sendError } from "./send-error.ts";

/** A model's own answers come from tfjs's plain JavaScript, the reference. */
export function openedInference(runtime: OnnxRuntime): OpenedInference {
  const now = () => performance.now();
  const place: InferPlace = { runtime, gpu: undefined, now };
  const inferences = new Inferences(place);
  const work: InferenceWork = {
    onnx: (task) => onnxFile(task, runtime),
    quantize: (task) => runQuantize(task, { runtime, now }),
    answers: (task) => answersOfFile(task, runtime),
    hasModel: (id) => inferences.hasModel(id),
    infer: (task) => inferences.infer(task),
  };
  return {
    async call(method, args) {
      try {
        return { value: await work[method](args as never) };
      } catch (error) {
        return { error: sendError(error) };
      }
    },
    useGpu(gpu) {
      place.gpu = gpu;
    },
  };
}
