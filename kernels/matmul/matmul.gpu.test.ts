import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { expectClose, worstDifference } from "#kernels/expect-close.ts";
import { numbers, onWebGpu, sizeOf, tf, valuesOf, withStock } from "#kernels/fixtures/gpu-test.ts";
import { ShapeError } from "#kernels/patch.ts";
import { matmulReference, type Activation, type Matrix } from "./matmul.reference.ts";
import { chooseVariant, matmul, type MatmulVariant } from "./matmul.ts";

onWebGpu();

const matrix = (shape: number[], seed: number): Matrix => ({ shape, values: numbers(sizeOf(shape), seed) });
const tensor = ({ shape, values }: Matrix) => tf.tensor(values as Float32Array, [...shape]);

/** Operands of this product as they lie in memory. */
function operands(m: number, k: number, n: number, transposeA = false, transposeB = false) {
  return { a: matrix(transposeA ? [k, m] : [m, k], 1), b: matrix(transposeB ? [n, k] : [k, n], 2) };
}

async function expectProduct(
  { a, b }: { a: Matrix; b: Matrix },
  transposeA: boolean,
  transposeB: boolean,
  variant?: MatmulVariant,
): Promise<void> {
  const expected = matmulReference(a, b, { transposeA, transposeB });
  const got = await valuesOf(() => {
    const info = matmul(tf, { a: tensor(a), b: tensor(b), transposeA, transposeB }, variant);
    expect(info.shape).toEqual(expected.shape);
    return tf.engine().makeTensorFromTensorInfo(info);
  });
  const name = `${variant} [${String(a.shape)}]${transposeA ? "ᵀ" : ""} × [${String(b.shape)}]${transposeB ? "ᵀ" : ""}`;
  expectClose(got, expected.values, { name, absolute: 1e-6, relative: 1e-5 });
}

const transpositions = [
  [false, false],
  [true, false],
  [false, true],
  [true, true],
] as const;

describe.each(["naive", "tiled", "split", "blocked"] as const)("the %s product", (variant) => {
  test.each(transpositions)("transposed %s and %s is the reference's", async (transposeA, transposeB) => {
    for (const [m, k, n] of [
      [1, 1, 1],
      [32, 32, 32],
      [64, 128, 32],
      [33, 17, 65],
      [1, 300, 7],
      [5, 513, 1],
      [31, 700, 9],
      [132, 36, 200], // more than one tile of each variant, in vectors
      [130, 21, 131],
    ]) {
      await expectProduct(operands(m, k, n, transposeA, transposeB), transposeA, transposeB, variant);
    }
  });

  test("broadcasts batches in every dimension", async () => {
    for (const [aBatch, bBatch] of [
      [[3], []],
      [[], [3]],
      [
        [2, 1],
        [1, 3],
      ],
      [[2, 3], [3]],
      [
        [2, 1, 3, 1],
        [1, 2, 1, 2],
      ],
    ]) {
      await expectProduct(
        { a: matrix([...aBatch, 5, 9], 1), b: matrix([...bBatch, 9, 4], 2) },
        false,
        false,
        variant,
      );
    }
  });

  test("without an inner dimension is 0, and without elements is empty", async () => {
    for (const [m, k, n] of [
      [3, 0, 2],
      [0, 3, 2],
      [2, 3, 0],
      [0, 0, 0],
    ]) {
      await expectProduct(operands(m, k, n), false, false, variant);
    }
  });
});

test("products of any size and batch are the reference's", async () => {
  const size = fc.integer({ min: 1, max: 40 });
  const shapes = fc.tuple(size, fc.integer({ min: 0, max: 600 }), size, fc.boolean(), fc.boolean());
  await fc.assert(
    fc.asyncProperty(shapes, async ([m, k, n, transposeA, transposeB]) => {
      await expectProduct(operands(m, k, n, transposeA, transposeB), transposeA, transposeB);
    }),
    { numRuns: 25, seed: 7 },
  );
});

test("a product of more than 65535 workgroups reaches its last element", async () => {
  const a = matrix([65_601, 2, 2], 1);
  const b = matrix([65_601, 2, 3], 2);
  await expectProduct({ a, b }, false, false, "tiled");
  const column = numbers(4_300_000);
  const doubled = await valuesOf(() =>
    tf.matMul(tf.tensor(column, [column.length, 1]), tf.tensor([2], [1, 1])),
  );
  expect(doubled.at(-1)).toBe(2 * column.at(-1)!);
});

test("the variant is chosen by the sizes and what the GPU has", () => {
  for (const hasManyRegisters of [false, true]) {
    expect(chooseVariant({ batch: 1, m: 32, n: 64, k: 4096 }, hasManyRegisters)).toBe("split");
    expect(chooseVariant({ batch: 1, m: 512, n: 1, k: 64 }, hasManyRegisters)).toBe("naive");
    expect(chooseVariant({ batch: 40, m: 64, n: 64, k: 64 }, hasManyRegisters)).toBe("tiled");
  }
  expect(chooseVariant({ batch: 1, m: 256, n: 256, k: 256 }, false)).toBe("tiled");
  expect(chooseVariant({ batch: 1, m: 256, n: 256, k: 256 }, true)).toBe("blocked");
});

