// Matrix products, their fused forms, einsum, Fourier transforms and losses: what a training is made of.
import type { Tensor2D, Tensor4D } from "@tensorflow/tfjs-core";
import { sparseCrossEntropy } from "#kernels/cross-entropy/sparse-cross-entropy.ts";
import { sparseCrossEntropyReference } from "#kernels/cross-entropy/sparse-cross-entropy.reference.ts";
import { fftReference } from "#kernels/fft/fft.reference.ts";
import { at, combine, eachIndex, grid, type Grid } from "./grid.ts";
import { convolution, depthwise } from "./image-cases.ts";
import { spread, type OpCase } from "./op-case.ts";

/** The last two axes swapped. */
function swapped(x: Grid): Grid {
  const shape = [...x.shape.slice(0, -2), x.shape.at(-1)!, x.shape.at(-2)!];
  return grid(shape, (index) => at(x, ...index.slice(0, -2), index.at(-1)!, index.at(-2)!));
}

/** a [..., M, K] × b [..., K, N], batches broadcast. */
function matmul(a: Grid, b: Grid): Grid {
  const [m, k, n] = [a.shape.at(-2)!, a.shape.at(-1)!, b.shape.at(-1)!];
  const longer = a.shape.length >= b.shape.length ? a.shape : b.shape;
  const rank = longer.length - 2;
  const batch = longer.slice(0, -2).map((_, axis) => {
    const of = (shape: readonly number[]) => shape[axis - rank + shape.length - 2] ?? 1;
    return Math.max(of(a.shape), of(b.shape));
  });
  return grid([...batch, m, n], (index) => {
    const [lead, i, j] = [index.slice(0, -2), index.at(-2)!, index.at(-1)!];
    let sum = 0;
    for (let l = 0; l < k; l++) sum += at(a, ...lead, i, l) * at(b, ...lead, l, j);
    return sum;
  });
}

export function matmulCase(a: number[], b: number[], transposeA = false, transposeB = false): OpCase {
  return {
    name: `BatchMatMul of [${a.join(", ")}]${transposeA ? " transposed" : ""} and [${b.join(", ")}]${transposeB ? " transposed" : ""}`,
    covers: ["BatchMatMul"],
    inputs: [spread(a), spread(b, -1, 1, { seed: 1 })],
    run: (tf, x, y) => tf.matMul(x, y, transposeA, transposeB),
    reference: (x, y) => matmul(transposeA ? swapped(x) : x, transposeB ? swapped(y) : y),
  };
}

function layerCase(what: string, m: number, k: number, n: number): OpCase {
  return {
    name: `${what}, [${m}, ${k}] × [${k}, ${n}]`,
    covers: ["BatchMatMul"],
    inputs: [spread([m, k]), spread([k, n], -1, 1, { seed: 1 })],
    run: (tf, x, w) => tf.matMul(x as Tensor2D, w as Tensor2D),
    reference: matmulOfRows,
    gradient: (slope, x, w) => [matmulOfRows(slope, swapped(w)), matmulOfRows(swapped(x), slope)],
  };
}

const products: OpCase[] = [
  matmulCase([3, 4], [4, 5]),
  matmulCase([4, 3], [4, 5], true),
  matmulCase([3, 4], [5, 4], false, true),
  matmulCase([4, 3], [5, 4], true, true),
  matmulCase([2, 3, 4], [2, 4, 2]),
  matmulCase([2, 4, 3], [2, 2, 4], true, true),
  matmulCase([2, 3, 4], [4, 2]),
  matmulCase([1, 3, 4], [2, 5, 4], false, true),
  layerCase("The gradient of a wide dense layer", 32, 64, 2048),
  // Large enough for the blocked product, in vectors and in elements.
  layerCase("A dense layer", 128, 20, 128),
  layerCase("A dense layer", 101, 18, 99),
  {
    name: "_FusedMatMul with a bias",
    covers: ["_FusedMatMul"],
    inputs: [spread([3, 4]), spread([4, 5], -1, 1, { seed: 1 }), spread([5], -1, 1, { seed: 2 })],
    run: (tf, a, b, bias) => tf.fused.matMul({ a, b, bias, transposeA: false, transposeB: false }),
    reference: (a, b, bias) => combine(matmul(a, b), bias, (x, y) => x + y),
  },
  {
    name: "_FusedMatMul with a bias and relu6, outside training",
    covers: ["_FusedMatMul"],
    inputs: [spread([3, 4], -2, 9), spread([5, 4], -1, 2, { seed: 1 }), spread([5], -1, 1, { seed: 2 })],
    run: (tf, a, b, bias) =>
      tf.fused.matMul({ a, b, bias, transposeA: false, transposeB: true, activation: "relu6" }),
    reference: (a, b, bias) =>
      combine(matmul(a, swapped(b)), bias, (x, y) => Math.min(6, Math.max(0, x + y))),
    gradient: "none", // with a tape, tfjs takes the product and the activation apart
  },
];

