// Windows that move over the sides of a picture: what convolutions and pooling have in common.
import type { Shape } from "./graph-builder.ts";
import type { LayerCall } from "./layer-call.ts";
import { type Attribute, ints, text } from "./onnx-types.ts";

export interface Window {
  size: readonly number[];
  strides: readonly number[];
  /** @default 1 each */
  dilations?: readonly number[];
}

/** A number stands for that number on each side. */
export function sidesOf(value: unknown, count: number): number[] {
  if (value === undefined || value === null) return Array.from({ length: count }, () => 1);
  return typeof value === "number" ? Array.from({ length: count }, () => value) : (value as number[]);
}

/**
 * kernel_shape, strides, dilations and pads. TensorFlow pads "same" so that there are ceil(side / stride) windows, and puts
 * what is odd behind: SAME_UPPER, written out as numbers where the sides are known.
 * @param shape of the input, channels first
 */
export function windowAttributes(
  { config }: Pick<LayerCall, "config">,
  { size, strides, dilations = size.map(() => 1) }: Window,
  shape: Shape,
): Record<string, Attribute> {
  const common = {
    kernel_shape: ints(size),
    strides: ints(strides),
    ...(dilations.some((each) => each !== 1) && { dilations: ints(dilations) }),
  };
  if (config["padding"] !== "same") return common;
  const sides = shape.slice(2);
  if (sides.includes(null)) return { ...common, auto_pad: text("SAME_UPPER") };
  const totals = (sides as number[]).map((side, i) => {
    const reach = dilations[i] * (size[i] - 1) + 1;
    return Math.max(0, (Math.ceil(side / strides[i]) - 1) * strides[i] + reach - side);
  });
  return { ...common, pads: ints(halves(totals)) };
}

/** What stands before each side, then what stands behind each. */
export function halves(totals: readonly number[]): number[] {
  return [...totals.map((total) => Math.floor(total / 2)), ...totals.map((total) => Math.ceil(total / 2))];
}
