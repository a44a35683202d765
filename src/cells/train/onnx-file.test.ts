// A trained model's file takes the raw columns of a dataset and answers as the model does; on the plain-JavaScript
// backend, the reference.
import "@tensorflow/tfjs-backend-cpu";
import { describe, expect, test } from "vitest";
import { importDataset } from "#datasets/import-dataset.ts";
import { Dataset, type Row } from "#datasets/dataset.ts";
import { nodeRuntime } from "#inference/fixtures/node-runtime.ts";
import type { OnnxRuntime } from "#inference/onnx-runtime.ts";
import { modelArtifacts } from "#models/model-artifacts.ts";
import { decodeModel } from "#models/onnx/onnx-messages.ts";
import { tf } from "#models/tensorflow.ts";
import { randomStream } from "#random/random-stream.ts";
import { buildModel, checkShapes } from "#training/build-model.ts";
import type { LayerSpec } from "#training/layer-specs.ts";
import { fitPreprocessing } from "#training/preprocessing.ts";
import { trainedModelFile } from "#training/trained-model-file.ts";
import { TrainedModel } from "#training/trained-model.ts";
import { fileInputs } from "#quantization/file-inputs.ts";
import { onnxFile } from "./onnx-file.ts";

const runtime = nodeRuntime();

/** Weight and island of 120 birds, some not measured, a year that hardly differs, and what to predict. */
function birds(): Dataset {
  const random = randomStream("birds");
  const islands = ["Biscoe", "Dream", "Torgersen", "", "çay, «x»"];
  const lines = Array.from({ length: 120 }, (_, i) => {
    const mass = i % 11 === 0 ? "" : (3000 + random() * 3000).toFixed(1);
    const island = JSON.stringify(islands[i % 5]);
    return `${mass},${island},${1_700_000_000 + Math.floor(random() * 1000)},${["10", "9", "100"][i % 3]}x,${random() * 50}`;
  });
  const text = `mass,island,second,species,egg\n${lines.join("\n")}\n`;
  return importDataset(new TextEncoder().encode(text), { source: "./birds.csv" }).dataset;
}

async function trainedOn(
  dataset: Dataset,
  target: string,
  layers: readonly LayerSpec[],
  features?: string[],
) {
  const preprocessing = fitPreprocessing(dataset, target, features);
  const model = buildModel(layers, preprocessing);
  const random = randomStream(target);
  for (const variable of model.weights) {
    const { shape, size } = variable.read();
    variable.write(
      tf.tensor(
        Float32Array.from({ length: size }, () => (random() - 0.5) * 2),
        shape,
      ),
    );
  }
  return TrainedModel.of(model, preprocessing, checkShapes(model, preprocessing));
}

const layers: LayerSpec[] = [{ dense: 8, activation: "relu" }, { dropout: 0.3 }];
const data = birds();

describe("the file of a trained model, checked on the rows of its dataset", () => {
  test.each([
    ["species", undefined],
    ["egg", undefined],
    ["species", ["mass"]],
    ["species", ["island"]],
    ["egg", ["second"]],
  ])("answers %s from %s as the model does", async (target, features) => {
    const trained = await trainedOn(data, target, layers, features);
    const file = await onnxFile(
      { name: "birds", model: { trained: await trained.data() }, dataset: data.data() },
      runtime,
    );
    expect(file.isMadeUp).toBe(false);
    expect(file.rowCount).toBeGreaterThan(80);
    expect(file.relativeError).toBeLessThanOrEqual(1e-4);
  });

  test("is checked on rows that are made up where no dataset has its columns", async () => {
    const trained = await trainedOn(data, "species", layers);
    const file = await onnxFile({ name: "birds", model: { trained: await trained.data() } }, runtime);
    expect(file).toMatchObject({ isMadeUp: true, rowCount: 64 });
  });

  test("is not given away when it answers otherwise", async () => {
    const trained = await trainedOn(data, "egg", layers);
    const wrong: OnnxRuntime = {
      open: async (bytes) => {
        const model = await runtime.open(bytes);
        return {
          ...model,
          async run(inputs) {
            const { value } = await model.run(inputs);
            const values = (value.values as Float32Array).map((each, i) => (i === 7 ? each * 1.001 : each));
            return { value: { ...value, values } };
          },
        };
      },
    };
    const task = { name: "birds", model: { trained: await trained.data() }, dataset: data.data() };
    await expect(onnxFile(task, wrong)).rejects.toMatchObject({
      code: "onnx-differs",
      message: expect.stringMatching(/relative error at most 0\.0001\), got \d\.\de-\d on/) as string,
    });
  });
});

