// Functions of one or two numbers, element by element.
import type { Tensor } from "@tensorflow/tfjs-core";
import type { TensorFlow } from "#kernels/patch.ts";
import { combine, grid, mapGrid, type Grid } from "./grid.ts";
import { spread, type OpCase } from "./op-case.ts";

type Unary = (tf: TensorFlow, x: Tensor) => Tensor;
type Binary = (tf: TensorFlow, a: Tensor, b: Tensor) => Tensor;
type Range = [from: number, to: number, ...avoid: number[]];

/** One shape for as many as can be: on a GPU each further rank is another shader for most of tfjs's programs. */
const SHAPE = [3, 4];

const whole = [-3, -2, -1, 0, 1, 2, 3];
const halves = [-2.5, -1.5, -0.5, 0.5, 1.5, 2.5];

/** kernel: [the call, the function in float64, where to try it and which points to avoid] */
const unary: Record<string, [Unary, (x: number) => number, Range]> = {
  Abs: [(tf, x) => tf.abs(x), Math.abs, [-2, 2, 0]],
  Acos: [(tf, x) => tf.acos(x), Math.acos, [-0.9, 0.9]],
  Acosh: [(tf, x) => tf.acosh(x), Math.acosh, [1.2, 4]],
  Asin: [(tf, x) => tf.asin(x), Math.asin, [-0.9, 0.9]],
  Asinh: [(tf, x) => tf.asinh(x), Math.asinh, [-3, 3]],
  Atan: [(tf, x) => tf.atan(x), Math.atan, [-3, 3]],
  Atanh: [(tf, x) => tf.atanh(x), Math.atanh, [-0.9, 0.9]],
  Ceil: [(tf, x) => tf.ceil(x), Math.ceil, [-3, 3, ...whole]],
  ClipByValue: [
    (tf, x) => tf.clipByValue(x, -0.5, 0.75),
    (x) => Math.min(0.75, Math.max(-0.5, x)),
    [-2, 2, -0.5, 0.75],
  ],
  Cos: [(tf, x) => tf.cos(x), Math.cos, [-4, 4]],
  Cosh: [(tf, x) => tf.cosh(x), Math.cosh, [-3, 3]],
  Elu: [(tf, x) => tf.elu(x), (x) => (x > 0 ? x : Math.expm1(x)), [-3, 3, 0]],
  Erf: [(tf, x) => tf.erf(x), erf, [-2.5, 2.5]],
  Exp: [(tf, x) => tf.exp(x), Math.exp, [-3, 3]],
  Expm1: [(tf, x) => tf.expm1(x), Math.expm1, [-3, 3]],
  Floor: [(tf, x) => tf.floor(x), Math.floor, [-3, 3, ...whole]],
  Identity: [(tf, x) => tf.clone(x), (x) => x, [-2, 2]],
  IsFinite: [(tf, x) => tf.cast(tf.isFinite(x), "float32"), () => 1, [-2, 2]],
  IsInf: [(tf, x) => tf.cast(tf.isInf(x), "float32"), () => 0, [-2, 2]],
  IsNan: [(tf, x) => tf.cast(tf.isNaN(x), "float32"), () => 0, [-2, 2]],
  LeakyRelu: [(tf, x) => tf.leakyRelu(x, 0.3), (x) => (x > 0 ? x : 0.3 * x), [-2, 2, 0]],
  Log: [(tf, x) => tf.log(x), Math.log, [0.2, 4]],
  Log1p: [(tf, x) => tf.log1p(x), Math.log1p, [-0.7, 4]],
  Neg: [(tf, x) => tf.neg(x), (x) => -x, [-2, 2]],
  OnesLike: [(tf, x) => tf.onesLike(x), () => 1, [-2, 2]],
  Reciprocal: [(tf, x) => tf.reciprocal(x), (x) => 1 / x, [0.5, 3]],
  Relu: [(tf, x) => tf.relu(x), (x) => Math.max(0, x), [-2, 2, 0]],
  Relu6: [(tf, x) => tf.relu6(x), (x) => Math.min(6, Math.max(0, x)), [-3, 9, 0, 6]],
  Round: [(tf, x) => tf.round(x), Math.round, [-3, 3, ...halves]],
  Rsqrt: [(tf, x) => tf.rsqrt(x), (x) => 1 / Math.sqrt(x), [0.3, 4]],
  Selu: [
    (tf, x) => tf.selu(x),
    (x) => 1.050_700_987_355_480_5 * (x > 0 ? x : 1.673_263_242_354_377_2 * Math.expm1(x)),
    [-3, 3, 0],
  ],
  Sigmoid: [(tf, x) => tf.sigmoid(x), (x) => 1 / (1 + Math.exp(-x)), [-5, 5]],
  Sign: [(tf, x) => tf.sign(x), Math.sign, [-2, 2, 0]],
  Sin: [(tf, x) => tf.sin(x), Math.sin, [-4, 4]],
  Sinh: [(tf, x) => tf.sinh(x), Math.sinh, [-3, 3]],
  Softplus: [(tf, x) => tf.softplus(x), (x) => Math.log1p(Math.exp(x)), [-5, 5]],
  Sqrt: [(tf, x) => tf.sqrt(x), Math.sqrt, [0.2, 4]],
  Square: [(tf, x) => tf.square(x), (x) => x * x, [-2, 2]],
  Step: [(tf, x) => tf.step(x, 0.2), (x) => (x > 0 ? 1 : 0.2), [-2, 2, 0]],
  Tan: [(tf, x) => tf.tan(x), Math.tan, [-1.2, 1.2]],
  Tanh: [(tf, x) => tf.tanh(x), Math.tanh, [-3, 3]],
  ZerosLike: [(tf, x) => tf.zerosLike(x), () => 0, [-2, 2]],
};

