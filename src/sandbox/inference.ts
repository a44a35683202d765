// The worker of ONNX Runtime: our code only, with a device of its own. It writes ONNX files, makes them smaller, scores
// them and asks them. What it needs is loaded when it is first asked; Stop ends it when it is busy, and it is ended when
// nobody has asked for a while, because the runtime's memory never shrinks.
import type { InferTask, Inference } from "#cells/infer/run.ts";
import type { AnswersTask } from "#cells/evaluate/answers-of-file.ts";
import type { Handover } from "#cells/evaluate/report.ts";
import type { QuantizeTask } from "#cells/quantize/run.ts";
import type { OnnxFile, OnnxTask } from "#cells/train/onnx-file.ts";
import type { FormatReport } from "#evaluation/format-report.ts";
import type { OnnxRuntime } from "#inference/onnx-runtime.ts";
import type { QuantizedModelData } from "#quantization/quantized-model.ts";
import { answerCalls } from "./answer-calls.ts";
import type { Port, SentError } from "./contract.ts";
import { receivedError } from "./send-error.ts";

/** What it does once ONNX Runtime has started. */
export interface InferenceWork {
  /** A model as an ONNX file, checked against it. */
  onnx(task: OnnxTask): Promise<OnnxFile>;
  quantize(task: QuantizeTask): Promise<{ model: QuantizedModelData; report: FormatReport }>;
  /** What a quantized model answers for an evaluation. */
  answers(task: AnswersTask): Promise<Handover>;
  /** Whether `infer` need not be given this model again. */
  hasModel(id: string): boolean;
  infer(task: InferTask): Promise<Inference>;
}

export interface InferenceMethods extends InferenceWork {
  /** Starts ONNX Runtime; once more does nothing. */
  open(assets: OnnxAssets): Promise<void>;
  /** The GPU that there is here; undefined where there is none. */
  adapter(args: undefined): Promise<{ name: string; isSoftware: boolean } | undefined>;
  /** Starts the runtime that uses it. */
  openGpu(args: { assets: OnnxAssets; adapter: string }): Promise<void>;
}

/** Files of the sandbox's folder that ONNX Runtime is made of. */
export interface OnnxAssets {
  wasm: Uint8Array;
  script: Uint8Array;
}

/** What the part gives: an error comes as data, because the part is a bundle of its own, whose CairnError is another class. */
export interface OpenedInference {
  call(method: keyof InferenceWork, args: unknown): Promise<{ value: unknown } | { error: SentError }>;
  useGpu(gpu: { runtime: OnnxRuntime; adapter: string }): void;
}

/** What is loaded when it is first needed. */
export interface InferenceParts {
  openInference(assets: OnnxAssets): Promise<OpenedInference>;
  openGpu(assets: OnnxAssets): Promise<OnnxRuntime>;
  adapter(): Promise<{ name: string; isSoftware: boolean } | undefined>;
}

export function createInference(port: Port, parts: InferenceParts): void {
  let opened: Promise<OpenedInference> | undefined;
  const work = (method: keyof InferenceWork) => async (args: unknown) => {
    const made = await (await opened!).call(method, args);
    if ("error" in made) throw receivedError(made.error);
    return made.value;
  };
  answerCalls(port, {
    async open(assets: OnnxAssets) {
      await (opened ??= parts.openInference(assets));
    },
    adapter: () => parts.adapter(),
    async openGpu({ assets, adapter }: { assets: OnnxAssets; adapter: string }) {
      (await opened!).useGpu({ runtime: await parts.openGpu(assets), adapter });
    },
    onnx: work("onnx"),
    quantize: work("quantize"),
    answers: work("answers"),
    hasModel: work("hasModel"),
    infer: work("infer"),
  });
}
