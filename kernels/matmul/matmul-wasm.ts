// Matrix products on WebAssembly. tfjs has one fast product (XNNPACK: two matrices, nothing transposed) and a
// slow one for all else.
//   matmul.wat   ours: any transposition, any batch, nothing prepared or transposed in memory
//   composed     transposes the operands and calls tfjs's fast product on parts of them; where tfjs's memory is
//                out of reach of a module of ours (its build with threads)
// Each element is summed over K in ascending order whatever the way, so the ways agree bit by bit.
import type { TensorInfo } from "@tensorflow/tfjs-core";
import { compose } from "#kernels/compose.ts";
import type { KernelCall, KernelPatch, TensorFlow } from "#kernels/patch.ts";
import { addressOf, allocate, loadIntoHeap, wasmBackend } from "#kernels/wasm-heap.ts";
import matmulBytes from "./matmul.wat";
import { composedMatmul } from "./matmul-composed-wasm.ts";
import { matmulShape, matrixPairs, type MatmulShape } from "./matmul-shape.ts";

type Matmul = (a: TensorInfo, b: TensorInfo, shape: MatmulShape) => TensorInfo;

export function wasmMatmulPatches(tf: TensorFlow): KernelPatch[] {
  const run = loadIntoHeap(tf, matmulBytes)?.["matmul"];
  const matmul: Matmul = (a, b, shape) =>
    run ? inHeap(tf, run, a, b, shape) : composedMatmul(tf, a, b, shape);
  return [
    {
      kernelName: "BatchMatMul",
      backendName: "wasm",
      why: "transposed and batched products miss the fast path and take up to 14 times as long",
      leaves: notCovered,
      run: (call) => matmul(call.inputs["a"], call.inputs["b"], matmulShape("matMul", call)),
    },
    {
      kernelName: "_FusedMatMul",
      backendName: "wasm",
      why: "transposed and batched products miss the fast path",
      leaves: notCovered,
      run: (call) => fusedMatmul(tf, matmul, call),
    },
  ];
}

function notCovered({ inputs: { a, b } }: KernelCall): string | undefined {
  return a.dtype === "float32" && b.dtype === "float32" ? undefined : `operands of ${a.dtype} and ${b.dtype}`;
}

/** a [..., M, K] (or [..., K, M]) × b [..., K, N] (or [..., N, K]) -> [..., M, N] f32. */
function inHeap(
  tf: TensorFlow,
  run: (...args: number[]) => void,
  a: TensorInfo,
  b: TensorInfo,
  shape: MatmulShape,
): TensorInfo {
  const { m, k, n, transposeA, transposeB, output } = shape;
  const FLOAT = Float32Array.BYTES_PER_ELEMENT;
  const out = allocate(tf, output);
  const scratch = allocate(tf, [8 * k + 32 + (transposeA ? 4 * Math.ceil(m / 4) * k : 0)]);
  const [atA, atB, atOut] = [a, b, out].map((info) => addressOf(tf, info));
  const [rowA, stepA] = transposeA ? [1, m] : [k, 1];
  const [stepB, columnB] = transposeB ? [1, k] : [n, 1];
  matrixPairs(shape).forEach((pair, i) =>
    run(
      atA + pair.a * m * k * FLOAT,
      rowA * FLOAT,
      stepA * FLOAT,
      atB + pair.b * k * n * FLOAT,
      stepB * FLOAT,
      columnB * FLOAT,
      atOut + i * m * n * FLOAT,
      m,
      k,
      n,
      addressOf(tf, scratch),
    ),
  );
  wasmBackend(tf).disposeData(scratch.dataId);
  return out;
}

function fusedMatmul(tf: TensorFlow, matmul: Matmul, call: KernelCall): TensorInfo {
  const { a, b, bias, preluActivationWeights } = call.inputs as KernelCall["inputs"] & {
    bias?: TensorInfo;
    preluActivationWeights?: TensorInfo;
  };
  const { activation, leakyreluAlpha } = call.attrs as { activation: string; leakyreluAlpha?: number };
  const product = matmul(a, b, matmulShape("fused.matMul", call));
  try {
    return compose(tf, "wasm", (run) => {
      const sum = bias ? run("Add", { a: product, b: bias }) : run("Identity", { x: product });
      switch (activation) {
        case "linear":
          return sum;
        case "prelu":
          return run("Prelu", { x: sum, alpha: preluActivationWeights! });
        case "leakyrelu":
          return run("LeakyRelu", { x: sum }, { alpha: leakyreluAlpha ?? 0.2 });
        default:
          return run(KERNEL_OF_ACTIVATION[activation], { x: sum });
      }
    });
  } finally {
    tf.backend().disposeData(product.dataId);
  }
}

const KERNEL_OF_ACTIVATION: Record<string, string> = {
  relu: "Relu",
  relu6: "Relu6",
  sigmoid: "Sigmoid",
  elu: "Elu",
};
