// Formats that only store weights in fewer bits: operators compute in 32-bit floats, as before. ONNX Runtime makes the
// floats once, when it opens the file, so that a file of these is smaller and as fast.
import { elementTypes, int, type NodeMessage, tensorMessage } from "#models/onnx/onnx-types.ts";
import { float16Bytes, LARGEST_FLOAT16 } from "./float16.ts";
import type { Converter } from "./conversion.ts";
import { quantizeChannels } from "./round-to-nearest.ts";
import { bytesTensor, floatsOf, shapeOf } from "./tensor-values.ts";

/** 16-bit floats, and a Cast under the weight's own name. */
export const asFloat16: Converter = ({ tensor }) => {
  const values = floatsOf(tensor);
  if (values.some((value) => Math.abs(value) > LARGEST_FLOAT16))
    return `it holds a number above ${LARGEST_FLOAT16}, the largest of 16 bits`;
  const stored = bytesTensor(`${tensor.name}_float16`, "float16", shapeOf(tensor), float16Bytes(values));
  const cast = weightNode(tensor.name, "Cast", [stored.name], "to", elementTypes.float);
  return { before: [cast], constants: [stored] };
};

/** 8-bit whole numbers with a scale for each channel, and a DequantizeLinear under the weight's own name. */
export const asInt8: Converter = ({ tensor, axis }) => {
  const shape = shapeOf(tensor);
  const { values, scales } = quantizeChannels(floatsOf(tensor), shape, axis);
  const stored = bytesTensor(`${tensor.name}_int8`, "int8", shape, new Uint8Array(values.buffer));
  const scale = tensorMessage(`${tensor.name}_scale`, [scales.length], scales);
  const multiply = weightNode(tensor.name, "DequantizeLinear", [stored.name, scale.name], "axis", axis);
  return { before: [multiply], constants: [stored, scale] };
};

function weightNode(
  weight: string,
  opType: string,
  input: string[],
  attribute: string,
  value: number,
): NodeMessage {
  const made = { name: attribute, ...int(value) };
  return { name: `${weight}_${opType}`, opType, input, output: [weight], attribute: [made] };
}
