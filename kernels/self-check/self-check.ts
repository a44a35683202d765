// The differential test of a device: every operation of tfjs that has a gradient, forward and backward, against
// its definition in float64, on the backend that is active. Says what is wrong, and what to use instead.
import type { Tensor } from "@tensorflow/tfjs-core";
import { worstDifference, type Tolerance } from "#kernels/expect-close.ts";
import { installedIn, useOurs, useStock, type InstalledKernel } from "#kernels/installed.ts";
import type { TensorFlow } from "#kernels/patch.ts";
import { webGpuBackend } from "#kernels/webgpu-backend.ts";
import { elementwiseCases } from "./elementwise-cases.ts";
import type { Grid } from "./grid.ts";
import { imageCases } from "./image-cases.ts";
import { movementCases } from "./movement-cases.ts";
import { numericGradient } from "./numeric-gradient.ts";
import { spread, type OpCase } from "./op-case.ts";
import { productCases } from "./product-cases.ts";

/** Every case, in the order in which they are run. */
export const opCases: readonly OpCase[] = [
  ...productCases,
  ...imageCases,
  ...movementCases,
  ...elementwiseCases,
];

export interface SelfCheck {
  backend: string;
  /** How many cases were run. */
  caseCount: number;
  /** Those that gave another result than their definition, or failed. */
  wrong: readonly WrongCase[];
  /** Milliseconds. */
  tookMs: number;
}

export interface WrongCase {
  name: string;
  /** One line for each result that was wrong, or the error that the operation raised. */
  problems: readonly string[];
  /** What to use instead: the kernels of stock tfjs, where they are right; else another backend. */
  fallback: { use: "stock"; kernels: readonly string[] } | { use: "wasm" } | { use: "nothing" };
}

/** Checks the active backend. It leaves tfjs as it was. */
export async function selfCheck(
  tf: TensorFlow,
  { cases = opCases }: { cases?: readonly OpCase[] } = {},
): Promise<SelfCheck> {
  await tf.ready();
  const started = performance.now();
  const problems = await problemsOf(tf, cases);
  const wrong: WrongCase[] = [];
  for (const [i, found] of problems.entries()) {
    if (found.length === 0) continue;
    wrong.push({ name: cases[i].name, problems: found, fallback: await fallbackFor(tf, cases[i]) });
  }
  return {
    backend: tf.getBackend(),
    caseCount: cases.length,
    wrong,
    tookMs: Math.round(performance.now() - started),
  };
}

/** What is wrong with each case. All work is handed to the device before anything is waited for. */
async function problemsOf(tf: TensorFlow, cases: readonly OpCase[]): Promise<string[][]> {
  if (tf.getBackend() === "webgpu" && cases.length > 1) await preparePipelines(tf, cases);
  const started = cases.map((each) => start(tf, each));
  return Promise.all(
    started.map(async (work, i) => {
      if (work instanceof Error) return [`failed: ${work.message}`];
      try {
        const got = await Promise.all(work.map((tensor) => tensor.data()));
        return compare(cases[i], work, got);
      } catch (error) {
        return [`failed: ${error instanceof Error ? error.message : String(error)}`];
      } finally {
        tf.dispose(work);
      }
    }),
  );
}

/** Has the shaders of all cases compiled side by side, which takes most of the time of a check. */
async function preparePipelines(tf: TensorFlow, cases: readonly OpCase[]): Promise<void> {
  const flag = "WEBGPU_ENGINE_COMPILE_ONLY";
  tf.env().set(flag, true);
  try {
    for (const each of cases) {
      const work = start(tf, each);
      if (!(work instanceof Error)) tf.dispose(work);
    }
    const compiled = webGpuBackend(tf).checkCompileCompletionAsync();
    for (const each of cases) expectedOf(each); // something to do meanwhile
    await compiled;
  } finally {
    tf.env().set(flag, false);
  }
}

