// Every layer that is exported, with random weights, against tfjs itself: what ONNX Runtime answers for the file is what
// the model answers.
import { describe, expect, test } from "vitest";
import type { LayersModel, SymbolicTensor } from "@tensorflow/tfjs-layers";
import "@tensorflow/tfjs-backend-cpu";
import { networkFile } from "#models/onnx/model-file.ts";
import { exportedLayers } from "#models/onnx/export-network.ts";
import { decodeModel } from "#models/onnx/onnx-messages.ts";
import { tf } from "#models/tensorflow.ts";
import { randomStream } from "#random/random-stream.ts";
import { MOST_RELATIVE_ERROR, relativeError } from "./compare-answers.ts";
import { nodeRuntime } from "./fixtures/node-runtime.ts";

const runtime = nodeRuntime();
const { layers } = tf;
type AnyLayer = LayersModel["layers"][number];

interface Case {
  input: number[];
  make: () => AnyLayer[];
  /** Inputs are whole numbers below this. */
  below?: number;
}

const covered = new Set<string>();

function note(layer: AnyLayer): void {
  covered.add(layer.getClassName());
}

/** Weights far from what initializers give: biases that are not zero, variances that are not one. */
function shakeWeights(model: LayersModel, seed: string): void {
  const random = randomStream(seed);
  for (const variable of model.weights) {
    const isVariance = /variance/.test(variable.originalName);
    const draw = () => (isVariance ? 0.5 + random() : (random() - 0.5) * 1.2);
    const { shape, size } = variable.read();
    variable.write(tf.tensor(Float32Array.from({ length: size }, draw), shape));
  }
}

function inputOf(shape: readonly number[], seed: string, below?: number) {
  const random = randomStream(`${seed} input`);
  const draw = () => (below === undefined ? (random() - 0.5) * 4 : Math.floor(random() * below));
  const size = shape.reduce((total, side) => total * side, 1);
  return { values: Float32Array.from({ length: size }, draw), shape: [...shape] };
}

async function compare(model: LayersModel, name: string, sides: readonly number[], below?: number) {
  shakeWeights(model, name);
  const opened = await runtime.open(await networkFile(model, "network"));
  for (const rows of [1, 3]) {
    const { values, shape } = inputOf([rows, ...sides], name, below);
    const expected = model.predict(tf.tensor(values, shape)) as ReturnType<typeof tf.ones>;
    const { output } = await opened.run({ input: { type: "float32", values, shape } });
    expect(output.shape, name).toEqual(expected.shape);
    const error = relativeError(output.values as Float32Array, await expected.data());
    expect(error, `${name}, ${rows} rows`).toBeLessThanOrEqual(MOST_RELATIVE_ERROR);
  }
  await opened.close();
}

function sequentialOf({ input, make }: Case): LayersModel {
  const made = make();
  made.forEach(note);
  const symbol = tf.input({ shape: input });
  const end = made.reduce((value, layer) => layer.apply(value) as SymbolicTensor, symbol);
  return tf.model({ inputs: symbol, outputs: end });
}

const one = (input: number[], make: () => AnyLayer, below?: number): Case => ({
  input,
  make: () => [make()],
  ...(below !== undefined && { below }),
});
const dense = (activation: string) =>
  one([4], () => layers.dense({ units: 3, activation: activation as "relu" }));
const picture = [7, 6, 3];