const activations: Activation[] = ["linear", "relu", "relu6", "elu", "sigmoid", "prelu", "leakyrelu"];

test.each(activations)("a fused product with bias and %s is the reference's", async (activation) => {
  for (const [m, k, n] of [
    [4, 3, 5],
    [33, 20, 40],
    [8, 900, 16],
  ]) {
    for (const biasShape of [[n], [1], [m, n], []]) {
      const { a, b } = operands(m, k, n);
      const bias = matrix(biasShape, 3);
      const slopes = activation === "prelu" ? matrix([n], 4) : undefined;
      const expected = matmulReference(a, b, { bias, activation, slopes, alpha: 0.3 });
      const got = await valuesOf(() =>
        tf.fused.matMul({
          a: tensor(a) as tf.Tensor2D,
          b: tensor(b) as tf.Tensor2D,
          bias: tensor(bias),
          activation,
          preluActivationWeights: slopes && tensor(slopes),
          leakyreluAlpha: 0.3,
        }),
      );
      expectClose(got, expected.values, {
        name: `${activation} [${m}, ${k}, ${n}] + [${String(biasShape)}]`,
      });
    }
  }
});

test("an activation keeps NaN, as tfjs does on the CPU", async () => {
  const got = await valuesOf(() =>
    tf.fused.matMul({ a: tf.tensor2d([NaN, 1], [2, 1]), b: tf.tensor2d([-2], [1, 1]), activation: "relu" }),
  );
  expect([...got]).toEqual([NaN, 0]);
});

test("the gradients are the reference's, for each transposition", async () => {
  for (const [transposeA, transposeB] of transpositions) {
    const { a, b } = operands(13, 50, 37, transposeA, transposeB);
    const [dA, dB] = tf.grads((x, y) => tf.sum(tf.square(tf.matMul(x, y, transposeA, transposeB))))([
      tensor(a),
      tensor(b),
    ]);
    // d sum(C²) = 2 C · dC
    const c = matmulReference(a, b, { transposeA, transposeB });
    const twice = { shape: c.shape, values: Float64Array.from(c.values, (x) => 2 * x) };
    const expectedA = transposeA
      ? matmulReference(b, twice, { transposeA: transposeB, transposeB: true })
      : matmulReference(twice, b, { transposeB: !transposeB });
    const expectedB = transposeB
      ? matmulReference(twice, a, { transposeA: true, transposeB: transposeA })
      : matmulReference(a, twice, { transposeA: !transposeA });
    expectClose(await dA.data(), expectedA.values, { name: "dA" });
    expectClose(await dB.data(), expectedB.values, { name: "dB" });
  }
});

const wide = operands(32, 2048, 64, false, true);

test("two runs are equal bit by bit", async () => {
  const run = () => valuesOf(() => tf.matMul(tensor(wide.a), tensor(wide.b), false, true));
  expect(await run()).toEqual(await run());
});

test("stock's product of the gradient of a wide layer is wrong", async () => {
  const expected = matmulReference(wide.a, wide.b, { transposeB: true }).values;
  const stock = await withStock(() => valuesOf(() => tf.matMul(tensor(wide.a), tensor(wide.b), false, true)));
  // The day this fails, tfjs has mended it.
  expect(worstDifference(stock, expected, { relative: 0.1 })).toBeDefined();
  const ours = await valuesOf(() => tf.matMul(tensor(wide.a), tensor(wide.b), false, true));
  expectClose(ours, expected, { name: "ours" });
});

test("stock's product of batches that broadcast both ways is wrong", async () => {
  const a = matrix([2, 1, 4, 5], 1);
  const b = matrix([1, 3, 5, 6], 2);
  const expected = matmulReference(a, b).values;
  const stock = await withStock(() => valuesOf(() => tf.matMul(tensor(a), tensor(b)))).catch(() => undefined);
  expect(stock === undefined || worstDifference(stock, expected, { relative: 0.01 })).toBeTruthy();
});

test("operands that do not fit are a ShapeError with both shapes", () => {
  const product = () => tf.matMul(tf.zeros([2, 3]), tf.zeros([4, 5]));
  expect(product).toThrow(ShapeError);
  expect(product).toThrow("matMul: inner sizes must match, got [2, 3] × [4, 5]");
  expect(() => tf.matMul(tf.zeros([2, 3, 4]), tf.zeros([3, 4, 5]))).toThrow(/batch sizes must match or be 1/);
});

test("integers that a cast left in the buffer are taken for the numbers they are", async () => {
  const got = await valuesOf(() =>
    tf.matMul(
      tf.cast(
        tf.add(tf.tensor2d([1, 2, 3, 4], [2, 2], "int32"), tf.tensor2d([1, 1, 1, 1], [2, 2], "int32")),
        "float32",
      ),
      tf.eye(2),
    ),
  );
  expect([...got]).toEqual([2, 3, 4, 5]);
});
