// Einsum as one batched matrix product, on any backend that has Sum, Transpose, Reshape and BatchMatMul. tfjs
// multiplies everything with everything and then sums, which needs memory for the product of all axes.
//   letters of both operands and of the output    batches
//   letters of both operands alone                summed, the product's inner axis
//   letters of one operand and of the output      rows (left) and columns (right)
//   letters of one operand alone                  summed first
import type { TensorInfo } from "@tensorflow/tfjs-core";
import { compose, reshaped, type RunKernel } from "#kernels/compose.ts";
import type { KernelPatch, PatchedBackend, TensorFlow } from "#kernels/patch.ts";
import { lettersIn, lettersNotIn, readEquation, type EinsumEquation } from "./equation.ts";

export function einsumPatch(tf: TensorFlow, backendName: PatchedBackend): KernelPatch {
  return {
    kernelName: "Einsum",
    backendName,
    why:
      backendName === "wasm"
        ? "missing"
        : "needs memory for the product of all axes' sizes, and was no matrix product",
    leaves: ({ inputs }) => {
      const other = Object.values(inputs).find(({ dtype }) => dtype !== "float32");
      return other && `an operand of ${other.dtype}`;
    },
    run: ({ inputs, attrs }) => {
      const operands = Object.values(inputs);
      const equation = readEquation(
        attrs["equation"] as string,
        operands.map(({ shape }) => shape),
      );
      return compose(tf, backendName, (run) => contract(run, operands, equation));
    },
  };
}

function contract(
  run: RunKernel,
  tensors: readonly TensorInfo[],
  { operands, output, sizes }: EinsumEquation,
): TensorInfo {
  const size = (letters: string) =>
    Array.from(letters).reduce((product, letter) => product * sizes.get(letter)!, 1);
  const [left, right] = operands.map((letters, i) => {
    const others = output + (operands[1 - i] ?? "");
    return summed(run, tensors[i], letters, lettersNotIn(letters, others));
  });
  if (!right) return ordered(run, left.x, left.letters, output);

  const batch = lettersIn(lettersIn(left.letters, right.letters), output);
  const inner = lettersNotIn(lettersIn(left.letters, right.letters), output);
  const rows = lettersNotIn(left.letters, right.letters);
  const columns = lettersNotIn(right.letters, left.letters);
  // An operand that lies transposed is left so: the product takes either.
  const transposeA = left.letters === batch + inner + rows && inner !== "" && rows !== "";
  const transposeB = right.letters === batch + columns + inner && inner !== "" && columns !== "";
  const a = ordered(run, left.x, left.letters, transposeA ? left.letters : batch + rows + inner);
  const b = ordered(run, right.x, right.letters, transposeB ? right.letters : batch + inner + columns);
  const [B, M, K, N] = [size(batch), size(rows), size(inner), size(columns)];
  const product = run(
    "BatchMatMul",
    {
      a: reshaped(run, a, transposeA ? [B, K, M] : [B, M, K]),
      b: reshaped(run, b, transposeB ? [B, N, K] : [B, K, N]),
    },
    { transposeA, transposeB },
  ); // [B, M, N]
  const letters = batch + rows + columns;
  const shape = Array.from(letters).map((letter) => sizes.get(letter)!);
  return ordered(run, reshaped(run, product, shape), letters, output);
}

/** `x` without the axes `out`, which are summed. */
function summed(
  run: RunKernel,
  x: TensorInfo,
  letters: string,
  out: string,
): { x: TensorInfo; letters: string } {
  if (out === "") return { x, letters };
  const axis = Array.from(out).map((letter) => letters.indexOf(letter));
  return { x: run("Sum", { x }, { axis, keepDims: false }), letters: lettersNotIn(letters, out) };
}

/** `x` with its axes in the order `to`; always a tensor of its own. */
function ordered(run: RunKernel, x: TensorInfo, from: string, to: string): TensorInfo {
  if (from === to) return run("Identity", { x });
  return run("Transpose", { x }, { perm: Array.from(to).map((letter) => from.indexOf(letter)) });
}