/** The result and the gradients of one case, not yet read; or the error of the operation. */
function start(tf: TensorFlow, each: OpCase): Tensor[] | Error {
  try {
    return tf.tidy(() => {
      const inputs = each.inputs.map(({ shape, values }) => tf.tensor(values, [...shape]));
      if (each.gradient === "none") return [each.run(tf, ...inputs)];
      const slope = slopeOf(each);
      const { value, grads } = tf.valueAndGrads((...x: Tensor[]) => each.run(tf, ...x))(
        inputs,
        tf.tensor(slope.values, [...slope.shape]),
      );
      return [value, ...grads];
    });
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

function compare(each: OpCase, tensors: readonly Tensor[], got: ArrayLike<number>[]): string[] {
  const { value, gradients } = expectedOf(each);
  return [value, ...gradients].flatMap((expected, i) => {
    const what = i === 0 ? "result" : `gradient of operand ${i}`;
    const shape = tensors[i].shape;
    if (shape.join() !== expected.shape.join()) {
      return [`${what}: expected shape [${expected.shape.join(", ")}], got [${shape.join(", ")}]`];
    }
    const worst = worstDifference(got[i], expected.values, each.tolerance ?? DEFAULT_TOLERANCE);
    if (!worst) return [];
    const allowed = worst.allowed.toPrecision(2);
    return [`${what}: at ${worst.index} expected ${worst.expected}, got ${worst.got}, allowed ±${allowed}`];
  });
}

/** Sums of some thousand terms in f32, in any order. */
const DEFAULT_TOLERANCE: Tolerance = { absolute: 2e-6, relative: 1e-5 };

interface Expected {
  value: Grid;
  gradients: readonly Grid[];
}

const expectedByCase = new WeakMap<OpCase, Expected>();

/** Computed once: a device is checked again after a patch was taken back. */
function expectedOf(each: OpCase): Expected {
  let expected = expectedByCase.get(each);
  if (!expected) {
    const inputs = each.inputs.map(({ shape, values }) => ({ shape, values: Float64Array.from(values) }));
    const value = each.reference(...inputs);
    const gradients =
      each.gradient === "none"
        ? []
        : typeof each.gradient === "function"
          ? each.gradient(slopeGrid(each), ...inputs)
          : numericGradient(each.reference, inputs, slopeGrid(each));
    expected = { value, gradients };
    expectedByCase.set(each, expected);
  }
  return expected;
}

/** The slope that is sent backward: different for each element of the result. */
function slopeOf(each: OpCase) {
  const inputs = each.inputs.map(({ shape, values }) => ({ shape, values: Float64Array.from(values) }));
  return spread(each.reference(...inputs).shape, 0.5, 1.5, { seed: 3 });
}

function slopeGrid(each: OpCase): Grid {
  const { shape, values } = slopeOf(each);
  return { shape, values: Float64Array.from(values) };
}

/** Tries the case with the stock kernels in place of the patched ones it uses. */
async function fallbackFor(tf: TensorFlow, each: OpCase): Promise<WrongCase["fallback"]> {
  const backend = tf.getBackend();
  const used = await patchedKernelsOf(tf, each);
  if (used.length > 0) {
    for (const kernel of used) useStock(tf, kernel);
    const [problems] = await problemsOf(tf, [each]);
    for (const kernel of used) useOurs(tf, kernel);
    if (problems.length === 0) return { use: "stock", kernels: used.map(({ ours }) => ours.kernelName) };
  }
  return backend === "webgpu" ? { use: "wasm" } : { use: "nothing" };
}

/** The patched kernels that the case runs, found by their counts. */
async function patchedKernelsOf(tf: TensorFlow, each: OpCase): Promise<InstalledKernel[]> {
  const state = installedIn(tf);
  const kernels = [...(state?.kernels.values() ?? [])].flat();
  const before = kernels.map(({ counts }) => counts.calls);
  await problemsOf(tf, [each]);
  return kernels.filter(({ counts }, i) => counts.calls > before[i]);
}