const cases: Record<string, Case> = {
  "dense without bias": one([5], () => layers.dense({ units: 2, useBias: false })),
  "dense over the last of three axes": one([4, 5], () => layers.dense({ units: 2, activation: "tanh" })),
  ...Object.fromEntries(
    [
      "linear",
      "relu",
      "relu6",
      "elu",
      "selu",
      "sigmoid",
      "hardSigmoid",
      "tanh",
      "softmax",
      "logSoftmax",
      "softplus",
      "softsign",
      "swish",
      "mish",
      "gelu",
      "gelu_new",
    ].map((name) => [`activation ${name}`, dense(name)]),
  ),
  "activation as a layer": one([3], () => layers.activation({ activation: "softmax" })),
  ReLU: one([6], () => layers.reLU({})),
  "ReLU with a greatest value": one([6], () => layers.reLU({ maxValue: 1 })),
  LeakyReLU: one([6], () => layers.leakyReLU({ alpha: 0.2 })),
  PReLU: one([3, 4], () => layers.prelu({ sharedAxes: [1] })),
  ELU: one([6], () => layers.elu({})),
  ThresholdedReLU: one([9], () => layers.thresholdedReLU({ theta: 0.7 })),
  Softmax: one([4], () => layers.softmax({})),
  conv1d: one([9, 2], () =>
    layers.conv1d({ filters: 3, kernelSize: 3, strides: 2, padding: "same", activation: "relu" }),
  ),
  "conv1d, dilated": one([9, 2], () => layers.conv1d({ filters: 3, kernelSize: 3, dilationRate: 2 })),
  conv3d: one([5, 4, 3, 2], () => layers.conv3d({ filters: 2, kernelSize: 2, padding: "same" })),
  "conv2d with softmax over its channels": one(picture, () =>
    layers.conv2d({ filters: 3, kernelSize: 2, activation: "softmax" }),
  ),
  "conv2d, channels first": one([3, 7, 6], () =>
    layers.conv2d({ filters: 2, kernelSize: 3, dataFormat: "channelsFirst", padding: "same" }),
  ),
  ...Object.fromEntries(
    (["same", "valid"] as const).flatMap((padding) =>
      [1, 2, 3].flatMap((strides) => [
        [
          `conv2d, ${padding}, stride ${strides}`,
          one(picture, () => layers.conv2d({ filters: 4, kernelSize: [3, 2], strides, padding })),
        ],
        [
          `depthwiseConv2d, ${padding}, stride ${strides}`,
          one(picture, () =>
            layers.depthwiseConv2d({
              kernelSize: 3,
              depthMultiplier: 2,
              strides,
              padding,
              activation: "relu",
            }),
          ),
        ],
        [
          `separableConv2d, ${padding}, stride ${strides}`,
          one(picture, () =>
            layers.separableConv2d({ filters: 4, kernelSize: 3, depthMultiplier: 2, strides, padding }),
          ),
        ],
        [
          `conv2dTranspose, ${padding}, stride ${strides}`,
          one([4, 5, 3], () => layers.conv2dTranspose({ filters: 2, kernelSize: 2, strides, padding })),
        ],
        [
          `maxPooling2d, ${padding}, stride ${strides}`,
          one(picture, () => layers.maxPooling2d({ poolSize: 3, strides, padding })),
        ],
        [
          `averagePooling2d, ${padding}, stride ${strides}`,
          one(picture, () => layers.averagePooling2d({ poolSize: [3, 2], strides, padding })),
        ],
      ]),
    ),
  ),
  "conv2d, dilated, same": one(picture, () =>
    layers.conv2d({ filters: 2, kernelSize: 3, dilationRate: 2, padding: "same" }),
  ),
  conv3dTranspose: one([2, 3, 2, 2], () =>
    (layers as unknown as { conv3dTranspose: typeof layers.conv2dTranspose }).conv3dTranspose({
      filters: 2,
      kernelSize: 3,
      strides: 2,
      padding: "same",
    }),
  ),
  upSampling2d: one([3, 4, 2], () => layers.upSampling2d({ size: [2, 3] })),
  "upSampling2d, bilinear": one([3, 4, 2], () =>
    layers.upSampling2d({ size: [2, 2], interpolation: "bilinear" }),
  ),
  maxPooling1d: one([9, 2], () => layers.maxPooling1d({ poolSize: 2 })),
  averagePooling1d: one([9, 2], () => layers.averagePooling1d({ poolSize: 2, strides: 3, padding: "same" })),
  maxPooling3d: one([4, 5, 4, 2], () => layers.maxPooling3d({ poolSize: 2 })),
  averagePooling3d: one([4, 5, 4, 2], () => layers.averagePooling3d({ poolSize: 2, padding: "same" })),
  globalMaxPooling1d: one([5, 3], () => layers.globalMaxPooling1d({})),
  globalAveragePooling1d: one([5, 3], () => layers.globalAveragePooling1d({})),
  globalMaxPooling2d: one(picture, () => layers.globalMaxPooling2d({})),
  globalAveragePooling2d: one(picture, () => layers.globalAveragePooling2d({})),
  "batchNormalization of rows": one([5], () => layers.batchNormalization({})),
  "batchNormalization of pictures": one(picture, () => layers.batchNormalization({ epsilon: 0.01 })),
  "batchNormalization without scale": one([5], () => layers.batchNormalization({ scale: false })),
  "batchNormalization without centre": one([5], () => layers.batchNormalization({ center: false })),
  layerNormalization: one([4, 5], () => layers.layerNormalization({})),
  "layerNormalization without scale": one([4, 5], () => layers.layerNormalization({ scale: false })),
  "what only training uses": {
    input: [4, 3],
    make: () => [
      layers.dropout({ rate: 0.5 }),
      layers.spatialDropout1d({ rate: 0.5 }),
      layers.gaussianNoise({ stddev: 1 }),
      layers.gaussianDropout({ rate: 0.5 }),
      layers.alphaDropout({ rate: 0.5 }),
    ],
  },
  flatten: one(picture, () => layers.flatten({})),
  "flatten, channels first": one([3, 4, 2], () => layers.flatten({ dataFormat: "channelsFirst" })),
  reshape: one([6, 2], () => layers.reshape({ targetShape: [3, -1] })),
  permute: one([3, 4, 2], () => layers.permute({ dims: [3, 1, 2] })),
  repeatVector: one([4], () => layers.repeatVector({ n: 3 })),
  zeroPadding2d: one([3, 4, 2], () =>
    layers.zeroPadding2d({
      padding: [
        [1, 2],
        [0, 3],
      ],
    }),
  ),
  cropping2d: one([6, 7, 2], () =>
    layers.cropping2D({
      cropping: [
        [1, 2],
        [0, 3],
      ],
    }),
  ),
  rescaling: one([4], () => layers.rescaling({ scale: 0.5, offset: 3 })),
  embedding: one([5], () => layers.embedding({ inputDim: 7, outputDim: 3 }), 7),
  ...Object.fromEntries(
    [true, false].flatMap((returnSequences) =>
      (["lstm", "gru", "simpleRNN"] as const).map((kind) => [
        `${kind}, ${returnSequences ? "all steps" : "last step"}`,
        one([5, 3], () => layers[kind]({ units: 4, returnSequences })),
      ]),
    ),
  ),
  "lstm with other activations": one([5, 3], () =>
    layers.lstm({ units: 2, activation: "softsign", recurrentActivation: "sigmoid" }),
  ),
  "lstm with relu": one([5, 3], () => layers.lstm({ units: 2, activation: "relu" })),
  "lstm with nothing": one([5, 3], () => layers.lstm({ units: 2, activation: "linear" })),
  "gru with sigmoid, without bias": one([5, 3], () =>
    layers.gru({ units: 2, recurrentActivation: "sigmoid", useBias: false }),
  ),
  "gru backwards": one([5, 3], () => layers.gru({ units: 2, goBackwards: true, returnSequences: true })),
  ...Object.fromEntries(
    (["concat", "sum", "ave", "mul"] as const).flatMap((mergeMode) =>
      [true, false].map((returnSequences) => [
        `bidirectional, ${mergeMode}, ${returnSequences ? "all steps" : "last step"}`,
        one([5, 3], () =>
          layers.bidirectional({
            layer: layers.lstm({ units: 2, returnSequences }) as never,
            mergeMode,
          }),
        ),
      ]),
    ),
  ),
  timeDistributed: one([4, 6, 5, 2], () =>
    layers.timeDistributed({ layer: layers.conv2d({ filters: 2, kernelSize: 3, activation: "relu" }) }),
  ),
  "a picture classifier": {
    input: [12, 11, 1],
    make: () => [
      layers.conv2d({ filters: 4, kernelSize: 3, padding: "same", activation: "relu" }),
      layers.batchNormalization({}),
      layers.maxPooling2d({ poolSize: 2 }),
      layers.conv2d({ filters: 3, kernelSize: 3, activation: "relu" }),
      layers.averagePooling2d({ poolSize: 2 }),
      layers.dropout({ rate: 0.2 }),
      layers.flatten({}),
      layers.dense({ units: 5, activation: "softmax" }),
    ],
  },
  "a reader of words": {
    input: [8],
    below: 20,
    make: () => [
      layers.embedding({ inputDim: 20, outputDim: 4 }),
      layers.bidirectional({ layer: layers.gru({ units: 3, returnSequences: true }) as never }),
      layers.lstm({ units: 4 }),
      layers.dense({ units: 2, activation: "softmax" }),
    ],
  },
};