const compared =
  (name: "greater" | "greaterEqual" | "less" | "lessEqual" | "equal" | "notEqual"): Binary =>
  (tf, a, b) =>
    tf.cast(tf[name](a, b), "float32");

const binary: Record<string, [Binary, (a: number, b: number) => number, Range, Range]> = {
  Add: [(tf, a, b) => tf.add(a, b), (a, b) => a + b, [-2, 2], [-2, 2]],
  Atan2: [(tf, a, b) => tf.atan2(a, b), Math.atan2, [-2, 2], [0.3, 2]],
  Equal: [compared("equal"), (a, b) => Number(a === b), [-2, 2], [-2, 2]],
  Greater: [compared("greater"), (a, b) => Number(a > b), [-2, 2], [-2, 2]],
  GreaterEqual: [compared("greaterEqual"), (a, b) => Number(a >= b), [-2, 2], [-2, 2]],
  Less: [compared("less"), (a, b) => Number(a < b), [-2, 2], [-2, 2]],
  LessEqual: [compared("lessEqual"), (a, b) => Number(a <= b), [-2, 2], [-2, 2]],
  Maximum: [(tf, a, b) => tf.maximum(a, b), Math.max, [-2, 2], [-2, 2]],
  Minimum: [(tf, a, b) => tf.minimum(a, b), Math.min, [-2, 2], [-2, 2]],
  Mod: [(tf, a, b) => tf.mod(a, b), (a, b) => a - Math.floor(a / b) * b, [-4, 4], [1.1, 2.3]],
  Multiply: [(tf, a, b) => tf.mul(a, b), (a, b) => a * b, [-2, 2], [-2, 2]],
  NotEqual: [compared("notEqual"), (a, b) => Number(a !== b), [-2, 2], [-2, 2]],
  Pow: [(tf, a, b) => tf.pow(a, b), (a, b) => a ** b, [0.4, 2], [-2, 2]],
  Prelu: [(tf, a, b) => tf.prelu(a, b), (a, b) => (a >= 0 ? a : a * b), [-2, 2, 0], [0.1, 0.6]],
  RealDiv: [(tf, a, b) => tf.div(a, b), (a, b) => a / b, [-2, 2], [0.4, 2]],
  SquaredDifference: [(tf, a, b) => tf.squaredDifference(a, b), (a, b) => (a - b) ** 2, [-2, 2], [-2, 2]],
  Sub: [(tf, a, b) => tf.sub(a, b), (a, b) => a - b, [-2, 2], [-2, 2]],
};

/** Of a [3, 4] and b of the shape given, which is broadcast. */
function binaryCase(kernel: string, shape: number[]): OpCase {
  const [run, of, [from, to, ...avoid], [fromB, toB, ...avoidB]] = binary[kernel];
  return {
    name: shape === SHAPE ? kernel : `${kernel} of [${SHAPE.join(", ")}] and [${shape.join(", ")}]`,
    covers: [kernel],
    inputs: [spread(SHAPE, from, to, { avoid }), spread(shape, fromB, toB, { avoid: avoidB, seed: 1 })],
    run,
    reference: (x, y) => combine(x, y, of),
    tolerance: { relative: 2e-5 },
  };
}

/** Every function of two numbers with a broadcast operand: for tests; on a device the four above are enough. */
export const broadcastCases: OpCase[] = Object.keys(binary).map((kernel) => binaryCase(kernel, [3, 1]));

