// A model with all that is needed to use it: how rows become numbers, and what its numbers mean.
import type { LayersModel } from "@tensorflow/tfjs-layers";
import { valueAt, wordAt } from "#datasets/column.ts";
import type { Dataset, Row, RowSelection } from "#datasets/dataset.ts";
import {
  modelArtifacts,
  modelFromArtifacts,
  modelHash,
  type ModelArtifacts,
} from "#models/model-artifacts.ts";
import type { ContentHash } from "#hashing/content-hash.ts";
import { tf } from "#models/tensorflow.ts";
import { type InputValues, inputTensor, rowsAtOnce } from "./input-values.ts";
import {
  encodeDataset,
  encodeRows,
  inputShape,
  type Preprocessing,
  type TargetEncoding,
} from "./preprocessing.ts";
import type { OutputMeaning } from "./build-model.ts";

/** The answer for one row: a class with its probabilities, or a number in the target's own unit. */
export type Prediction = { class: string; probabilities: Record<string, number> } | { value: number };

/** What an evaluation needs; plain arrays, so that it can leave the worker. N = rows, C = classes. */
export interface Predictions {
  target: string;
  classes?: string[];
  /** [N, C] probabilities, or [N] numbers. */
  predicted: Float32Array;
  /** [N] class indices, -1 for a class that training never saw; or [N] numbers. */
  actual: Float64Array;
  leftOutCount: number;
  /** Index in the dataset of each row. */
  rows: Uint32Array;
}

const CHUNK_ROWS = 4096;

export interface TrainedModelData {
  artifacts: ModelArtifacts;
  preprocessing: Preprocessing;
  output: OutputMeaning;
}

export class TrainedModel {
  /** The network itself, for `ts` cells. */
  readonly model: LayersModel;
  readonly preprocessing: Preprocessing;
  readonly output: OutputMeaning;
  readonly contentHash: ContentHash;

  constructor(
    model: LayersModel,
    preprocessing: Preprocessing,
    output: OutputMeaning,
    contentHash: ContentHash,
  ) {
    this.model = model;
    this.preprocessing = preprocessing;
    this.output = output;
    this.contentHash = contentHash;
  }

  static async of(
    model: LayersModel,
    preprocessing: Preprocessing,
    output: OutputMeaning,
  ): Promise<TrainedModel> {
    const hash = modelHash(await modelArtifacts(model));
    return new TrainedModel(model, preprocessing, output, hash);
  }

  static async fromData({ artifacts, preprocessing, output }: TrainedModelData): Promise<TrainedModel> {
    return new TrainedModel(await modelFromArtifacts(artifacts), preprocessing, output, modelHash(artifacts));
  }

  async data(): Promise<TrainedModelData> {
    return {
      artifacts: await modelArtifacts(this.model),
      preprocessing: this.preprocessing,
      output: this.output,
    };
  }

  get classes(): readonly string[] | undefined {
    return this.preprocessing.target.type === "classes" ? this.preprocessing.target.classes : undefined;
  }

  /** Answers for rows given as objects: `await classifier.predict([{ bill_length_mm: 39.1, … }])`. */
  async predict(rows: readonly Row[]): Promise<Prediction[]> {
    const outputs = await this.#run(encodeRows(rows, this.preprocessing), rows.length);
    const { target } = this.preprocessing;
    if (target.type === "number") return Array.from(outputs, (value) => ({ value }));
    const width = target.classes.length;
    return rows.map((_, row) => {
      const probabilities = outputs.subarray(row * width, (row + 1) * width);
      const best = probabilities.indexOf(Math.max(...probabilities));
      const entries = target.classes.map((name, i) => [name, probabilities[i]] as const);
      return { class: target.classes[best], probabilities: Object.fromEntries(entries) };
    });
  }

  /** Predictions for a part of a dataset beside what was true. */
  async predictDataset(dataset: Dataset, selection: RowSelection): Promise<Predictions> {
    const { target } = this.preprocessing;
    const encoded = encodeDataset(dataset, this.preprocessing, selection);
    const predicted = await this.#run(encoded.x, encoded.rowCount);
    return {
      target: target.name,
      ...(target.type === "classes" && { classes: target.classes }),
      predicted,
      actual: truthOf(dataset, target, encoded.rows),
      leftOutCount: encoded.leftOutCount,
      rows: encoded.rows,
    };
  }

  /** x [N, D] or [N, height, width, channels] -> [N, C] probabilities or [N] numbers in the target's unit. */
  async #run(x: InputValues, rowCount: number): Promise<Float32Array> {
    const { target } = this.preprocessing;
    const shape = inputShape(this.preprocessing);
    const chunk = rowsAtOnce(shape, CHUNK_ROWS);
    const outputWidth = target.type === "classes" ? target.classes.length : 1;
    const result = new Float32Array(rowCount * outputWidth);
    for (let start = 0; start < rowCount; start += chunk) {
      const count = Math.min(chunk, rowCount - start);
      const output = tf.tidy(() => {
        const batch = inputTensor(
          x,
          shape,
          Uint32Array.from({ length: count }, (_, i) => start + i),
        );
        const raw = this.model.apply(batch, { training: false }) as import("@tensorflow/tfjs-core").Tensor;
        return this.output === "logits" ? tf.softmax(raw) : raw;
      });
      result.set((await output.data()) as Float32Array, start * outputWidth);
      output.dispose();
    }
    return target.type === "number" ? result.map((value) => value * target.deviation + target.mean) : result;
  }
}

/** What stands in the rows, as `Predictions.actual` has it. */
export function truthOf(dataset: Dataset, target: TargetEncoding, rows: Uint32Array): Float64Array {
  const truth = dataset.columnNamed(target.name);
  return Float64Array.from(rows, (row) =>
    target.type === "classes" ? target.classes.indexOf(wordAt(truth, row)) : Number(valueAt(truth, row)),
  );
}
