// The epochs of one training: seeded shuffle, losses read back a few times a second, early stopping,
// the best weights kept. Never model.fit, which stalls in a hidden tab and shuffles by an unseeded
// generator.
import type { Optimizer, Scalar, Tensor, Variable } from "@tensorflow/tfjs-core";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import { CairnError } from "#errors/cairn-error.ts";
import { tf } from "#models/tensorflow.ts";
import { shuffle, type RandomStream } from "#random/random-stream.ts";
import type { OutputMeaning } from "./build-model.ts";
import { inputTensor, rowsAtOnce } from "./input-values.ts";
import { batchLoss, batchMetricSum } from "./losses.ts";
import type { EncodedRows } from "./preprocessing.ts";
import { optimizerOf, type TrainOptions } from "./train-options.ts";
import type { TrainingPoint, TrainingProgress } from "./training-types.ts";

/** What the place that runs a training offers it. */
export interface TrainingHost {
  /** Draws the shuffles; a cell's stream. */
  random: RandomStream;
  /** Shown beside the curves. */
  seed: string;
  /** Hears of every epoch. The object is new each time. */
  onProgress?: (progress: TrainingProgress) => void;
  /** Aborted: the loop ends after the step it is in and keeps the model. */
  signal?: AbortSignal;
  /** Lets messages in, so that Stop is heard. Called at most every 50 ms. */
  breathe: () => Promise<void>;
  /** Milliseconds that never go back. */
  now: () => number;
}

export interface LoopInput {
  model: LayersModel;
  output: OutputMeaning;
  /** One standard deviation of a number target, in its own unit; 1 for classes. */
  metricScale: number;
  /** Of one row: [D], or [height, width, channels]. */
  inputShape: number[];
  rows: EncodedRows;
  held?: EncodedRows;
  options: TrainOptions;
  progress: TrainingProgress;
}

/** Also bounds what the GPU has queued, because submitted work cannot be called back: Stop waits for it. */
const READ_BACK_MS = 100;
const BREATHE_MS = 50;
const EVALUATION_ROWS = 1024;

/** Trains `model` in place and returns what happened. @throws CairnError when the loss is no longer a number. */
export async function trainingLoop(input: LoopInput, host: TrainingHost): Promise<TrainingProgress> {
  const { model, rows, held, options } = input;
  let progress = input.progress;
  const optimizer = optimizerOf(options);
  const best = new BestWeights(model);
  const pace = new Pace(host);
  const startedMs = host.now();
  const report = (change: Partial<TrainingProgress>) => {
    progress = { ...progress, ...change };
    host.onProgress?.(progress);
  };
  try {
    report({});
    for (let epoch = 1; epoch <= options.epochs; epoch++) {
      const trained = await trainEpoch(input, optimizer, host, pace, epoch);
      if (!trained) break;
      const validation = held && held.rowCount > 0 ? await evaluateRows(input, held) : undefined;
      const point: TrainingPoint = { epoch, ...trained };
      if (validation) {
        point.validationLoss = validation.loss;
        point.validationMetric = validation.metric;
        best.offer(epoch, validation.loss);
      }
      const seconds = (host.now() - startedMs) / 1000;
      report({
        epoch,
        points: [...progress.points, point],
        secondsLeft: (seconds / epoch) * (options.epochs - epoch),
        rowsPerSecond: (rows.rowCount * epoch) / seconds,
        ...(best.epoch !== undefined && { best: { epoch: best.epoch, validationLoss: best.loss } }),
      });
      await pace.breathe();
      if (host.signal?.aborted) break;
      if (options.patience > 0 && best.epoch !== undefined && epoch - best.epoch >= options.patience) {
        report({ state: "stopped-early" });
        break;
      }
    }
    best.restore();
    if (progress.state === "running") report({ state: host.signal?.aborted ? "stopped" : "done" });
    delete progress.secondsLeft;
    return progress;
  } finally {
    best.dispose();
    optimizer.dispose();
  }
}

/** Undefined when it was stopped in the middle. */
async function trainEpoch(
  input: LoopInput,
  optimizer: Optimizer,
  host: TrainingHost,
  pace: Pace,
  epoch: number,
): Promise<{ loss: number; metric: number } | undefined> {
  const { model, rows, options, metricScale } = input;
  const order = shuffle(
    Uint32Array.from({ length: rows.rowCount }, (_, row) => row),
    host.random,
  );
  const variables = model.trainableWeights.map((weight) => weight.read() as Variable);
  const sums = new LossSums();
  for (let start = 0; start < rows.rowCount; start += options.batchSize) {
    const batch = order.subarray(start, Math.min(start + options.batchSize, rows.rowCount));
    const { loss, metric } = trainStep(input, batch, variables, optimizer);
    sums.add(loss, metric, batch.length);
    if (pace.shouldReadBack()) {
      await sums.read(epoch, options);
      await pace.breathe();
      if (host.signal?.aborted) {
        sums.dispose();
        return undefined;
      }
    }
  }
  await sums.read(epoch, options);
  return { loss: sums.loss / rows.rowCount, metric: (sums.metric / rows.rowCount) * metricScale };
}

