import { expect, test } from "vitest";
import { modelArtifacts } from "./model-artifacts.ts";
import { modelFiles } from "./model-files.ts";
import { tf } from "./tensorflow.ts";
import "@tensorflow/tfjs-backend-cpu";

test("TensorFlow.js loads the files, and the model answers as before", async () => {
  const model = tf.sequential({
    layers: [
      tf.layers.dense({ units: 5, inputShape: [3], activation: "relu" }),
      tf.layers.dense({ units: 2, activation: "softmax" }),
    ],
  });
  const input = tf.tensor2d([[1, 2, 3]]);
  const expected = await (model.predict(input) as ReturnType<typeof tf.ones>).array();

  const files = modelFiles(await modelArtifacts(model), { output: { type: "classes" } });
  const json = JSON.parse(new TextDecoder().decode(files["model.json"])) as Record<string, unknown>;
  const loaded = await tf.loadLayersModel({
    load: () => {
      const [{ weights }] = json["weightsManifest"] as [{ weights: [] }];
      return Promise.resolve({
        modelTopology: json["modelTopology"] as object,
        weightSpecs: weights,
        weightData: new Uint8Array(files["weights.bin"]).buffer,
      });
    },
  });
  expect(await (loaded.predict(input) as ReturnType<typeof tf.ones>).array()).toEqual(expected);
  expect(JSON.parse(new TextDecoder().decode(files["cairn.json"]))).toEqual({ output: { type: "classes" } });
});