/** An einsum of one or two tensors; `sizes` gives the length of each letter's axis. */
export function einsumCase(equation: string, sizes: Readonly<Record<string, number>>): OpCase {
  const [input, output] = equation.split("->");
  const operands = input.split(",");
  const summed = Array.from(new Set(operands.join(""))).filter((letter) => !output.includes(letter));
  return {
    name: `Einsum "${equation}"`,
    covers: ["Einsum"],
    inputs: operands.map((letters, seed) =>
      spread(
        Array.from(letters).map((letter) => sizes[letter]),
        -1,
        1,
        { seed },
      ),
    ),
    run: (tf, ...x) => tf.einsum(equation, ...x),
    reference: (...x) =>
      grid(
        Array.from(output).map((letter) => sizes[letter]),
        (index) => {
          const place = new Map(Array.from(output).map((letter, axis) => [letter, index[axis]]));
          let sum = 0;
          eachIndex(
            summed.map((letter) => sizes[letter]),
            (inner) => {
              summed.forEach((letter, axis) => place.set(letter, inner[axis]));
              sum += operands.reduce(
                (product, letters, i) =>
                  product * at(x[i], ...Array.from(letters).map((letter) => place.get(letter)!)),
                1,
              );
            },
          );
          return sum;
        },
      ),
  };
}

const einsums: OpCase[] = [
  einsumCase("bij,bkj->bki", { b: 2, i: 3, j: 4, k: 5 }),
  einsumCase("ija,kj->ik", { a: 2, i: 3, j: 4, k: 5 }), // `a` is summed alone
  einsumCase("i,i->", { i: 7 }),
  einsumCase("ij->ji", { i: 3, j: 4 }),
];

const transforms: OpCase[] = [
  { n: 6, isInverse: false },
  { n: 4, isInverse: true },
].map(({ n, isInverse }): OpCase => ({
  name: `${isInverse ? "IFFT" : "FFT"} of ${n} numbers`,
  covers: [isInverse ? "IFFT" : "FFT", "Complex", "Real", "Imag"],
  inputs: [spread([2, n]), spread([2, n], -1, 1, { seed: 1 })],
  run: (tf, re, im) => {
    const out = (isInverse ? tf.spectral.ifft : tf.spectral.fft)(tf.complex(re, im));
    return tf.stack([tf.real(out), tf.imag(out)], 2);
  },
  reference: (re, im) => {
    const rows = [0, 1].map((row) => {
      const interleaved = Array.from({ length: 2 * n }, (_, i) => at(i % 2 === 0 ? re : im, row, i >> 1));
      return fftReference(interleaved, isInverse);
    });
    return grid([2, n, 2], ([row, i, which]) => rows[row][2 * i + which]);
  },
  gradient: "none",
}));

const labels = [1, 4, 0, 2];

/** Fused convolutions run the shaders of the plain ones with a bias: for tests. */
export const fusedConvolutionCases: OpCase[] = [
  {
    name: "FusedConv2D with a bias",
    covers: ["FusedConv2D"],
    inputs: [spread([2, 4, 5, 2]), spread([3, 3, 2, 2], -1, 1, { seed: 1 }), spread([2], -1, 1, { seed: 2 })],
    run: (tf, x, filter, bias) =>
      tf.fused.conv2d({ x: x as Tensor4D, filter: filter as Tensor4D, strides: 1, pad: "same", bias }),
    reference: (x, filter, bias) =>
      combine(convolution(x, filter, { strides: [1, 1], padding: "same" }), bias, (a, b) => a + b),
  },
  {
    name: "FusedDepthwiseConv2D with a bias",
    covers: ["FusedDepthwiseConv2D"],
    inputs: [spread([2, 5, 5, 2]), spread([3, 2, 2, 2], -1, 1, { seed: 1 }), spread([4], -1, 1, { seed: 2 })],
    run: (tf, x, filter, bias) =>
      tf.fused.depthwiseConv2d({
        x: x as Tensor4D,
        filter: filter as Tensor4D,
        strides: 1,
        pad: "same",
        bias,
      }),
    reference: (x, filter, bias) =>
      combine(depthwise(x, filter, { strides: [1, 1], padding: "same" }), bias, (a, b) => a + b),
  },
];

/** Made of operations that are checked by themselves: for tests. */
export const lossCases: OpCase[] = [
  {
    name: "sparseCrossEntropy of logits",
    covers: ["LogSoftmax"],
    inputs: [spread([4, 5], -6, 6)],
    run: (tf, logits) => sparseCrossEntropy(tf, tf.tensor1d(labels, "int32"), logits as Tensor2D),
    reference: (logits) => grid([], () => sparseCrossEntropyReference(labels, logits.values)),
  },
  {
    name: "tf.losses.softmaxCrossEntropy",
    covers: ["LogSoftmax"],
    inputs: [spread([4, 5], -3, 3)],
    run: (tf, logits) => tf.losses.softmaxCrossEntropy(tf.oneHot(tf.tensor1d(labels, "int32"), 5), logits),
    reference: (logits) => grid([], () => sparseCrossEntropyReference(labels, logits.values)),
  },
  {
    name: "tf.losses.sigmoidCrossEntropy",
    covers: ["Log1p"],
    inputs: [spread([4, 5], -3, 3)],
    run: (tf, logits) => tf.losses.sigmoidCrossEntropy(tf.ones([4, 5]), logits),
    reference: (logits) =>
      grid([], () => logits.values.reduce((sum, x) => sum + Math.log1p(Math.exp(-x)), 0) / 20),
  },
];

export const productCases: OpCase[] = [...products, ...einsums, ...transforms];

/** matmul of two matrices, with plain strides: the wide ones have millions of products. */
function matmulOfRows(a: Grid, b: Grid): Grid {
  const [m, k] = a.shape;
  const n = b.shape[1];
  const values = new Float64Array(m * n);
  for (let i = 0; i < m; i++) {
    for (let l = 0; l < k; l++) {
      const x = a.values[i * k + l];
      for (let j = 0; j < n; j++) values[i * n + j] += x * b.values[l * n + j];
    }
  }
  return { shape: [m, n], values };
}
