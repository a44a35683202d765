// Quantized files read by ONNX's own library, in Python: its checker finds nothing wrong, and its reference implementation
// answers as ONNX Runtime does. MatMulNBits is no operator of ONNX; quantization.test.ts computes it from its specification.
import "@tensorflow/tfjs-backend-cpu";
import { execFile } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { nodeRuntime } from "#inference/fixtures/node-runtime.ts";
import { networkFile } from "#models/onnx/model-file.ts";
import { tf } from "#models/tensorflow.ts";
import { randomStream } from "#random/random-stream.ts";
import { quantizeModel } from "./quantize-model.ts";
import { signalToNoise } from "./signal-to-noise.ts";

const ANSWER = `
import json, sys, numpy, onnx
from onnx.reference import ReferenceEvaluator
values = numpy.array(json.load(open(sys.argv[1])), dtype=numpy.float32).reshape(3, 8, 8, 2)
for path in sys.argv[2:]:
    onnx.checker.check_model(onnx.load(path), full_check=True)
    print(json.dumps(ReferenceEvaluator(path).run(["output"], {"input": values})[0].flatten().tolist()))
`;

test("ONNX's reference implementation answers for the standard formats as ONNX Runtime does", async () => {
  const program = process.env["CAIRN_PYTHON"];
  if (program === undefined) throw new Error("CAIRN_PYTHON is not set: run this by `npm test -- unit`");
  const { layers } = tf;
  const model = tf.sequential({
    layers: [
      layers.conv2d({
        filters: 32,
        kernelSize: 3,
        padding: "same",
        activation: "relu",
        inputShape: [8, 8, 2],
      }),
      layers.flatten(),
      layers.dense({ units: 40, activation: "tanh" }),
      layers.dense({ units: 24 }),
    ],
  });
  const random = randomStream("reference");
  for (const variable of model.weights) {
    const { shape, size } = variable.read();
    variable.write(
      tf.tensor(
        Float32Array.from({ length: size }, () => (random() - 0.5) * 0.6),
        shape,
      ),
    );
  }
  const values = Float32Array.from({ length: 3 * 8 * 8 * 2 }, () => random() * 2 - 1);
  const folder = mkdtempSync(join(tmpdir(), "cairn-quantized-"));
  writeFileSync(join(folder, "inputs.json"), JSON.stringify([...values]));
  const file = await networkFile(model, "network");
  const formats = ["float16", "int8", "int8_dynamic"] as const;
  const answers: Float32Array[] = [];
  for (const format of formats) {
    const { bytes, changed } = quantizeModel(file, format);
    expect(changed, format).toHaveLength(3);
    writeFileSync(join(folder, `${format}.onnx`), bytes);
    const opened = await nodeRuntime().open(bytes);
    const { output } = await opened.run({ input: { type: "float32", values, shape: [3, 8, 8, 2] } });
    await opened.close();
    answers.push(output.values as Float32Array);
  }
  const paths = formats.map((format) => join(folder, `${format}.onnx`));
  const { stdout } = await promisify(execFile)(program, [
    "-c",
    ANSWER,
    join(folder, "inputs.json"),
    ...paths,
  ]);
  const references = stdout
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as number[]);
  formats.forEach((format, i) =>
    // What is rounded within int8_dynamic may fall to the other side of a half.
    expect(signalToNoise(references[i], answers[i]), format).toBeGreaterThan(
      format === "int8_dynamic" ? 50 : 100,
    ),
  );
}, 120_000);
