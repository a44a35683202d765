// Gradients by differences of the definition, in float64. No formula of a derivative is trusted: not tfjs's,
// not ours.
import type { Grid } from "./grid.ts";

/** Rounding costs 1e-16 / STEP and curvature STEP²: both stay below 1e-9 for functions of ordinary size. */
const STEP = 1e-5;

/** d(Σ slope · of(inputs)) / d(inputs), by central differences. */
export function numericGradient(of: (...x: Grid[]) => Grid, inputs: readonly Grid[], slope: Grid): Grid[] {
  const weighted = () => {
    const { values } = of(...inputs);
    let sum = 0;
    for (let i = 0; i < values.length; i++) sum += values[i] * slope.values[i];
    return sum;
  };
  return inputs.map(({ shape, values }) => {
    const gradient = new Float64Array(values.length);
    for (let i = 0; i < values.length; i++) {
      const value = values[i];
      values[i] = value + STEP;
      const above = weighted();
      values[i] = value - STEP;
      const below = weighted();
      values[i] = value;
      gradient[i] = (above - below) / (2 * STEP);
    }
    return { shape, values: gradient };
  });
}
