// Runs on the plain-JavaScript backend, the reference; train.gpu.test.ts runs the same kinds of training on
// WebGPU and WebAssembly.
import "@tensorflow/tfjs-backend-cpu";
import { beforeAll, describe, expect, test } from "vitest";
import { importDataset } from "#datasets/import-dataset.ts";
import { CairnError } from "#errors/cairn-error.ts";
import { tf } from "#models/tensorflow.ts";
import { randomStream } from "#random/random-stream.ts";
import { train, type TrainInput } from "./train.ts";
import type { TrainingHost } from "./training-loop.ts";
import type { TrainingProgress } from "./training-types.ts";

const split = { by: "hash", train: 0.7, validation: 0.15, test: 0.15 } as const;

/** Two clouds, a category that goes with them, a number to predict, and a word column. */
function twoClouds(rowCount = 200) {
  const random = randomStream("clouds");
  const lines = Array.from({ length: rowCount }, (_, i) => {
    const kind = i % 2 === 0 ? "near" : "far";
    const centre = kind === "near" ? 1 : 4;
    const x = centre + random();
    const y = 100 * (centre + random());
    return `${x},${y},${random() < 0.9 ? kind : "odd"},${kind},${3 * x + y / 100},note ${i}`;
  });
  const text = `x,y,hint,kind,sum,note\n${lines.join("\n")}\n`;
  return importDataset(new TextEncoder().encode(text), { source: "./clouds.csv", split }).dataset;
}

const host = (seed = "s", more: Partial<TrainingHost> = {}): TrainingHost => {
  const random = randomStream(seed);
  return { random, seed, breathe: () => Promise.resolve(), now: () => performance.now(), ...more };
};
const data = twoClouds();
const base: TrainInput = {
  model: [{ dense: 8 }],
  data,
  target: "kind",
  features: ["x", "y"],
  epochs: 12,
  batchSize: 16,
};

/** Initial weights come from Math.random, which the sandbox seeds; a test does the same. */
async function seeded<T>(seed: string, work: () => Promise<T>): Promise<T> {
  const native = Math.random;
  Math.random = randomStream(`initial ${seed}`);
  try {
    return await work();
  } finally {
    Math.random = native;
  }
}
const weightsOf = async (model: { getWeights(): { data(): Promise<ArrayLike<number>> }[] }) =>
  (await Promise.all(model.getWeights().map(async (weight) => Array.from(await weight.data())))).flat();

async function errorOf(work: Promise<unknown>): Promise<CairnError> {
  const error: unknown = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (error instanceof CairnError) return error;
  throw new Error(`expected a CairnError, got ${String(error)}`);
}

beforeAll(async () => {
  await tf.setBackend("cpu");
});

