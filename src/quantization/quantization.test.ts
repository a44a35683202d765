import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import "@tensorflow/tfjs-backend-cpu";
import { nodeRuntime } from "#inference/fixtures/node-runtime.ts";
import { networkFile } from "#models/onnx/model-file.ts";
import { decodeModel } from "#models/onnx/onnx-messages.ts";
import { tf } from "#models/tensorflow.ts";
import { randomStream } from "#random/random-stream.ts";
import { float16Bytes } from "./float16.ts";
import { quantizedFormats, type QuantizedFormat } from "./formats.ts";
import { quantizeModel } from "./quantize-model.ts";
import { quantizeBlocks, quantizeChannels } from "./round-to-nearest.ts";
import { signalToNoise } from "./signal-to-noise.ts";

const runtime = nodeRuntime();
const weights = (length: number) =>
  fc.array(fc.float({ noNaN: true, min: -8, max: 8 }), { minLength: length, maxLength: length });
const matrix = fc
  .tuple(fc.integer({ min: 1, max: 70 }), fc.integer({ min: 1, max: 5 }))
  .chain(([inner, outer]) =>
    weights(inner * outer).map((values) => ({ inner, outer, values: Float32Array.from(values) })),
  );

describe("16-bit floats", () => {
  test("round as IEEE 754 says: examples with their bits", () => {
    // Bits from IEEE 754-2019, 3.6: 1 sign, 5 exponent, 10 fraction.
    const cases: [number, number][] = [
      [0, 0x0000],
      [-0, 0x8000],
      [1, 0x3c00],
      [-2, 0xc000],
      [65504, 0x7bff],
      [65520, 0x7c00],
      [2 ** -24, 0x0001],
      [2 ** -25, 0x0000],
      [2 ** -14, 0x0400],
      [1 + 2 ** -11, 0x3c00], // a tie goes to the even one
      [1 + 3 * 2 ** -11, 0x3c02],
      [Infinity, 0x7c00],
      [NaN, 0x7e00],
    ];
    const bytes = float16Bytes(Float32Array.from(cases, ([value]) => value));
    const bits = cases.map((_, i) => bytes[i * 2] | (bytes[i * 2 + 1] << 8));
    expect(bits).toEqual(cases.map(([, wanted]) => wanted));
  });

  test("are off by half of the last of eleven binary digits at most", () => {
    fc.assert(
      fc.property(fc.float({ noNaN: true, min: Math.fround(6.2e-5), max: 65504 }), (value) => {
        const [low, high] = float16Bytes(Float32Array.of(value));
        expect(Math.abs(ofHalf(low | (high << 8)) - value)).toBeLessThanOrEqual(value * 2 ** -11);
      }),
    );
  });
});

describe("rounding to the nearest step", () => {
  test("8 bits a channel are off by half a step of their own channel at most", () => {
    fc.assert(
      fc.property(matrix, ({ inner, outer, values }) => {
        const { values: whole, scales } = quantizeChannels(values, [inner, outer], 1);
        values.forEach((value, i) => {
          const scale = scales[i % outer];
          expect(Math.abs(whole[i] * scale - value)).toBeLessThanOrEqual(scale * 0.5001 + 1e-40);
        });
      }),
    );
  });

  test("4 bits a block are off by half a step at most, and unpack to what was packed", () => {
    fc.assert(
      fc.property(matrix, fc.constantFrom(16, 32), ({ inner, outer, values }, blockSize) => {
        const made = quantizeBlocks(values, [inner, outer], blockSize);
        expect(made.packed.length).toBe(outer * made.blocks * (blockSize / 2));
        for (let k = 0; k < inner; k++) {
          for (let n = 0; n < outer; n++) {
            const { value, scale } = unpacked(made, k, n, blockSize);
            expect(Math.abs(value - values[k * outer + n])).toBeLessThanOrEqual(scale * 0.5001 + 1e-40);
          }
        }
      }),
    );
  });

  test("a weight of zeros stays one", () => {
    const zeros = new Float32Array(64);
    expect(quantizeChannels(zeros, [32, 2], 1).values.every((value) => value === 0)).toBe(true);
    const { scales, packed } = quantizeBlocks(zeros, [32, 2], 32);
    expect([...scales, ...packed].every((value) => value === 0)).toBe(true);
  });
});

/** One weight as the specification of MatMulNBits reads it: low half first, along K within a block, w = (q - z) * scale. */
function unpacked(
  { packed, scales, zeroPoints, blocks }: ReturnType<typeof quantizeBlocks>,
  k: number,
  n: number,
  blockSize: number,
) {
  const block = Math.floor(k / blockSize);
  const byte = packed[(n * blocks + block) * (blockSize / 2) + ((k % blockSize) >> 1)];
  const q = k % 2 === 0 ? byte & 15 : byte >> 4;
  const zero = (zeroPoints[n * Math.ceil(blocks / 2) + (block >> 1)] >> (4 * (block % 2))) & 15;
  const scale = scales[n * blocks + block];
  return { value: (q - zero) * scale, scale };
}

function ofHalf(bits: number): number {
  const fraction = bits & 0x3ff;
  const exponent = (bits >> 10) & 0x1f;
  const size = exponent === 0 ? fraction * 2 ** -24 : (1 + fraction / 1024) * 2 ** (exponent - 15);
  return bits & 0x8000 ? -size : size;
}

test("the signal is 20 dB above noise of a tenth of it, and infinitely above none", () => {
  const reference = Float32Array.from({ length: 50 }, (_, i) => Math.sin(i));
  expect(signalToNoise(reference, reference)).toBe(Infinity);
  expect(
    signalToNoise(
      reference,
      reference.map((value) => value * 1.1),
    ),
  ).toBeCloseTo(20, 3);
});