export const elementwiseCases: OpCase[] = [
  ...Object.entries(unary).map(([kernel, [run, of, [from, to, ...avoid]]]): OpCase => ({
    name: kernel,
    covers: [kernel],
    inputs: [spread(SHAPE, from, to, { avoid })],
    run,
    reference: (x) => mapGrid(x, of),
    // Library functions of both backends are good to some 1e-6 of their value.
    tolerance: { relative: 2e-5 },
  })),
  ...Object.keys(binary).map((kernel) => binaryCase(kernel, SHAPE)),
  ...["Add", "Multiply", "Maximum", "Prelu"].map((kernel) => binaryCase(kernel, [3, 1])),
  {
    name: "AddN",
    covers: ["AddN"],
    inputs: [spread([3, 4]), spread([3, 4], -1, 1, { seed: 1 }), spread([3, 4], -1, 1, { seed: 2 })],
    run: (tf, ...x) => tf.addN(x),
    reference: (a, b, c) =>
      combine(
        combine(a, b, (x, y) => x + y),
        c,
        (x, y) => x + y,
      ),
  },
  {
    name: "FloorDiv",
    covers: ["FloorDiv"],
    inputs: [spread([3, 4], -4, 4), spread([3, 4], 0.7, 2, { seed: 1 })],
    run: (tf, a, b) => tf.floorDiv(a, b),
    reference: (a, b) => combine(a, b, (x, y) => Math.floor(x / y)),
    // tfjs passes the slope of the division through the floor.
    gradient: (slope, a, b) => [
      combine(slope, b, (s, y) => s / y),
      grid(slope.shape, (_, i) => (-slope.values[i] * a.values[i]) / b.values[i] ** 2),
    ],
  },
  {
    name: "Cast to whole numbers and back",
    covers: ["Cast"],
    inputs: [spread([3, 4], -4, 4, { avoid: whole })],
    run: (tf, x) => tf.cast(tf.cast(x, "int32"), "float32"),
    reference: (x) => mapGrid(x, Math.trunc),
    gradient: (slope) => [slope], // a cast passes slopes through
  },
  {
    name: "Cast to bool and back",
    covers: ["Cast"],
    inputs: [{ shape: [6], values: Float32Array.of(0, 0.5, -0.25, 256, 1, 0) }],
    run: (tf, x) => tf.cast(tf.cast(x, "bool"), "float32"),
    reference: (x) => mapGrid(x, (value) => Number(value !== 0)),
    gradient: "none",
  },
  {
    name: "Select by a condition on the trained value",
    covers: ["Select", "Greater"],
    inputs: [spread([3, 4], -2, 2, { avoid: [0] }), spread([3, 4], -1, 1, { seed: 1 })],
    run: (tf, a, b) => tf.where(tf.greater(a, 0), tf.mul(a, 2), b),
    reference: (a, b) => combine(a, b, (x, y) => (x > 0 ? 2 * x : y)),
  },
  {
    name: "Select by several conditions",
    covers: ["LogicalAnd", "LogicalOr", "LogicalNot"],
    inputs: [spread([3, 4], -2, 2, { avoid: [0] }), spread([3, 4], -1, 1, { seed: 1, avoid: [0] })],
    run: (tf, a, b) => {
      const both = tf.logicalAnd(tf.greater(a, 0), tf.greater(b, 0));
      return tf.where(tf.logicalOr(both, tf.logicalNot(tf.less(a, 1))), tf.mul(a, b), b);
    },
    reference: (a, b) => combine(a, b, (x, y) => ((x > 0 && y > 0) || !(x < 1) ? x * y : y)),
  },
  {
    name: "ComplexAbs",
    covers: ["ComplexAbs", "Complex"],
    inputs: [spread([3, 4]), spread([3, 4], -1, 1, { seed: 1 })],
    run: (tf, a, b) => tf.abs(tf.complex(a, b)),
    reference: (a, b) => combine(a, b, (x, y) => Math.hypot(x, y)),
    gradient: "none", // tfjs refuses slopes that are complex
  },
  {
    name: "Softmax of 66,000 rows",
    covers: ["Softmax"],
    inputs: [spread([66_000, 2], -2, 2)],
    run: (tf, x) => tf.softmax(x),
    reference: (x) => softmax(x),
    gradient: "none", // the same formula at any size
  },
];

/** Over the last of two axes. */
export function softmax(x: Grid): Grid {
  const width = x.shape.at(-1)!;
  const values = new Float64Array(x.values.length);
  for (let start = 0; start < values.length; start += width) {
    const row = x.values.subarray(start, start + width);
    const most = Math.max(...row);
    const powers = row.map((value) => Math.exp(value - most));
    const sum = powers.reduce((total, power) => total + power, 0);
    values.set(
      powers.map((power) => power / sum),
      start,
    );
  }
  return { shape: x.shape, values };
}

/** 2/√π · Σ (-1)ⁿ x²ⁿ⁺¹ / (n! (2n + 1)), to the last digit for |x| < 3. */
function erf(x: number): number {
  let term = x;
  let sum = x;
  for (let n = 1; n < 80; n++) {
    term *= (-x * x) / n;
    sum += term / (2 * n + 1);
  }
  return (2 / Math.sqrt(Math.PI)) * sum;
}
