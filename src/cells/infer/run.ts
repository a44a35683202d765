// One answer of a model, in the worker of ONNX Runtime: the file is opened once, asked for one row, and timed.
import type { InferenceOutput } from "#cell-api/outputs.ts";
import { atPath } from "#cells/at-path.ts";
import { measureLatency } from "#inference/latency.ts";
import type { OnnxModel, OnnxRuntime, OnnxValue } from "#inference/onnx-runtime.ts";
import { aboutFile } from "#quantization/about-file.ts";
import { fileInputs } from "#quantization/file-inputs.ts";
import { numbersOf } from "#quantization/file-predictor.ts";
import type { ModelFormat } from "#quantization/formats.ts";
import { fileOf, type QuantizedModelData } from "#quantization/quantized-model.ts";
import { withoutLabel } from "#quantization/without-label.ts";
import { TrainedModel, type TrainedModelData } from "#training/trained-model.ts";
import { type AboutFile, trainedModelFile } from "#training/trained-model-file.ts";
import { fillForm, type Given } from "./model-fields.ts";

export type InferModel =
  | { type: "trained"; data: TrainedModelData }
  | { type: "quantized"; data: QuantizedModelData }
  | { type: "file"; bytes: Uint8Array };

export interface InferTask {
  /** What the cell calls it. */
  name: string;
  /** Of the model: equal for equal models, so that it is sent and opened once. */
  id: string;
  /** Absent where the worker has it. */
  model?: InferModel;
  format?: ModelFormat;
  given: Readonly<Record<string, Given>>;
  /** By column: the cell whose value stands there. */
  from: Readonly<Record<string, string>>;
  /** Why the GPU is not used; undefined: it is, where the operators run there. */
  noGpu?: string;
}

/** What a cell gives to others. */
export type Answer = { class: string; probabilities: Record<string, number> } | { value: number };

export interface Inference {
  answer: Answer;
  output: InferenceOutput;
}

export interface InferPlace {
  runtime: OnnxRuntime;
  gpu: { runtime: OnnxRuntime; adapter: string } | undefined;
  now: () => number;
}

/** A model file that is open. */
interface Opened {
  id: string;
  format: ModelFormat;
  bytes: Uint8Array;
  about: AboutFile;
  ranges: QuantizedModelData["ranges"];
  session: OnnxModel;
  device: InferenceOutput["device"];
}

/** Operators of these formats run on the processor alone (measured, ONNX Runtime Web 1.30): a GPU would only copy. */
const PROCESSOR_FORMATS: ReadonlySet<ModelFormat> = new Set(["int8_dynamic"]);

/** Keeps the file that was asked last open. */
export class Inferences {
  readonly #place: InferPlace;
  #opened: Opened | undefined;
  #model: { id: string; model: InferModel } | undefined;

  constructor(place: InferPlace) {
    this.#place = place;
  }

  hasModel(id: string): boolean {
    return this.#model?.id === id;
  }

  /** @throws CairnError for a file that is none, for a format there is not, and for inputs that do not fit */
  async infer(task: InferTask): Promise<Inference> {
    if (task.model) this.#model = { id: task.id, model: task.model };
    let opened = await this.#open(task);
    const { about, ranges, bytes, format } = opened;
    const { row, inputs } = fillForm(about, task.given, { ranges, from: task.from });
    const tensors = fileInputs(about, 1, (name) => row[name]);
    let given: Record<string, OnnxValue>;
    try {
      given = await opened.session.run(tensors);
    } catch (error) {
      if (opened.device.name === "wasm") throw error;
      // Some kernels refuse only when they are run.
      await this.#close();
      opened = await this.#open({ ...task, noGpu: refusal(error) });
      given = await opened.session.run(tensors);
    }
    const { session, device } = opened;
    const latency = await measureLatency(() => session.run(tensors), this.#place.now);
    const answer = answerOf(about, numbersOf(about, given));
    return {
      answer,
      output: {
        type: "inference",
        model: task.name,
        format,
        sizeBytes: bytes.length,
        target: about.target,
        inputs,
        answer:
          "value" in answer
            ? answer
            : {
                class: answer.class,
                shares: Object.entries(answer.probabilities).map(([name, share]) => ({ name, share })),
              },
        latency,
        device,
      },
    };
  }

  async #open(task: InferTask): Promise<Opened> {
    const { model } = this.#model!;
    const format = task.format ?? (model.type === "quantized" ? model.data.picked : "float32");
    const found = this.#opened;
    // What was opened on the processor because the GPU refused stays there.
    if (found?.id === task.id && found.format === format) return found;
    await this.#close();
    try {
      const bytes = await bytesOf(task.name, model, task.format);
      const about = aboutFile(bytes, task.name);
      const ranges = model.type === "quantized" ? model.data.ranges : {};
      const made = await this.#session(bytes, about, format, task.noGpu);
      this.#opened = { id: task.id, format, bytes, about, ranges, ...made };
      return this.#opened;
    } catch (error) {
      throw atPath(error, ["model"]);
    }
  }

  async #session(
    bytes: Uint8Array,
    about: AboutFile,
    format: ModelFormat,
    noGpu: string | undefined,
  ): Promise<Pick<Opened, "session" | "device">> {
    const { runtime, gpu } = this.#place;
    let reason = PROCESSOR_FORMATS.has(format) ? `operators of ${format} run on the processor alone` : noGpu;
    if (gpu && reason === undefined) {
      try {
        const session = await gpu.runtime.open(withoutLabel(bytes, about));
        return { session, device: { name: "webgpu", adapter: gpu.adapter } };
      } catch (error) {
        reason = refusal(error);
      }
    }
    const session = await runtime.open(bytes);
    return { session, device: { name: "wasm", ...(reason !== undefined && { reason }) } };
  }

  async #close(): Promise<void> {
    const { session } = this.#opened ?? {};
    this.#opened = undefined;
    await session?.close();
  }
}

async function bytesOf(
  name: string,
  model: InferModel,
  format: ModelFormat | undefined,
): Promise<Uint8Array> {
  if (model.type === "file") return model.bytes;
  if (model.type === "quantized") return fileOf(model.data, format);
  const trained = await TrainedModel.fromData(model.data);
  try {
    return (await trainedModelFile(trained, name)).bytes;
  } finally {
    trained.model.dispose();
  }
}

/** Of a row with a missing value: NaN, and a class without a name. */
function answerOf({ outputs, classes = [] }: AboutFile, numbers: Float32Array): Answer {
  if ("value" in outputs) return { value: numbers[0] };
  const best = numbers.indexOf(Math.max(...numbers)); // -1 where all are NaN
  return {
    class: classes[best] ?? "",
    probabilities: Object.fromEntries(classes.map((name, i) => [name, numbers[i]])),
  };
}

/** Why a file does not run on the GPU, in a few words. */
function refusal(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  const operator = /Provider type for (\w+) node/.exec(message)?.[1];
  if (operator !== undefined) return `the operator ${operator} of this model does not run there`;
  return `the GPU refused: ${message.length > 120 ? `${message.slice(0, 119)}…` : message}`;
}
