// The definition of the matrix product, with the bias and activation of tfjs's fused product, in float64.
// Its gradients are products again: dA = dC × Bᵀ and dB = Aᵀ × dC, summed over broadcast batch dimensions.

export interface Matrix {
  /** […, rows, columns] as it lies in memory, before any transposition. */
  shape: readonly number[];
  values: ArrayLike<number>;
}

export type Activation = "linear" | "relu" | "relu6" | "elu" | "sigmoid" | "prelu" | "leakyrelu";

export interface ProductOptions {
  transposeA?: boolean;
  transposeB?: boolean;
  /** Broadcast against the product, as are the slopes of prelu. */
  bias?: Matrix;
  activation?: Activation;
  slopes?: Matrix;
  /** Of leakyrelu. */
  alpha?: number;
}

export function matmulReference(a: Matrix, b: Matrix, options: ProductOptions = {}): Matrix {
  const {
    transposeA = false,
    transposeB = false,
    bias,
    activation = "linear",
    slopes,
    alpha = 0.2,
  } = options;
  const rank = Math.max(a.shape.length, b.shape.length);
  const aShape = padded(a.shape, rank);
  const bShape = padded(b.shape, rank);
  const m = aShape[rank - (transposeA ? 1 : 2)];
  const kCount = aShape[rank - (transposeA ? 2 : 1)];
  const n = bShape[rank - (transposeB ? 2 : 1)];
  const batchShape = aShape.slice(0, -2).map((size, d) => (size === 1 ? bShape[d] : size));
  const shape = [...batchShape, m, n];
  const values = new Float64Array(shape.reduce((product, size) => product * size, 1));
  for (let i = 0; i < values.length; i++) {
    const at = coordinates(i, shape);
    const batch = at.slice(0, -2);
    const [row, column] = at.slice(-2);
    let sum = 0;
    for (let k = 0; k < kCount; k++) {
      const left = element(a, [...batch, ...(transposeA ? [k, row] : [row, k])]);
      const right = element(b, [...batch, ...(transposeB ? [column, k] : [k, column])]);
      sum += left * right;
    }
    if (bias) sum += element(bias, at);
    values[i] = activate(activation, sum, activation === "prelu" ? element(slopes!, at) : alpha);
  }
  return { shape, values };
}

function activate(activation: Activation, x: number, slope: number): number {
  switch (activation) {
    case "relu":
      return Math.max(x, 0);
    case "relu6":
      return Math.min(Math.max(x, 0), 6);
    case "elu":
      return x >= 0 ? x : Math.expm1(x);
    case "sigmoid":
      return 1 / (1 + Math.exp(-x));
    case "prelu":
    case "leakyrelu":
      return x >= 0 ? x : x * slope;
    default:
      return x;
  }
}

function padded(shape: readonly number[], rank: number): number[] {
  return [...Array<number>(rank - shape.length).fill(1), ...shape];
}

function coordinates(index: number, shape: readonly number[]): number[] {
  const at: number[] = [];
  for (let d = shape.length - 1, left = index; d >= 0; d--) {
    at.unshift(left % shape[d]);
    left = Math.floor(left / shape[d]);
  }
  return at;
}

/** The element at these coordinates of a larger, broadcast shape. */
function element({ shape, values }: Matrix, at: readonly number[]): number {
  const own = at.slice(at.length - shape.length);
  let index = 0;
  shape.forEach((size, d) => (index = index * size + (size === 1 ? 0 : own[d])));
  return values[index];
}
