// The files are read by ONNX's own library, in Python: its checker finds nothing wrong, and its reference implementation
// answers as the model does. Without Python the tests fail: `npm test` installs it.
import "@tensorflow/tfjs-backend-cpu";
import { execFile } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { importDataset } from "#datasets/import-dataset.ts";
import { relativeError } from "#inference/compare-answers.ts";
import { networkFile } from "#models/onnx/model-file.ts";
import { decodeModel, encodeModel } from "#models/onnx/onnx-messages.ts";
import { tf } from "#models/tensorflow.ts";
import { buildModel, checkShapes } from "#training/build-model.ts";
import { fitPreprocessing } from "#training/preprocessing.ts";
import { trainedModelFile } from "#training/trained-model-file.ts";
import { TrainedModel } from "#training/trained-model.ts";

const run = promisify(execFile);
const folder = mkdtempSync(join(tmpdir(), "cairn-onnx-"));

const CHECK = `
import sys, onnx
for path in sys.argv[1:]:
    onnx.checker.check_model(onnx.load(path), full_check=True)
    model = onnx.load(path)
    print(model.producer_name, model.ir_version, model.opset_import[0].version)
`;

const ANSWER = `
import json, sys, numpy, onnx
from onnx.reference import ReferenceEvaluator
inputs = json.load(open(sys.argv[2]))
kinds = {"number": numpy.float32, "category": object}
feeds = {name: numpy.array(values, dtype=kinds[kind]).reshape(-1, 1) for name, kind, values in inputs}
label, probabilities = ReferenceEvaluator(sys.argv[1]).run(["label", "probabilities"], feeds)
print(json.dumps({"label": [str(each) for each in label], "probabilities": probabilities.flatten().tolist()}))
`;

async function python(script: string, ...args: string[]): Promise<string> {
  const program = process.env["CAIRN_PYTHON"];
  if (program === undefined) throw new Error("CAIRN_PYTHON is not set: run this by `npm test -- unit`");
  const { stdout } = await run(program, ["-c", script, ...args]);
  return stdout.trim();
}

function written(name: string, bytes: Uint8Array): string {
  const path = join(folder, `${name}.onnx`);
  writeFileSync(path, bytes);
  return path;
}

async function classifier() {
  const lines = Array.from(
    { length: 60 },
    (_, i) => `${i * 1.7},${["a", "bé", "c d"][i % 3]},${["x", "y"][i % 2]}`,
  );
  const text = new TextEncoder().encode(`n,word,kind\n${lines.join("\n")}\n`);
  const { dataset } = importDataset(text, { source: "./words.csv" });
  const preprocessing = fitPreprocessing(dataset, "kind");
  const model = buildModel([{ dense: 4 }], preprocessing);
  return { dataset, trained: await TrainedModel.of(model, preprocessing, checkShapes(model, preprocessing)) };
}

const { layers } = tf;

test("ONNX's checker and its inference of shapes find nothing wrong", async () => {
  const picture = tf.sequential({
    layers: [
      layers.conv2d({
        filters: 4,
        kernelSize: 3,
        padding: "same",
        activation: "relu",
        inputShape: [9, 8, 2],
      }),
      layers.batchNormalization({}),
      layers.maxPooling2d({ poolSize: 2, padding: "same" }),
      layers.separableConv2d({ filters: 3, kernelSize: 2 }),
      layers.conv2dTranspose({ filters: 2, kernelSize: 3, strides: 2, padding: "same" }),
      layers.layerNormalization({}),
      layers.flatten({}),
      layers.dense({ units: 3, activation: "gelu" }),
    ],
  });
  const words = tf.sequential({
    layers: [
      layers.embedding({ inputDim: 9, outputDim: 3, inputLength: 5 }),
      layers.bidirectional({ layer: layers.lstm({ units: 2, returnSequences: true }) as never }),
      layers.gru({ units: 3, goBackwards: true }),
      layers.repeatVector({ n: 2 }),
      layers.timeDistributed({ layer: layers.dense({ units: 2, activation: "softmax" }) }),
    ],
  });
  const { trained } = await classifier();
  const out = await python(
    CHECK,
    written("picture", await networkFile(picture, "picture")),
    written("words", await networkFile(words, "words")),
    written("classifier", (await trainedModelFile(trained, "classifier")).bytes),
  );
  expect(out.split("\n")).toEqual(["cairn 10 21", "cairn 10 21", "cairn 10 21"]);
}, 120_000);

test("the check can fail: a node that reads what nobody makes is refused", async () => {
  const model = tf.sequential({ layers: [layers.dense({ units: 2, inputShape: [2] })] });
  const decoded = decodeModel(await networkFile(model, "broken"));
  decoded.graph.node[0].input[0] = "nowhere";
  await expect(python(CHECK, written("broken", encodeModel(decoded)))).rejects.toThrow(/nowhere/);
});

test("ONNX's reference implementation answers as the model does, from the raw columns", async () => {
  const { dataset, trained } = await classifier();
  const { bytes } = await trainedModelFile(trained, "classifier");
  const rows = dataset.rows();
  const given = join(folder, "inputs.json");
  const columns = trained.preprocessing.features.map(({ name, type }) => [
    name,
    type,
    rows.map((row) => row[name]),
  ]);
  writeFileSync(given, JSON.stringify(columns));
  const answers = JSON.parse(await python(ANSWER, written("reference", bytes), given)) as {
    label: string[];
    probabilities: number[];
  };
  const expected = (await trained.predict(rows)) as {
    class: string;
    probabilities: Record<string, number>;
  }[];
  expect(answers.label).toEqual(expected.map((each) => each.class));
  const wanted = expected.flatMap(({ probabilities }) => ["x", "y"].map((name) => probabilities[name]));
  expect(relativeError(answers.probabilities, wanted)).toBeLessThanOrEqual(1e-4);
});