describe("ONNX Runtime answers for the file as tfjs does for the model", () => {
  test.each(Object.entries(cases))("%s", async (name, each) => {
    await compare(sequentialOf(each), name, each.input, each.below);
  });

  test.each(["add", "multiply", "average", "maximum", "minimum", "concatenate"] as const)(
    "%s of three branches",
    async (kind) => {
      const input = tf.input({ shape: [4] });
      const branches = [1, 2, 3].map(() => layers.dense({ units: 3 }).apply(input) as SymbolicTensor);
      const merge = layers[kind]({});
      note(merge);
      const output = merge.apply(branches) as SymbolicTensor;
      await compare(tf.model({ inputs: input, outputs: output }), kind, [4]);
    },
  );

  test("models within a model, and one layer used twice", async () => {
    const inner = tf.sequential({
      layers: [layers.dense({ units: 4, inputShape: [4], activation: "relu" }), layers.dense({ units: 4 })],
    });
    const input = tf.input({ shape: [4] });
    const once = inner.apply(input) as SymbolicTensor;
    const twice = inner.apply(once) as SymbolicTensor;
    const output = layers.add().apply([once, twice]) as SymbolicTensor;
    await compare(tf.model({ inputs: input, outputs: output }), "twice", [4]);
  });

  test("tf.sequential", async () => {
    const model = tf.sequential({
      layers: [layers.dense({ units: 2, inputShape: [3] }), layers.dense({ units: 2 })],
    });
    await compare(model, "sequential", [3]);
  });

  test("every layer that is listed as exported is tried here", () => {
    expect(exportedLayers.filter((name) => !covered.has(name))).toEqual([]);
  });
});

