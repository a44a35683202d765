// Arithmetic and comparisons of whole numbers on WebGPU, exact to 32 bits:
// stock goes through floats, which tell whole numbers apart up to 2^24. Floats are left to it.
import type { TensorInfo } from "@tensorflow/tfjs-core";
import { dispatch, elementOf, output } from "#kernels/dispatch.ts";
import type { KernelPatch, TensorFlow } from "#kernels/patch.ts";
import { defineKernel } from "#kernels/pipeline.ts";
import type { WholeNumberOperation } from "./whole-numbers.reference.ts";
import text from "./whole-numbers.wgsl?raw";

const kernel = defineKernel("whole-numbers", { file: "whole-numbers.wgsl", text });

/** As numbered in whole-numbers.wgsl. */
const OPERATIONS: readonly WholeNumberOperation[] = [
  "Equal",
  "NotEqual",
  "Less",
  "LessEqual",
  "Greater",
  "GreaterEqual",
  "Mod",
  "Pow",
  "Add",
  "Sub",
  "Multiply",
  "Maximum",
  "Minimum",
  "FloorDiv",
  "SquaredDifference",
];
const FIRST_NUMERIC = OPERATIONS.indexOf("Mod");

function combine(tf: TensorFlow, operation: number, a: TensorInfo, b: TensorInfo): TensorInfo {
  const shape = tf.broadcast_util.assertAndGetBroadcastShape(a.shape, b.shape);
  const out = output(tf, shape, operation < FIRST_NUMERIC ? "bool" : "int32");
  const size = tf.util.sizeFromShape(shape);
  const uniforms = [...eight(shape, 1), ...stridesOf(a.shape), ...stridesOf(b.shape), size];
  dispatch(tf, kernel, {
    constants: { operation },
    uniforms,
    tensors: [out, a, b],
    workgroups: Math.ceil(size / 64),
  });
  return out;
}

function eight(values: readonly number[], padding: number): number[] {
  return [...Array<number>(8 - values.length).fill(padding), ...values];
}

function stridesOf(shape: readonly number[]): number[] {
  let stride = 1;
  const strides = shape.toReversed().map((size) => {
    const own = size === 1 ? 0 : stride;
    stride *= size;
    return own;
  });
  return eight(strides.reverse(), 0);
}

export function wholeNumberPatches(tf: TensorFlow): KernelPatch[] {
  return OPERATIONS.map((kernelName, operation) => ({
    kernelName,
    backendName: "webgpu",
    why: "stock goes through floats, so whole numbers beyond 2^24 are taken for their neighbours",
    leaves: ({ inputs: { a, b } }) => {
      const areWhole = [a, b].every((x) => x.dtype === "int32" && elementOf(tf, x) === "i32");
      return areWhole ? undefined : "right in stock for floats and booleans";
    },
    run: ({ inputs: { a, b } }) => combine(tf, operation, a, b),
  }));
}
