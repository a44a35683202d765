// Matrix products by the kernels that stock tfjs has on WebAssembly: its fast product of two matrices, and
// transpositions.
//   transposed operands   are transposed first, or the result is, whichever moves fewer numbers
//   batches               one fast product for each pair of matrices, on parts of the operands, without copies
import type { TensorInfo } from "@tensorflow/tfjs-core";
import { compose, type RunKernel } from "#kernels/compose.ts";
import type { TensorFlow } from "#kernels/patch.ts";
import { allocate, floats, wasmBackend, withPart } from "#kernels/wasm-heap.ts";
import { matrixPairs, type MatmulShape } from "./matmul-shape.ts";

/** Below so many multiplications a product is computed by a plain loop: preparing XNNPACK costs more. */
const WORTH_PREPARING = 2048;

/** a [..., M, K] (or [..., K, M]) × b [..., K, N] (or [..., N, K]) -> [..., M, N] f32. */
export function composedMatmul(tf: TensorFlow, a: TensorInfo, b: TensorInfo, shape: MatmulShape): TensorInfo {
  const { m, k, n, transposeA, transposeB } = shape;
  if (m * k * n < WORTH_PREPARING) return smallProducts(tf, a, b, shape);
  return compose(tf, "wasm", (run) => {
    // Numbers moved when the operands are transposed, with what XNNPACK reorders (its right side) ...
    const direct = (transposeA ? m * k : 0) + (transposeB ? n * k : 0) + n * k;
    // ... and when the product is taken the other way round, [N, K] × [K, M], and its result transposed.
    const mirrored = (transposeB ? 0 : n * k) + (transposeA ? 0 : m * k) + m * k + m * n;
    if (direct <= mirrored) {
      const left = transposeA ? transposed(run, a) : a;
      const right = transposeB ? transposed(run, b) : b;
      return fastProducts(tf, left, right, [m, k, n], shape.output, matrixPairs(shape));
    }
    const left = transposeB ? b : transposed(run, b);
    const right = transposeA ? a : transposed(run, a);
    const pairs = matrixPairs(shape).map((pair) => ({ a: pair.b, b: pair.a }));
    const flipped = fastProducts(tf, left, right, [n, k, m], [...shape.batch, n, m], pairs);
    try {
      return transposed(run, flipped);
    } finally {
      tf.backend().disposeData(flipped.dataId);
    }
  });
}

/** [..., R, C] -> [..., C, R] */
function transposed(run: RunKernel, x: TensorInfo): TensorInfo {
  const rank = x.shape.length;
  const perm = [...Array(rank - 2).keys(), rank - 1, rank - 2];
  return run("Transpose", { x }, { perm });
}

type Product = (...args: unknown[]) => void;
const products = new WeakMap<object, Product>();

/** tfjs's own product of two matrices by the numbers of their tensors (a, b and result [1, rows, columns]). */
function stockProduct(wasm: ReturnType<typeof wasmBackend>["wasm"]): Product {
  let product = products.get(wasm);
  if (!product) {
    // a's number, shape, rank; b's; transposeA, transposeB; the result's number (tfjs: BatchMatMul.ts)
    const types = "number array number number array number number number number";
    product = wasm.cwrap("BatchMatMul", null, types.split(" "));
    products.set(wasm, product);
  }
  return product;
}

function fastProducts(
  tf: TensorFlow,
  a: TensorInfo,
  b: TensorInfo,
  [m, k, n]: readonly [number, number, number],
  outputShape: readonly number[],
  pairs: ReturnType<typeof matrixPairs>,
): TensorInfo {
  const backend = wasmBackend(tf);
  const product = stockProduct(backend.wasm);
  const out = allocate(tf, outputShape);
  const shapeA = new Uint8Array(Int32Array.of(1, m, k).buffer);
  const shapeB = new Uint8Array(Int32Array.of(1, k, n).buffer);
  pairs.forEach((pair, i) =>
    withPart(backend, a, pair.a * m * k, m * k, (left) =>
      withPart(backend, b, pair.b * k * n, k * n, (right) =>
        withPart(backend, out, i * m * n, m * n, (result) =>
          product(left, shapeA, 3, right, shapeB, 3, 0, 0, result),
        ),
      ),
    ),
  );
  return out;
}

/** The same sums in plain loops, each product and sum rounded to f32 as XNNPACK's are. */
function smallProducts(tf: TensorFlow, a: TensorInfo, b: TensorInfo, shape: MatmulShape): TensorInfo {
  const { m, k, n, transposeA, transposeB, output } = shape;
  const out = allocate(tf, output);
  const [left, right, result] = [floats(tf, a), floats(tf, b), floats(tf, out)];
  const [rowA, stepA] = transposeA ? [1, m] : [k, 1];
  const [stepB, columnB] = transposeB ? [1, k] : [n, 1];
  matrixPairs(shape).forEach((pair, p) => {
    for (let i = 0; i < m; i++) {
      for (let j = 0; j < n; j++) {
        let sum = 0;
        for (let l = 0; l < k; l++) {
          const x = left[pair.a * m * k + i * rowA + l * stepA];
          const y = right[pair.b * k * n + l * stepB + j * columnB];
          sum = Math.fround(sum + Math.fround(x * y));
        }
        result[p * m * n + i * n + j] = sum;
      }
    }
  });
  return out;
}
