// What a matrix product's operands say about its sizes, refused before anything is computed when they do not fit.
//   [..., M, K] × [..., K, N] -> [..., M, N]; a transposed operand has its last two axes swapped;
//   leading axes are batches, and broadcast as NumPy's do.
import { ShapeError, type KernelCall } from "#kernels/patch.ts";

export interface MatmulShape {
  m: number;
  k: number;
  n: number;
  transposeA: boolean;
  transposeB: boolean;
  /** Leading axes of the result, and those of the operands before they are broadcast, as many. */
  batch: readonly number[];
  batchA: readonly number[];
  batchB: readonly number[];
  /** [..., M, N] */
  output: readonly number[];
}

/** @throws ShapeError naming the operation and both shapes. */
export function matmulShape(operation: string, { inputs, attrs }: KernelCall): MatmulShape {
  const a = inputs["a"].shape;
  const b = inputs["b"].shape;
  const transposeA = Boolean(attrs["transposeA"]);
  const transposeB = Boolean(attrs["transposeB"]);
  const given = `got [${a.join(", ")}]${transposeA ? " transposed" : ""} × [${b.join(", ")}]${transposeB ? " transposed" : ""}`;
  if (a.length < 2 || b.length < 2) {
    throw new ShapeError(`${operation}: both operands must have at least two axes, ${given}`);
  }
  const [rowsA, columnsA] = a.slice(-2);
  const [rowsB, columnsB] = b.slice(-2);
  const [m, k] = transposeA ? [columnsA, rowsA] : [rowsA, columnsA];
  const [innerB, n] = transposeB ? [columnsB, rowsB] : [rowsB, columnsB];
  if (k !== innerB) throw new ShapeError(`${operation}: inner sizes must match, ${given}`);

  const batchA = a.slice(0, -2);
  const batchB = b.slice(0, -2);
  const rank = Math.max(batchA.length, batchB.length);
  const paddedA: number[] = [...Array<number>(rank - batchA.length).fill(1), ...batchA];
  const paddedB: number[] = [...Array<number>(rank - batchB.length).fill(1), ...batchB];
  const batch = paddedA.map((size, axis) => {
    const other = paddedB[axis];
    if (size !== other && size !== 1 && other !== 1) {
      throw new ShapeError(`${operation}: batch sizes must match or be 1, ${given}`);
    }
    return size === 1 ? other : size;
  });
  return {
    m,
    k,
    n,
    transposeA,
    transposeB,
    batch,
    batchA: paddedA,
    batchB: paddedB,
    output: [...batch, m, n],
  };
}

/** For each matrix of the result, which matrix of `a` and of `b` makes it. */
export function matrixPairs({ batch, batchA, batchB }: MatmulShape): { a: number; b: number }[] {
  const count = batch.reduce((product, size) => product * size, 1);
  return Array.from({ length: count }, (_, i) => ({
    a: matrixOf(i, batch, batchA),
    b: matrixOf(i, batch, batchB),
  }));
}

/** The matrix of an operand with the leading axes `sizes` that the result's matrix `index` reads. */
function matrixOf(index: number, batch: readonly number[], sizes: readonly number[]): number {
  let rest = index;
  let stride = 1;
  let matrix = 0;
  for (let axis = batch.length - 1; axis >= 0; axis--) {
    const at = rest % batch[axis];
    rest = (rest - at) / batch[axis];
    if (sizes[axis] > 1) matrix += at * stride;
    stride *= sizes[axis];
  }
  return matrix;
}