describe("what cannot be exported", () => {
  test("a layer without a converter is named with its class, and what can be is listed", async () => {
    const model = tf.sequential({
      layers: [
        layers.convLstm2d({
          filters: 1,
          kernelSize: 2,
          inputShape: [2, 4, 4, 1],
          name: "remember",
        }) as AnyLayer,
      ],
    });
    await expect(networkFile(model, "m")).rejects.toMatchObject({
      code: "onnx-layer",
      message: 'onnx: the layer "remember" (ConvLSTM2D) cannot be exported',
      hint: expect.stringContaining("Conv2D, ") as string,
    });
  });

  test.each([
    ["returnState", () => layers.lstm({ units: 2, returnState: true, inputShape: [3, 2], name: "x" })],
    [
      "maskZero",
      () => layers.embedding({ inputDim: 3, outputDim: 2, maskZero: true, inputShape: [3], name: "x" }),
    ],
    ["axis \\[1\\]", () => layers.layerNormalization({ axis: 1, inputShape: [3, 2], name: "x" })],
    ["axis 1", () => layers.batchNormalization({ axis: 1, inputShape: [3, 2], name: "x" })],
  ])("a layer with %s", async (setting, make) => {
    const layer = make() as AnyLayer;
    const symbol = tf.input({ shape: (layer.batchInputShape as number[]).slice(1) });
    const outputs = [layer.apply(symbol)].flat()[0] as SymbolicTensor;
    await expect(networkFile(tf.model({ inputs: symbol, outputs }), "m")).rejects.toThrow(
      new RegExp(`the layer "x" \\(${layer.getClassName()}\\) cannot be exported with ${setting}`),
    );
  });

  test("a model with two inputs", async () => {
    const inputs = [tf.input({ shape: [2] }), tf.input({ shape: [2] })];
    const model = tf.model({ inputs, outputs: layers.add().apply(inputs) as SymbolicTensor });
    await expect(networkFile(model, "m")).rejects.toThrow(/must have one input and one output, got 2 and 1/);
  });
});

test("pictures stay channels first between layers: two transposes are enough", async () => {
  const { graph } = decodeModel(await networkFile(sequentialOf(cases["a picture classifier"]), "m"));
  expect(graph.node.filter(({ opType }) => opType === "Transpose")).toHaveLength(2);
});
