// One case of the self-check: an operation of tfjs on small inputs, and its definition in float64 beside it.
import type { Tensor } from "@tensorflow/tfjs-core";
import type { Tolerance } from "#kernels/expect-close.ts";
import type { TensorFlow } from "#kernels/patch.ts";
import { sizeOf, type Grid } from "./grid.ts";

export interface OpCase {
  /** Unique; says what is special about it. */
  name: string;
  /** The kernels whose forward or gradient it tests, by tfjs's names. */
  covers: readonly string[];
  inputs: readonly Input[];
  /** The operation; its result is float32. */
  run: (tf: TensorFlow, ...x: Tensor[]) => Tensor;
  /** The same by its definition. */
  reference: (...x: Grid[]) => Grid;
  /**
   * Where the expected gradient comes from. "numeric": differences of the reference, so that no formula of tfjs
   * or of ours is trusted. A function: written out, where tfjs means something else than the derivative
   * (rounding passes slopes through), or where differences would take too long. "none": it has no gradient.
   * @default "numeric"
   */
  gradient?: "numeric" | "none" | ((slope: Grid, ...x: Grid[]) => Grid[]);
  tolerance?: Tolerance;
}

export interface Input {
  readonly shape: readonly number[];
  /** Numbers that float32 holds exactly, so that the reference starts from the same. */
  readonly values: Float32Array;
}

/**
 * Numbers between `from` and `to` that look random, are all different and are the same each time; none nearer
 * than 0.04 to a number of `avoid` (where a function has a step or a corner).
 */
export function spread(
  shape: readonly number[],
  from = -1,
  to = 1,
  { avoid = [], seed = 0 }: { avoid?: readonly number[]; seed?: number } = {},
): Input {
  const goldenRatio = 0.618_033_988_749_895;
  const values = Float32Array.from({ length: sizeOf(shape) }, (_, i) => {
    const value = from + (to - from) * (((i + 1) * goldenRatio + seed * 0.377) % 1);
    const corner = avoid.find((point) => Math.abs(value - point) < 0.04);
    return corner === undefined ? value : corner + (value < corner ? -0.05 : 0.05);
  });
  return { shape, values };
}

/** The whole numbers given, as tfjs gets them: float32, for `run` to cast. */
export function given(shape: readonly number[], values: readonly number[]): Input {
  return { shape, values: Float32Array.from(values) };
}