const { layers } = tf;
const dense = (): LayersModel => {
  const model = tf.sequential({
    layers: [
      layers.dense({ units: 48, activation: "relu", inputShape: [70] }),
      layers.dense({ units: 40, activation: "tanh" }),
      layers.dense({ units: 3, activation: "softmax" }),
    ],
  });
  return shaken(model, "dense");
};
const pictures = (): LayersModel =>
  shaken(
    tf.sequential({
      layers: [
        layers.conv2d({ filters: 16, kernelSize: 3, padding: "same", inputShape: [9, 9, 3] }),
        layers.conv2d({ filters: 16, kernelSize: 3, strides: 2, activation: "relu" }),
        layers.flatten(),
        layers.dense({ units: 12 }),
      ],
    }),
    "pictures",
  );

function shaken(model: LayersModel, seed: string): LayersModel {
  const random = randomStream(seed);
  for (const variable of model.weights) {
    const { shape, size } = variable.read();
    const values = Float32Array.from({ length: size }, () => (random() - 0.5) * 0.8);
    variable.write(tf.tensor(values, shape));
  }
  return model;
}

async function answersOf(file: Uint8Array, rows: number, sides: readonly number[]): Promise<Float32Array> {
  const random = randomStream("rows");
  const shape = [rows, ...sides];
  const values = Float32Array.from({ length: shape.reduce((a, b) => a * b) }, () => random() * 2 - 1);
  const opened = await runtime.open(file);
  const { output } = await opened.run({ input: { type: "float32", values, shape } });
  await opened.close();
  return output.values as Float32Array;
}

/** Least signal to noise in decibels, and most bytes as a share of float32, for made-up weights. */
const expected: Record<QuantizedFormat, { decibels: number; share: number }> = {
  float16: { decibels: 60, share: 0.56 },
  int8_dynamic: { decibels: 28, share: 0.45 },
  int8: { decibels: 33, share: 0.4 },
  int4: { decibels: 12, share: 0.35 },
};

describe("a quantized file in ONNX Runtime", () => {
  for (const format of quantizedFormats) {
    test(`${format}: a dense network is smaller and answers as the float32 one, but for rounding`, async () => {
      const file = await networkFile(dense(), "dense");
      const made = quantizeModel(file, format);
      expect(made.changed.length).toBeGreaterThanOrEqual(2);
      expect(made.bytes.length / file.length).toBeLessThan(expected[format].share);
      const decibels = signalToNoise(await answersOf(file, 5, [70]), await answersOf(made.bytes, 5, [70]));
      expect(decibels).toBeGreaterThan(expected[format].decibels);
      expect(quantizeModel(file, format).bytes).toEqual(made.bytes);
    });
  }

  test("convolutions are quantized too, but for 4 bits, which are for matrices", async () => {
    const file = await networkFile(pictures(), "pictures");
    for (const format of ["float16", "int8_dynamic", "int8"] as const) {
      const made = quantizeModel(file, format);
      expect(made.kept).toEqual([]);
      const [wanted, got] = [await answersOf(file, 2, [9, 9, 3]), await answersOf(made.bytes, 2, [9, 9, 3])];
      expect(signalToNoise(wanted, got), format).toBeGreaterThan(expected[format].decibels);
    }
    const four = quantizeModel(file, "int4");
    expect(four.kept).toEqual([
      expect.stringMatching(/: 4 bits are for matrices, and this is a Conv$/),
      expect.stringMatching(/: 4 bits are for matrices, and this is a Conv$/),
    ]);
    expect(four.changed).toHaveLength(1);
    await answersOf(four.bytes, 2, [9, 9, 3]);
  });

  test("ONNX Runtime multiplies 4-bit blocks as their specification reads", async () => {
    const model = shaken(tf.sequential({ layers: [layers.dense({ units: 64, inputShape: [37] })] }), "one");
    const kernel = (await model.weights[0].read().data()) as Float32Array;
    const bias = await model.weights[1].read().data();
    const made = quantizeModel(await networkFile(model, "one"), "int4");
    const blocks = quantizeBlocks(kernel, [37, 64], 32);
    const random = randomStream("rows");
    const row = Float32Array.from({ length: 37 }, () => random() * 2 - 1);
    const wanted = Float64Array.from({ length: 64 }, (_, n) =>
      row.reduce((sum, value, k) => sum + value * unpacked(blocks, k, n, 32).value, bias[n]),
    );
    const got = await answersOf(made.bytes, 1, [37]);
    got.forEach((value, n) => expect(value).toBeCloseTo(wanted[n], 4));
  });

  test("weights too small to gain stay float32, and say so", async () => {
    const model = shaken(tf.sequential({ layers: [layers.dense({ units: 2, inputShape: [3] })] }), "tiny");
    const file = await networkFile(model, "tiny");
    for (const format of quantizedFormats) {
      const made = quantizeModel(file, format);
      expect(made.changed).toEqual([]);
      expect(made.kept[0]).toMatch(/kernel: 6 numbers are too few to gain$/);
      expect(made.bytes.length).toBe(file.length);
    }
  });

  test("only a file with 4-bit blocks asks for ONNX Runtime's own operators", async () => {
    const file = await networkFile(dense(), "dense");
    const domains = (format: QuantizedFormat) =>
      decodeModel(quantizeModel(file, format).bytes).opsetImport.map(({ domain }) => domain);
    expect(domains("int4")).toEqual(["", "com.microsoft"]);
    expect(domains("int8_dynamic")).toEqual([""]);
  });
});
