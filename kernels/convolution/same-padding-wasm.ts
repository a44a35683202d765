// Convolutions on WebAssembly with "same" padding and a stride larger than the window (the 1 × 1, stride 2 of a
// residual network): XNNPACK takes the negative padding for a huge one and gives zeros. Written out, it is right.
import type { KernelCall, KernelPatch, TensorFlow } from "#kernels/patch.ts";

export function wasmSamePaddingPatches(tf: TensorFlow): KernelPatch[] {
  const names = ["Conv2D", "FusedConv2D", "DepthwiseConv2dNative", "FusedDepthwiseConv2D"];
  return names.map((kernelName) => ({
    kernelName,
    backendName: "wasm",
    why: "gives zeros for 'same' padding with a stride larger than the window",
    leaves: (call) => (isWrong(call) ? undefined : "stride and padding that the stock kernel takes right"),
    run: (call, stock) => {
      const { filter, x } = call.inputs;
      const info = tf.backend_util.computeConv2DInfo(
        x.shape as [number, number, number, number],
        filter.shape as [number, number, number, number],
        call.attrs["strides"] as [number, number],
        call.attrs["dilations"] as [number, number],
        "same",
        call.attrs["dimRoundingMode"] as "floor" | undefined,
        kernelName.includes("Depthwise"),
      );
      const { top, bottom, left, right } = info.padInfo;
      const pad = [
        [0, 0],
        [top, bottom],
        [left, right],
        [0, 0],
      ];
      return stock({ inputs: call.inputs, attrs: { ...call.attrs, pad } });
    },
  }));
}

function isWrong({ inputs: { filter }, attrs }: KernelCall): boolean {
  const { strides, dilations, pad, dataFormat } = attrs as {
    strides: number | [number, number];
    dilations: number | [number, number];
    pad: unknown;
    dataFormat?: string;
  };
  if (pad !== "same" || dataFormat === "NCHW") return false;
  const of = (pair: number | [number, number], axis: number) =>
    typeof pair === "number" ? pair : pair[axis];
  return [0, 1].some((axis) => of(strides, axis) > (filter.shape[axis] - 1) * of(dilations ?? 1, axis) + 1);
}
