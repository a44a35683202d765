// `cairn model` as a person or a script meets it.
import { existsSync, mkdtempSync, readFileSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { unzipSync } from "fflate";
import { describe, expect, test } from "vitest";
import { decodeModel } from "#models/onnx/onnx-messages.ts";
import { notebookOf } from "#session/fixtures/open-session.ts";
import { cairn, fileOf, firstNotebook } from "./fixtures/built-program.ts";
import type { ModelDocument } from "./model.ts";

describe("cairn model", () => {
  const net = (layers: string) =>
    fileOf(notebookOf({ net: `const net = tf.sequential({ layers: [${layers}] })` }));
  const dense = "tf.layers.dense({ units: 2, inputShape: [3] })";

  test("writes the classifier of notebook 1 as an ONNX file, checked on rows of its dataset", async () => {
    const out = join(mkdtempSync(join(tmpdir(), "cairn-")), "birds.onnx");
    const args = ["model", firstNotebook, "classifier", "--out", out, "--backend", "wasm"];
    const { code, out: said } = await cairn(...args, "--json");
    expect(code).toBe(0);
    const { check, ...document } = JSON.parse(said) as ModelDocument;
    expect(document).toEqual({ file: out, format: "onnx", model: "classifier", bytes: statSync(out).size });
    expect(check).toMatchObject({ rowCount: 256, isMadeUp: false });
    expect(check!.relativeError).toBeLessThanOrEqual(1e-4);
    expect(decodeModel(readFileSync(out)).graph.input.map(({ name }) => name)).toEqual([
      "bill_length_mm",
      "bill_depth_mm",
      "flipper_length_mm",
      "body_mass_g",
    ]);
    const again = await cairn(...args);
    expect(again.code).toBe(1);
    expect(again.err).toContain(`model: ${out} must not exist yet, got one`);
  });

  test("writes a network alone, checked on made-up rows, in one line; and as the files of TensorFlow.js", async () => {
    const file = net(dense);
    const [onnx, zip] = [`${file}.onnx`, `${file}.zip`];
    const { out, code } = await cairn("model", file, "net", "--out", onnx);
    expect(code).toBe(0);
    expect(out).toMatch(
      /^Wrote .*\.onnx: checked on 32 made-up rows, largest relative error \d\.?\d?e[+-]\d+\n$/,
    );
    expect((await cairn("model", file, "net", "--to", "tfjs", "--out", zip)).out).toBe(`Wrote ${zip}\n`);
    expect(Object.keys(unzipSync(readFileSync(zip)))).toEqual(["model.json", "weights.bin"]);
  });

  test("a quantized model is written in the format that was picked; where no format passes, run and model fail", async () => {
    const cells = {
      penguins:
        "yaml dataset\nfrom: sample:penguins\nmissing: drop\nsplit: { by: hash, train: 0.7, validation: 0.15, test: 0.15 }",
      classifier:
        "yaml train\nlayers: [{ dense: 32 }, { dense: 32 }]\ndata: penguins\ntarget: species\nepochs: 3",
      small:
        'yaml quantize\nmodel: classifier\ndata: penguins\nformats: [int8]\ngates: { accuracy: ">= 0.2" }',
      strict: 'yaml quantize\nmodel: classifier\ndata: penguins\nformats: [int8]\ngates: { accuracy: "> 1" }',
    };
    const file = fileOf(notebookOf(cells));
    const out = join(mkdtempSync(join(tmpdir(), "cairn-")), "small.onnx");
    const made = await cairn("model", file, "small", "--out", out, "--backend", "wasm");
    expect(made.out).toMatch(/^Wrote .*small\.onnx: int8, \d+ bytes, scored in its cell\n$/);
    const operators = decodeModel(readFileSync(out)).graph.node.map(({ opType }) => opType);
    expect(operators).toContain("DequantizeLinear");
    const failed = await cairn("run", file, "--only", "strict", "--backend", "wasm");
    expect(failed.code).toBe(1);
    expect(failed.err).toMatch(
      /int8 +\d+ bytes, accuracy [\d.]+, SQNR \d+\.\d dB, [\d.]+ ms a row, does not pass/,
    );
    expect(failed.err).toContain("gate failed: no format passes. int8: accuracy");
  });

  test("names a layer that cannot be exported, its class and what can be, and writes nothing", async () => {
    const file = net(
      `tf.layers.convLstm2d({ name: "remember", filters: 1, kernelSize: 2, inputShape: [2, 4, 4, 1] })`,
    );
    const { code, err } = await cairn("model", file, "net", "--out", `${file}.onnx`);
    expect(code).toBe(1);
    expect(err).toMatch(
      /cairn: onnx: the layer "remember" \(ConvLSTM2D\) cannot be exported\n {2}These can: .*Conv2D, .*LSTM/,
    );
    expect(existsSync(`${file}.onnx`)).toBe(false);
  });

  test("says what is wrong with what it was asked", async () => {
    const file = fileOf(notebookOf({ net: "const net = 2", n: "const n = 1" }));
    const wrong = async (...args: string[]) => {
      const { code, err } = await cairn("model", ...args);
      return [code, err.split("\n").find((line) => line.startsWith("cairn: "))];
    };
    expect(await wrong(file)).toEqual([2, `cairn: model takes a notebook and a cell, got ${file}`]);
    expect(await wrong(file, "nett")).toEqual([
      2,
      'cairn: model: there is no cell "nett"; did you mean net?',
    ]);
    expect(await wrong(file, "n")).toEqual([
      2,
      'cairn: model: the cell "n" makes no model that can be copied',
    ]);
    expect(await wrong(file, "n", "--to", "pmml")).toEqual([
      2,
      'cairn: --to must be onnx or tfjs, got "pmml"',
    ]);
  });
});
