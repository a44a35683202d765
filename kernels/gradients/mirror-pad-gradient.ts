// The gradient of a mirrored pad: the padding's slopes are folded back onto the elements that it repeats. tfjs
// cuts them off.
import type { Tensor } from "@tensorflow/tfjs-core";
import type { GradientPatch, TensorFlow } from "#kernels/patch.ts";

export function mirrorPadGradient(tf: TensorFlow): GradientPatch {
  return {
    kernelName: "MirrorPad",
    why: "wrong: the slopes of the padding are lost",
    inputsToSave: ["x"],
    gradFunc: (dy, [x], attrs) => ({
      x: () => {
        const { paddings, mode } = attrs as { paddings: [number, number][]; mode: string };
        const edge = mode === "reflect" ? 1 : 0; // reflect leaves the outermost element out
        return paddings.reduce(
          (slope, padding, axis) => folded(tf, slope, axis, padding, x.shape[axis], edge),
          dy as Tensor,
        );
      },
    }),
  };
}

function folded(
  tf: TensorFlow,
  slope: Tensor,
  axis: number,
  [before, after]: readonly [number, number],
  size: number,
  edge: number,
): Tensor {
  if (before + after === 0) return slope;
  const part = (from: number, length: number) =>
    tf.slice(
      slope,
      slope.shape.map((_, i) => (i === axis ? from : 0)),
      slope.shape.map((all, i) => (i === axis ? length : all)),
    );
  /** The padding, turned round and laid where it came from. */
  const back = (from: number, length: number, to: number) =>
    tf.pad(
      tf.reverse(part(from, length), axis),
      slope.shape.map((_, i): [number, number] => (i === axis ? [to, size - to - length] : [0, 0])),
    );
  let sum = part(before, size);
  if (before > 0) sum = tf.add(sum, back(0, before, edge));
  if (after > 0) sum = tf.add(sum, back(before + size, after, size - edge - after));
  return sum;
}
