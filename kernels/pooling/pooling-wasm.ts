// The kernels of the WebAssembly backend that look for the greatest tap of a window from 1.2e-38 upward instead
// of from minus infinity, and so are wrong for negative numbers.
import type { TensorInfo } from "@tensorflow/tfjs-core";
import type { KernelCall, KernelPatch, TensorFlow } from "#kernels/patch.ts";
import { allocate, floats } from "#kernels/wasm-heap.ts";
import { eachGreatestTap, flatWindows, poolWindows3D, type Windows } from "./greatest-tap.ts";

export function wasmPoolingPatches(tf: TensorFlow): KernelPatch[] {
  const kernel = (kernelName: string, run: KernelPatch["run"]): KernelPatch => ({
    kernelName,
    backendName: "wasm",
    why: "wrong where every number of a window is negative",
    leaves: ({ inputs }) => {
      const other = Object.values(inputs).find(({ dtype }) => dtype !== "float32");
      return other && `an operand of ${other.dtype}`;
    },
    run,
  });
  return [
    kernel("MaxPoolGrad", ({ inputs: { dy, input }, attrs }) =>
      scattered(tf, input.shape, input, undefined, dy, poolWindows(tf, input, attrs), "pixel"),
    ),
    kernel("MaxPool3D", ({ inputs: { x }, attrs }) =>
      greatest(tf, x, undefined, poolWindows3D(tf, x, attrs)),
    ),
    kernel("MaxPool3DGrad", ({ inputs: { dy, input }, attrs }) =>
      scattered(tf, input.shape, input, undefined, dy, poolWindows3D(tf, input, attrs), "pixel"),
    ),
    kernel("Dilation2D", (call) =>
      greatest(tf, call.inputs["x"], call.inputs["filter"], dilationWindows(tf, call)),
    ),
    kernel("Dilation2DBackpropInput", (call) => {
      const { x, filter, dy } = call.inputs;
      return scattered(tf, x.shape, x, filter, dy, dilationWindows(tf, call), "pixel");
    }),
    kernel("Dilation2DBackpropFilter", (call) => {
      const { x, filter, dy } = call.inputs;
      return scattered(tf, filter.shape, x, filter, dy, dilationWindows(tf, call), "tap");
    }),
  ];
}

type Shape4D = [number, number, number, number];

interface WindowAttrs {
  filterSize: number | [number, number];
  strides: number | [number, number];
  dilations: number | [number, number];
  pad: "same" | "valid" | number;
  dimRoundingMode?: "floor" | "round" | "ceil";
}

function poolWindows(tf: TensorFlow, x: TensorInfo, attrs: KernelCall["attrs"]): Windows {
  const { filterSize, strides, pad, dimRoundingMode } = attrs as unknown as WindowAttrs;
  const { computePool2DInfo } = tf.backend_util;
  return flatWindows(computePool2DInfo(x.shape as Shape4D, filterSize, strides, 1, pad, dimRoundingMode));
}

function dilationWindows(tf: TensorFlow, { inputs: { x, filter }, attrs }: KernelCall): Windows {
  const { strides, pad, dilations } = attrs as unknown as WindowAttrs;
  return flatWindows(
    tf.backend_util.computeDilation2DInfo(
      x.shape as Shape4D,
      filter.shape as [number, number, number],
      strides,
      pad as "same",
      "NHWC",
      dilations,
    ),
  );
}

function greatest(
  tf: TensorFlow,
  x: TensorInfo,
  filter: TensorInfo | undefined,
  windows: Windows,
): TensorInfo {
  const out = allocate(tf, windows.outputShape);
  const [image, result] = [floats(tf, x), floats(tf, out)];
  result.fill(-Infinity);
  eachGreatestTap(image, filter && floats(tf, filter), windows, (at, _pixel, _tap, value) => {
    result[at] = value;
  });
  return out;
}

/** Each slope added to the pixel, or to the tap, that won its window. */
function scattered(
  tf: TensorFlow,
  shape: readonly number[],
  x: TensorInfo,
  filter: TensorInfo | undefined,
  dy: TensorInfo,
  windows: Windows,
  to: "pixel" | "tap",
): TensorInfo {
  const out = allocate(tf, shape);
  const [image, slopes, sums] = [floats(tf, x), floats(tf, dy), floats(tf, out)];
  sums.fill(0);
  eachGreatestTap(image, filter && floats(tf, filter), windows, (at, pixel, tap) => {
    sums[to === "pixel" ? pixel : tap] += slopes[at];
  });
  return out;
}
