// One step of Adam for one variable on WebAssembly, in one pass over its elements (adam-step.wat). tfjs takes
// fourteen kernels for it; each operation is rounded as theirs are, so both give the same bits.
//   value, moment, squares, slope [...] f32, accBeta1, accBeta2 [] -> value, moment, squares
import type { TensorInfo } from "@tensorflow/tfjs-core";
import type { KernelPatch, TensorFlow } from "#kernels/patch.ts";
import { addressOf, allocate, floats, loadIntoHeap } from "#kernels/wasm-heap.ts";
import adamStepBytes from "./adam-step.wat";

export const ADAM_STEP = "AdamStep";

export interface AdamAttrs {
  learningRate: number;
  beta1: number;
  beta2: number;
  epsilon: number;
}

/** None where tfjs's memory is out of reach (its build with threads): its own fourteen kernels are used then. */
export function wasmAdamPatches(tf: TensorFlow): KernelPatch[] {
  const functions = loadIntoHeap(tf, adamStepBytes);
  if (!functions) return [];
  const run = functions["adamStep"];
  return [
    {
      kernelName: ADAM_STEP,
      backendName: "wasm",
      why: "new: a step of Adam takes tfjs fourteen kernels for each variable",
      run: ({ inputs, attrs }) => adamStep(tf, run, inputs, attrs as unknown as AdamAttrs),
    },
  ];
}

function adamStep(
  tf: TensorFlow,
  run: (...args: number[]) => void,
  { value, moment, squares, slope, accBeta1, accBeta2 }: Readonly<Record<string, TensorInfo>>,
  { learningRate, beta1, beta2, epsilon }: AdamAttrs,
): TensorInfo[] {
  const out = [value, moment, squares].map(({ shape }) => allocate(tf, shape));
  const addresses = [value, moment, squares, slope, ...out].map((info) => addressOf(tf, info));
  // As tfjs has them: 1 - beta of float64, 1 - accumulated beta of float32. The call rounds each to f32.
  const [bias1, bias2] = [accBeta1, accBeta2].map((beta) => 1 - floats(tf, beta)[0]);
  const count = floats(tf, value).length;
  run(...addresses, count, beta1, 1 - beta1, beta2, 1 - beta2, bias1, bias2, epsilon, -learningRate);
  return out;
}