function trainStep(
  { model, output, rows, inputShape }: LoopInput,
  batch: Uint32Array,
  variables: Variable[],
  optimizer: Optimizer,
): { loss: Scalar; metric: Scalar } {
  return tf.tidy(() => {
    const { x, y } = batchTensors(rows, inputShape, batch);
    let metric: Scalar | undefined;
    const { value, grads } = tf.variableGrads(() => {
      const outputs = model.apply(x, { training: true }) as Tensor;
      metric = tf.keep(batchMetricSum(outputs, y, output));
      return batchLoss(outputs, y, output);
    }, variables);
    optimizer.applyGradients(grads);
    return { loss: tf.keep(value), metric: metric! };
  });
}

async function evaluateRows(
  { model, output, metricScale, inputShape }: LoopInput,
  held: EncodedRows,
): Promise<{ loss: number; metric: number }> {
  let loss = 0;
  let metric = 0;
  const chunk = rowsAtOnce(inputShape, EVALUATION_ROWS);
  for (let start = 0; start < held.rowCount; start += chunk) {
    const count = Math.min(chunk, held.rowCount - start);
    const batch = Uint32Array.from({ length: count }, (_, i) => start + i);
    const both = tf.tidy(() => {
      const { x, y } = batchTensors(held, inputShape, batch);
      const outputs = model.apply(x, { training: false }) as Tensor;
      return tf.stack([batchLoss(outputs, y, output), batchMetricSum(outputs, y, output)]);
    });
    const [batchMean, metricSum] = await both.data();
    both.dispose();
    loss += batchMean * count;
    metric += metricSum;
  }
  return { loss: loss / held.rowCount, metric: (metric / held.rowCount) * metricScale };
}

/** x [B, ...inputShape], y [B, C] of the rows of one batch. */
function batchTensors(
  rows: EncodedRows,
  inputShape: readonly number[],
  batch: Uint32Array,
): { x: Tensor; y: Tensor } {
  const outputShape = [rows.y.length / rows.rowCount];
  return { x: inputTensor(rows.x, inputShape, batch), y: inputTensor(rows.y, outputShape, batch) };
}

/** Sums of one epoch; scalars wait on the device until they are read together. */
class LossSums {
  loss = 0;
  metric = 0;
  #waiting: { loss: Scalar; metric: Scalar; rowCount: number }[] = [];

  add(loss: Scalar, metric: Scalar, rowCount: number): void {
    this.#waiting.push({ loss, metric, rowCount });
  }

  async read(epoch: number, options: TrainOptions): Promise<void> {
    if (this.#waiting.length === 0) return;
    const stacked = tf.tidy(() => tf.stack(this.#waiting.flatMap(({ loss, metric }) => [loss, metric])));
    const values = await stacked.data();
    stacked.dispose();
    this.#waiting.forEach(({ rowCount }, i) => {
      this.loss += values[2 * i] * rowCount;
      this.metric += values[2 * i + 1];
    });
    this.dispose();
    if (!Number.isFinite(this.loss)) throw notANumber(this.loss, epoch, options);
  }

  dispose(): void {
    for (const { loss, metric } of this.#waiting) tf.dispose([loss, metric]);
    this.#waiting = [];
  }
}

function notANumber(loss: number, epoch: number, options: TrainOptions): CairnError {
  return new CairnError(
    `train: the loss became ${loss} in epoch ${epoch}, with learningRate ${options.learningRate}`,
    {
      code: "loss-not-finite",
      hint: `Try learningRate: ${Number((options.learningRate / 10).toPrecision(3))}, or look for a value in the data that is far too large.`,
    },
  );
}

/** The weights of the epoch with the least validation loss. */
class BestWeights {
  epoch: number | undefined;
  loss = Infinity;
  readonly #model: LayersModel;
  #weights: Tensor[] = [];

  constructor(model: LayersModel) {
    this.#model = model;
  }

  offer(epoch: number, loss: number): void {
    if (!(loss < this.loss)) return;
    this.dispose();
    this.epoch = epoch;
    this.loss = loss;
    this.#weights = this.#model.getWeights().map((weight) => tf.keep(weight.clone()));
  }

  restore(): void {
    if (this.#weights.length > 0) this.#model.setWeights(this.#weights);
  }

  dispose(): void {
    tf.dispose(this.#weights);
    this.#weights = [];
  }
}

class Pace {
  readonly #host: TrainingHost;
  #breath: number;
  #readBack: number;

  constructor(host: TrainingHost) {
    this.#host = host;
    this.#breath = host.now();
    this.#readBack = this.#breath;
  }

  shouldReadBack(): boolean {
    if (this.#host.now() - this.#readBack < READ_BACK_MS) return false;
    this.#readBack = this.#host.now();
    return true;
  }

  async breathe(): Promise<void> {
    if (this.#host.now() - this.#breath < BREATHE_MS) return;
    await this.#host.breathe();
    this.#breath = this.#host.now();
  }
}
