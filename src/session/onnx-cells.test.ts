import { describe, expect, test } from "vitest";
import type { InferenceOutput } from "#cell-api/outputs.ts";
import type { FormatReport } from "#evaluation/format-report.ts";
import { decodeModel, encodeModel } from "#models/onnx/onnx-messages.ts";
import { cellOf, textOf } from "./fixtures/open-session.ts";
import { id, penguins, useSessions } from "./fixtures/use-sessions.ts";
import { memoryResults } from "./services.ts";

const session = useSessions();
type Opened = ReturnType<typeof session>;

const classifier =
  "yaml train\nlayers: [{ dense: 32 }, { dense: 32 }]\ndata: penguins\ntarget: species\nepochs: 8";
const small = "yaml quantize\nmodel: classifier\ndata: penguins";

const classifierOf = (network: string) =>
  `yaml train\nmodel: ${network}\ndata: penguins\ntarget: species\nfeatures: [bill_length_mm, bill_depth_mm]\nepochs: 1`;

function formatsOf(s: Opened, name: string): FormatReport {
  const { outputs, error } = cellOf(s, name);
  const [output] = outputs;
  if (output?.type !== "formats") throw new Error(`${name} must show formats: ${error?.message}`);
  return output.report;
}
function answerOf(s: Opened, name: string): InferenceOutput {
  const { outputs, error } = cellOf(s, name);
  const [output] = outputs;
  if (output?.type !== "inference") throw new Error(`${name} must show an answer: ${error?.message}`);
  return output;
}