describe("train({ … })", () => {
  test("learns two clouds from a short list of layers and adds the output layer", async () => {
    const { trained, progress } = await seeded("a", () => train(base, host()));
    expect(progress.points).toHaveLength(12);
    expect(progress.points.at(-1)!.validationMetric).toBe(1);
    expect(progress.state).toBe("done");
    expect(trained.model.outputs[0].shape).toEqual([null, 2]);
    const [near, far] = await trained.predict([
      { x: 1.5, y: 150 },
      { x: 4.5, y: 450 },
    ]);
    expect([near, far]).toMatchObject([{ class: "near" }, { class: "far" }]);
  });

  test("repeats bit by bit for a seed, seed 0 included, and differs for another", async () => {
    const weights = (seed: string) =>
      seeded(seed, async () => weightsOf((await train({ ...base, epochs: 3 }, host(seed))).trained.model));
    expect(await weights("0")).toEqual(await weights("0"));
    expect(await weights("0")).not.toEqual(await weights("1"));
  });

  test("works on a copy: training twice without making the model again gives equal weights", async () => {
    const model = tf.sequential({
      layers: [
        tf.layers.dense({ units: 2, activation: "softmax", inputShape: [2], kernelInitializer: "ones" }),
      ],
    });
    const before = await weightsOf(model);
    const once = await weightsOf((await train({ ...base, model, epochs: 2 }, host())).trained.model);
    const twice = await weightsOf((await train({ ...base, model, epochs: 2 }, host())).trained.model);
    expect(twice).toEqual(once);
    expect(once).not.toEqual(before);
    expect(await weightsOf(model)).toEqual(before);
  });

  test("agrees with an independent step in float64: one batch of gradient descent on softmax regression", async () => {
    const model = tf.sequential({
      layers: [
        tf.layers.dense({ units: 2, activation: "softmax", inputShape: [2], kernelInitializer: "zeros" }),
      ],
    });
    const rows = data.count("train");
    const { trained } = await train(
      { ...base, model, epochs: 1, batchSize: rows, optimizer: "sgd", learningRate: 0.5 },
      host(),
    );
    // The best weights are those of the only epoch. p = 1/2 for both classes before the step.
    const columns = ["x", "y"].map((name) => standardized(data.column(name, "train") as Float64Array));
    const labels = data.column("kind", "train") as string[];
    const classes = ["far", "near"];
    const expected = columns.flatMap((column) =>
      classes.map(
        (name) =>
          (-0.5 * column.reduce((sum, value, i) => sum + value * (0.5 - (labels[i] === name ? 1 : 0)), 0)) /
          rows,
      ),
    );
    const [kernel] = trained.model.getWeights();
    const got = Array.from(await kernel.data());
    got.forEach((value, i) => expect(value).toBeCloseTo(expected[i], 5));
  });

  test("predicts numbers in the target's own unit", async () => {
    const { trained, progress } = await seeded("r", () =>
      train({ ...base, target: "sum", epochs: 60 }, host()),
    );
    expect(progress.metricName).toBe("mean absolute error");
    const [answer] = await trained.predict([{ x: 4.5, y: 450 }]);
    expect(Math.abs((answer as { value: number }).value - 18)).toBeLessThan(1.5);
  });

  test("takes numbers and categories as features by itself, leaves text out, and one-hot encodes", async () => {
    const { trained } = await seeded("f", () =>
      train({ ...base, features: undefined, target: "kind", epochs: 1 } as TrainInput, host()),
    );
    expect(trained.preprocessing.features.map((feature) => `${feature.name}:${feature.type}`)).toEqual([
      "x:number",
      "y:number",
      "hint:category",
      "sum:number",
    ]);
    expect(trained.model.inputs[0].shape).toEqual([null, 6]);
  });

  test("stops early and keeps the weights of the best epoch", async () => {
    const { progress } = await seeded("p", () =>
      train({ ...base, epochs: 400, patience: 3, learningRate: 0.3 }, host()),
    );
    expect(progress.state).toBe("stopped-early");
    expect(progress.epoch - progress.best!.epoch).toBe(3);
    const best = Math.min(...progress.points.map((point) => point.validationLoss!));
    expect(progress.best!.validationLoss).toBe(best);
  });

  test("keeps a usable model when it is stopped", async () => {
    const controller = new AbortController();
    let seen: TrainingProgress | undefined;
    const onProgress = (progress: TrainingProgress) => {
      seen = progress;
      if (progress.epoch === 3) controller.abort();
    };
    const { trained, progress } = await train(
      { ...base, epochs: 5000 },
      host("s", { signal: controller.signal, onProgress }),
    );
    expect(progress.state).toBe("stopped");
    expect(seen!.epoch).toBe(3);
    expect(await trained.predict([{ x: 1, y: 100 }])).toHaveLength(1);
  });

  test("leaks no tensor: two trainings leave only the weights of their models", async () => {
    const before = tf.memory().numTensors;
    const { trained } = await train({ ...base, epochs: 3 }, host());
    expect(tf.memory().numTensors - before).toBe(trained.model.getWeights().length);
  });

  test.each([
    [
      "a target that is missing",
      { target: "knd" },
      'has no column "knd"; it has: x, y, hint, kind, sum, note',
    ],
    ["a target among the features", { features: ["x", "kind"] }, "also listed as a feature"],
    ["a text feature", { features: ["x", "note"] }, '"note" is free text'],
    ["no epochs", { epochs: 0 }, "epochs must be a whole number of 1 or more, got 0"],
    ["a learning rate of 0", { learningRate: 0 }, "learningRate must be a number above 0, got 0"],
    ["an unknown optimizer", { optimizer: "sdg" }, "optimizer must be one of adam, sgd, momentum, rmsprop"],
    [
      "an unknown activation",
      { model: [{ dense: 4, activation: "rleu" }] },
      "activation of layer 1 must be one of relu",
    ],
  ])("refuses %s before it trains", async (_, change, message) => {
    const error = await errorOf(train({ ...base, ...(change as Partial<TrainInput>) }, host()));
    expect(error.message).toContain(message);
  });

  test("refuses shapes that do not fit, with both shapes and the names", async () => {
    const narrow = tf.sequential({
      layers: [tf.layers.dense({ units: 2, activation: "softmax", inputShape: [3] })],
    });
    const input = await errorOf(train({ ...base, model: narrow }, host()));
    expect(input.message).toBe("train: shapes do not fit: the model takes [3], the features make [2] (x, y)");
    expect(input.hint).toContain("inputShape: [2]");
    const wide = tf.sequential({
      layers: [tf.layers.dense({ units: 5, activation: "softmax", inputShape: [2] })],
    });
    const output = await errorOf(train({ ...base, model: wide }, host()));
    expect(output.message).toBe(
      'train: shapes do not fit: the model gives [5], the target "kind" has 2 classes (far, near)',
    );
  });

  test("says when the loss is lost, in which epoch, and what to try", async () => {
    const error = await errorOf(
      train({ ...base, target: "sum", optimizer: "sgd", learningRate: 1e25 }, host()),
    );
    expect(error.message).toMatch(/the loss became (NaN|Infinity) in epoch \d+, with learningRate 1e\+25/);
    expect(error.hint).toContain("learningRate: 1e+24");
  });

  test("means and deviations are those of the training rows alone", async () => {
    const { trained } = await train({ ...base, epochs: 1 }, host());
    const column = data.column("x", "train") as Float64Array;
    const mean = column.reduce((sum, value) => sum + value, 0) / column.length;
    expect(trained.preprocessing.features[0]).toMatchObject({ mean });
    const all = data.column("x") as Float64Array;
    expect(all.reduce((sum, value) => sum + value, 0) / all.length).not.toBe(mean);
  });
});

function standardized(values: Float64Array): number[] {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
  return Array.from(values, (value) => (value - mean) / deviation);
}