describe("answers for single rows", () => {
  async function ask(trained: TrainedModel, rows: Row[]) {
    const { bytes, about } = await trainedModelFile(trained, "birds");
    const model = await runtime.open(bytes);
    return model.run(fileInputs(about, rows.length, (name, row) => rows[row][name]));
  }

  const whole = { mass: 4000, island: "Dream", second: 1_700_000_500, egg: 20 };

  test("a missing number and a missing category give NaN and an empty label, and leave other rows alone", async () => {
    const trained = await trainedOn(data, "species", layers);
    const rows = [whole, { ...whole, mass: null }, { ...whole, island: null }, whole];
    const { label, probabilities } = await ask(trained, rows);
    const [expected] = await trained.predict([whole]);
    const name = (expected as { class: string }).class;
    expect(label.values).toEqual([name, "", "", name]);
    const isNumber = Array.from(probabilities.values as Float32Array, (value) => !Number.isNaN(value));
    expect(isNumber).toEqual([true, false, false, true].flatMap((each) => [each, each, each]));
  });

  test("a category that training never saw is no category, as in the model", async () => {
    const trained = await trainedOn(data, "species", layers);
    const unseen = { ...whole, island: "Atlantis" };
    const { probabilities } = await ask(trained, [unseen]);
    const [expected] = await trained.predict([unseen]);
    const { classes } = trained;
    const wanted = classes!.map(
      (name) => (expected as { probabilities: Record<string, number> }).probabilities[name],
    );
    for (const [i, value] of Array.from(probabilities.values as Float32Array).entries())
      expect(value).toBeCloseTo(wanted[i], 5);
  });

  test("a missing number gives NaN as a number too", async () => {
    const trained = await trainedOn(data, "egg", layers, ["mass"]);
    const { value } = await ask(trained, [{ mass: null }, { mass: 4000 }]);
    expect(value.shape).toEqual([2, 1]);
    expect(Array.from(value.values as Float32Array, Number.isNaN)).toEqual([true, false]);
  });
});

test("logits become probabilities", async () => {
  const preprocessing = fitPreprocessing(data, "species", ["mass"]);
  const model = tf.sequential({ layers: [tf.layers.dense({ units: 3, inputShape: [1] })] });
  const trained = await TrainedModel.of(model, preprocessing, checkShapes(model, preprocessing));
  expect(trained.output).toBe("logits");
  const task = { name: "m", model: { trained: await trained.data() }, dataset: data.data() };
  expect((await onnxFile(task, runtime)).relativeError).toBeLessThanOrEqual(1e-4);
});

test("pictures are taken as bytes", async () => {
  const random = randomStream("pictures");
  const rowCount = 9;
  const pixels = Uint8Array.from({ length: rowCount * 8 * 7 * 3 }, () => Math.floor(random() * 256));
  const dataset = new Dataset({
    ...data.data(),
    rowCount,
    columns: [
      { name: "picture", type: "picture", shape: [8, 7, 3], pixels },
      { name: "digit", type: "category", values: Array.from({ length: rowCount }, (_, i) => String(i * 2)) },
    ],
  });
  const specs: LayerSpec[] = [
    { conv2d: 4, strides: 2 },
    { maxPooling2d: 2 },
    { flatten: true },
    { dense: 5 },
  ];
  const trained = await trainedOn(dataset, "digit", specs);
  const task = { name: "digits", model: { trained: await trained.data() }, dataset: dataset.data() };
  const file = await onnxFile(task, runtime);
  expect(file.rowCount).toBe(rowCount);
  const { graph } = decodeModel(file.bytes);
  expect(graph.input.map(({ name, type }) => [name, type.value.value.elemType])).toEqual([["picture", 2]]);
});

test("columns may be called as the answers are", async () => {
  const { columns, ...rest } = data.data();
  const renamed = new Dataset({
    ...rest,
    columns: columns.map((column) =>
      column.name === "mass"
        ? { ...column, name: "probabilities" }
        : column.name === "island"
          ? { ...column, name: "label" }
          : column,
    ),
  });
  const trained = await trainedOn(renamed, "species", layers, ["probabilities", "label"]);
  const { about } = await trainedModelFile(trained, "birds");
  expect(about.outputs).toEqual({ label: "label_2", probabilities: "probabilities_2" });
  const task = { name: "birds", model: { trained: await trained.data() }, dataset: renamed.data() };
  expect((await onnxFile(task, runtime)).isMadeUp).toBe(false);
});

test("the file says what it takes and answers", async () => {
  const trained = await trainedOn(data, "species", layers);
  const { bytes } = await trainedModelFile(trained, "birds");
  const model = decodeModel(bytes);
  expect(model).toMatchObject({
    irVersion: 10n,
    producerName: "cairn",
    opsetImport: [{ domain: "", version: 21n }],
  });
  const moments = { mean: expect.any(Number) as number, deviation: expect.any(Number) as number };
  expect(JSON.parse(model.metadataProps[0].value)).toEqual({
    task: "classification",
    target: "species",
    classes: ["100x", "10x", "9x"],
    features: [
      { name: "mass", input: "mass", type: "number", element: "float", ...moments },
      {
        name: "island",
        input: "island",
        type: "category",
        element: "string",
        categories: ["Biscoe", "Dream", "Torgersen", "çay, «x»"],
      },
      { name: "second", input: "second", type: "number", element: "double", ...moments },
      { name: "egg", input: "egg", type: "number", element: "float", ...moments },
    ],
    outputs: { label: "label", probabilities: "probabilities" },
  });
});

test("a network that was never trained is written alone, with embeddings too", async () => {
  const model = tf.sequential({
    layers: [
      tf.layers.embedding({ inputDim: 9, outputDim: 2, inputLength: 4 }),
      tf.layers.lstm({ units: 3 }),
    ],
  });
  const file = await onnxFile({ name: "net", model: { artifacts: await modelArtifacts(model) } }, runtime);
  expect(file).toMatchObject({ isMadeUp: true, rowCount: 32 });
  expect(file.relativeError).toBeLessThanOrEqual(1e-4);
});