describe("quantize and infer cells", () => {
  test("formats are smaller, scored beside float32, and the smallest that passes is what others read", async () => {
    const cells = {
      penguins,
      classifier,
      small,
      report: "yaml evaluate\nmodel: small\ndata: penguins",
      float: "yaml evaluate\nmodel: small\nformat: float32\ndata: penguins",
      original: "yaml evaluate\nmodel: classifier\ndata: penguins",
      guess: "yaml infer\nmodel: small\nformat: int8\ninputs: { bill_length_mm: 50 }",
      direct: "yaml infer\nmodel: classifier\ninputs: { bill_length_mm: 50 }",
      reader: "guess.class + ' ' + small.picked + ' ' + small.file('int4').length",
    };
    const results = memoryResults();
    const s = session(cells, { results });
    await s.runAll();
    const { formats, picked, metric, rowCount } = formatsOf(s, "small");
    expect(formats.map(({ format }) => format)).toEqual([
      "float32",
      "float16",
      "int8_dynamic",
      "int8",
      "int4",
    ]);
    expect(metric).toBe("accuracy");
    expect(rowCount).toBeGreaterThan(40);
    const [float32, ...smaller] = formats;
    for (const each of smaller) {
      expect(each.sizeBytes, each.format).toBeLessThan(float32.sizeBytes);
      expect(each.signalToNoise, each.format).toBeGreaterThan(10);
      expect(each.latency!.p95Ms).toBeGreaterThanOrEqual(each.latency!.medianMs);
      expect(each.metrics[0].interval).toHaveLength(2);
    }
    const passing = smaller.filter(({ passed }) => passed).map(({ sizeBytes }) => sizeBytes);
    expect(formats.find(({ format }) => format === picked)!.sizeBytes).toBe(Math.min(...passing));
    const metricOf = (name: string) => s.state(id(s, name)).result!.metrics!["accuracy"];
    const shown = (format: string) => formats.find((each) => each.format === format)!.metrics[0].value;
    expect(metricOf("report")).toBe(shown(picked));
    expect(metricOf("float")).toBe(metricOf("original"));
    expect(metricOf("small")).toBe(shown(picked));

    const guess = answerOf(s, "guess");
    expect(guess).toMatchObject({ format: "int8", target: "species", device: { name: "wasm" } });
    const shares = "class" in guess.answer ? guess.answer.shares : [];
    expect(shares.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 5);
    const slider = guess.inputs.find(({ name }) => name === "bill_length_mm")!;
    expect(slider.control).toMatchObject({ type: "slider", value: 50 });
    expect(guess.inputs.find(({ name }) => name === "island")!.control).toMatchObject({
      type: "choice",
      options: ["Biscoe", "Dream", "Torgersen"],
    });
    expect(answerOf(s, "direct").format).toBe("float32");
    expect(textOf(s, "reader")).toMatch(new RegExp(`^\\w+ ${picked} \\d+$`));

    // The form writes into the text, and the cell follows.
    s.setControl(id(s, "guess"), 33.5, "bill_length_mm");
    s.setControl(id(s, "guess"), "Dream", "island");
    await expect.poll(() => JSON.stringify(cellOf(s, "guess").outputs)).toContain('"value":33.5');
    expect(s.toText()).toContain('inputs: { bill_length_mm: 33.5, island: "Dream" }');

    // What was quantized is there again without work, under its key.
    const hash = s.state(id(s, "small")).result!.contentHashes;
    const again = session(cells, { results });
    await again.run([id(again, "guess")]);
    expect(cellOf(again, "small").status).toBe("cached");
    expect(again.state(id(again, "small")).result!.contentHashes).toEqual(hash);
    const file = await s.exportOnnx(id(s, "small"), "small");
    expect("format" in file && file.format).toBe(picked);

    // And a saved file answers as the cell that wrote it.
    const files: Record<string, Uint8Array> = {
      "small.onnx": file.bytes,
      "cut.onnx": file.bytes.slice(0, file.bytes.length - 100),
      "new.onnx": encodeModel({
        ...decodeModel(file.bytes),
        opsetImport: [{ domain: "", version: 27n }],
      }),
    };
    const read = session(
      Object.fromEntries(
        Object.keys(files).map((name) => [
          name.slice(0, -5),
          `yaml infer\nmodel: ./${name}\ninputs: { bill_length_mm: 50 }`,
        ]),
      ),
      { services: { file: (name) => Promise.resolve(files[name]) } },
    );
    await read.runAll();
    expect(answerOf(read, "small").target).toBe("species");
    expect(cellOf(read, "cut").error).toMatchObject({
      message: expect.stringMatching(/"\.\/cut\.onnx" must be a whole ONNX model/) as string,
      line: 1,
      column: 8,
    });
    expect(cellOf(read, "new").error).toMatchObject({
      message: expect.stringMatching(/version 26 or older, got opset 27/) as string,
      hint: expect.stringMatching(/Export it again with a lower opset/) as string,
      line: 1,
    });
  });

  test("a gate that no format keeps fails the cell, and what is wrong stands at its place with how to mend it", async () => {
    const s = session({
      penguins,
      classifier: classifier.replace("dense: 32 }, { dense: 32", "dense: 4"),
      strict: `${small}\nformats: [int4]\ngates: { accuracy: ">= 1.5" }`,
      waits: "yaml infer\nmodel: strict",
      metric: `${small}\nformats: [int8]\nmetric: acuracy`,
      gate: `${small}\nformats: [int8]\ngates: { acuracy: 0.9 }`,
      format: "yaml infer\nmodel: classifier\nformat: int4",
      column: "yaml infer\nmodel: classifier\ninputs:\n  island: Biscoe\n  bill_lenght_mm: 40",
      word: "yaml infer\nmodel: classifier\ninputs:\n  island: Biscoo",
      number: "yaml infer\nmodel: classifier\ninputs: { bill_length_mm: long }",
      data: "yaml infer\nmodel: penguins",
      tall: "yaml infer\nmodel: classifier\ninputs: { bill_length_mm: 90 }",
      network:
        "const network = tf.sequential({ layers: [tf.layers.reshape({ targetShape: [2, 1], inputShape: [2] }), tf.layers.simpleRNN({ units: 3, activation: 'selu' }), tf.layers.softmax()] })",
      masked: classifierOf("network"),
      masks: "yaml quantize\nmodel: masked\ndata: penguins",
    });
    await s.runAll();
    const error = (name: string) => cellOf(s, name).error;
    expect(error("strict")?.message).toMatch(
      /^gate failed: no format passes\. int4: accuracy [\d.]+, not >= 1\.5$/,
    );
    expect(formatsOf(s, "strict").picked).toBe("float32"); // its numbers stay
    expect(cellOf(s, "waits").statusDetail).toBe("needs strict, which failed");
    expect(error("metric")).toMatchObject({ hint: "Did you mean accuracy?", line: 4 });
    expect(error("gate")).toMatchObject({ hint: "Did you mean accuracy?", line: 4 });
    expect(error("format")).toMatchObject({
      message: expect.stringMatching(/one format: float32/) as string,
      line: 2,
    });
    expect(error("column")).toMatchObject({ hint: "Did you mean bill_length_mm?", line: 4 });
    expect(error("word")).toMatchObject({ hint: "Did you mean Biscoe?", line: 3 });
    expect(error("number")?.message).toMatch(/bill_length_mm must be a number, got "long"/);
    expect(error("masks")).toMatchObject({
      message: expect.stringMatching(
        /the layer "\w+" \(SimpleRNN\) cannot be exported with activation "selu"/,
      ) as string,
      hint: expect.stringMatching(/^It can be one of: /) as string,
      line: 1,
      column: 8,
    });
    expect(error("data")?.message).toMatch(/must be a trained or a quantized model/);
    expect(answerOf(s, "tall").inputs.find(({ name }) => name === "bill_length_mm")!.note).toMatch(
      /^Outside what it was trained on/,
    );
  });

  test("Stop ends ONNX Runtime's worker, and the next run has a new one", async () => {
    const s = session({ penguins, classifier, small: `${small}\nformats: [int8]` });
    await s.run([id(s, "classifier")]);
    const running = s.run([id(s, "small")]);
    await expect.poll(() => cellOf(s, "small").status).toBe("running");
    await s.stop();
    await running;
    expect(cellOf(s, "small").status).toBe("stopped");
    await s.run([id(s, "small")]);
    expect(formatsOf(s, "small").picked).toBe("int8");
  });
});
