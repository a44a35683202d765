// Products on WebAssembly beyond the random shapes of self-check.test.ts: large enough for every way.
import type { Rank, Tensor } from "@tensorflow/tfjs-core";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { expectClose } from "#kernels/expect-close.ts";
import { startBackend } from "#kernels/fixtures/backends.ts";
import { install, uninstall } from "#kernels/install.ts";
import type { TensorFlow } from "#kernels/patch.ts";
import { spread } from "#kernels/self-check/op-case.ts";
import { composedMatmul } from "./matmul-composed-wasm.ts";
import { matmulReference } from "./matmul.reference.ts";
import { matmulShape } from "./matmul-shape.ts";

let tf: TensorFlow;
beforeAll(async () => {
  tf = await startBackend("wasm");
  await install(tf);
});
afterAll(() => uninstall(tf));

const tensor = (shape: number[], seed: number): Tensor => {
  const { values } = spread(shape, -1, 1, { seed });
  return tf.tensor(values, shape);
};

describe.each([
  [false, false],
  [false, true],
  [true, false],
  [true, true],
])("matMul with transposeA %s and transposeB %s", (transposeA, transposeB) => {
  test.each([
    [[], 40, 60, 50],
    [[], 200, 30, 20], // the result is transposed instead of the operand
    [[], 8, 300, 260],
    [[3], 20, 30, 40],
    [[2, 3], 16, 17, 18],
    [[], 1, 4096, 1],
    [[], 64, 1, 64],
  ] as [number[], number, number, number][])("batches %j, [%i, %i] × [.., %i]", (batch, m, k, n) => {
    tf.tidy(() => {
      const a = tensor([...batch, ...(transposeA ? [k, m] : [m, k])], 0);
      const b = tensor([...batch, ...(transposeB ? [n, k] : [k, n])], 1);
      const out = tf.matMul(a, b, transposeA, transposeB);
      const { values: expected } = matmulReference(
        { shape: a.shape, values: a.dataSync() },
        { shape: b.shape, values: b.dataSync() },
        { transposeA, transposeB },
      );
      expect(out.shape).toEqual([...batch, m, n]);
      expectClose(out.dataSync(), expected, { name: "matMul", relative: 2e-6 });
    });
  });
});

test.each(["linear", "relu", "relu6", "elu", "sigmoid", "leakyrelu", "prelu"] as const)(
  "fused.matMul with a bias and %s",
  (activation) => {
    tf.tidy(() => {
      const of = (x: Tensor) => ({ shape: x.shape, values: x.dataSync() });
      const [a, b, bias, slopes] = [
        tensor([9, 20], 0),
        tensor([33, 20], 1),
        tensor([33], 2),
        tensor([33], 3),
      ];
      const out = tf.fused.matMul({
        a,
        b,
        bias,
        transposeB: true,
        activation: activation as "relu",
        preluActivationWeights: slopes,
        leakyreluAlpha: 0.3,
      });
      const options = { transposeB: true, bias: of(bias), activation, slopes: of(slopes), alpha: 0.3 };
      const { values } = matmulReference(of(a), of(b), options);
      expectClose(out.dataSync(), values, { name: activation, relative: 2e-6 });
    });
  },
);

test("every way gives the same bits: small, transposed, mirrored, one of a batch", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 80 }), fc.integer({ min: 0, max: 63 }), (k, row) => {
      tf.tidy(() => {
        const a = tensor([64, k], 0);
        const b = tensor([k, 48], 1);
        const whole = tf.slice(tf.matMul(a, b), [row, 0], [1, 48]).dataSync();
        const ways = [
          tf.matMul(tf.slice(a, [row, 0], [1, k]), b),
          tf.slice(tf.matMul(tf.transpose(a), b, true), [row, 0], [1, 48]),
          tf.slice(tf.matMul(a, tf.transpose(b), false, true), [row, 0], [1, 48]),
          tf.slice(
            tf.matMul(tf.stack([a, a]), tf.expandDims(b, 0) as Tensor<Rank.R3>),
            [1, row, 0],
            [1, 1, 48],
          ),
          tf.concat(
            [0, 16, 32].map((j) => tf.matMul(tf.slice(a, [row, 0], [1, k]), tf.slice(b, [0, j], [k, 16]))),
            1,
          ),
        ];
        for (const way of ways) expect([...way.dataSync()]).toEqual([...whole]);
      });
    }),
    { numRuns: 40 },
  );
});

test("where tfjs's memory is out of reach, its own kernels are composed to the same bits", () => {
  const sizes = fc.tuple(
    fc.integer({ min: 1, max: 70 }),
    fc.integer({ min: 0, max: 70 }),
    fc.integer({ min: 1, max: 70 }),
  );
  fc.assert(
    fc.property(
      sizes,
      fc.boolean(),
      fc.boolean(),
      fc.integer({ min: 1, max: 3 }),
      ([m, k, n], tA, tB, batch) => {
        tf.tidy(() => {
          const a = tensor([batch, ...(tA ? [k, m] : [m, k])], 0);
          const b = tensor([1, ...(tB ? [n, k] : [k, n])], 1);
          const attrs = { transposeA: tA, transposeB: tB };
          const shape = matmulShape("matMul", { inputs: { a, b }, attrs });
          const composed = tf.engine().makeTensorFromTensorInfo(composedMatmul(tf, a, b, shape));
          expect([...composed.dataSync()]).toEqual([...tf.matMul(a, b, tA, tB).dataSync()]);
        });
      },
    ),
    { numRuns: 60 },
  );
});

test("an operand that was changed in the heap between two products is not taken from a cache", () => {
  tf.tidy(() => {
    const a = tensor([40, 40], 0);
    const first = tf.matMul(a, tf.mul(a, 2));
    const second = tf.matMul(a, tf.mul(a, 3));
    expectClose(
      second.dataSync(),
      first.dataSync().map((value) => value * 1.5),
      { name: "three halves" },
    );
  });
});

test("a thousand products leave no tensor and no memory behind", () => {
  const a = tensor([4, 32, 32], 0);
  const before = tf.memory();
  for (let i = 0; i < 1000; i++) tf.dispose(tf.matMul(a, a, i % 2 === 0, i % 3 === 0));
  expect(tf.memory()).toMatchObject({ numTensors: before.numTensors, numDataBuffers: before.numDataBuffers });
  a.dispose();
});
