// Whole numbers in weights and in what flows through: for each batch the scale of the inputs is found anew
// (DynamicQuantizeLinear), matrices are multiplied in whole numbers (MatMulInteger, ConvInteger), and one multiplication
// brings the result back. As `onnxruntime.quantization.quantize_dynamic` does, weights per channel.
import {
  elementTypes,
  type GraphMessage,
  int,
  type NodeMessage,
  tensorMessage,
  type TensorMessage,
} from "#models/onnx/onnx-types.ts";
import type { Converter } from "./conversion.ts";
import { quantizeChannels } from "./round-to-nearest.ts";
import { bytesTensor, floatsOf, shapeOf } from "./tensor-values.ts";

export const dynamicInt8: Converter = ({ node, tensor, axis }, graph) => {
  const isConvolution = node.opType === "Conv";
  if (!isConvolution && !isPlainProduct(node))
    return `${node.opType} has no form that multiplies whole numbers`;
  const [input, , bias] = node.input;
  const [output] = node.output;
  const shape = shapeOf(tensor);
  const { values, scales } = quantizeChannels(floatsOf(tensor), shape, axis);
  // [channels], or [channels, 1, 1] to stand before the sides of a picture.
  const spread = isConvolution ? [scales.length, ...shape.slice(2).map(() => 1)] : [scales.length];
  const stored = bytesTensor(`${tensor.name}_int8`, "int8", shape, new Uint8Array(values.buffer));
  const scale = tensorMessage(`${tensor.name}_scale`, spread, scales);
  const constants = [stored, scale];
  const at = (name: string) => `${output}_${name}`;
  const nodes: NodeMessage[] = [
    made("DynamicQuantizeLinear", [input], [at("input"), at("input_scale"), at("input_zero")]),
    {
      ...made(
        isConvolution ? "ConvInteger" : "MatMulInteger",
        [at("input"), stored.name, at("input_zero")],
        [at("whole")],
      ),
      attribute: node.attribute,
    },
    {
      ...made("Cast", [at("whole")], [at("float")]),
      attribute: [{ name: "to", ...int(elementTypes.float) }],
    },
    made("Mul", [at("input_scale"), scale.name], [at("scale")]),
    made("Mul", [at("float"), at("scale")], [bias ? at("scaled") : output]),
  ];
  if (bias) {
    const added = biasOf(bias, graph, spread);
    if (!added) return "what is added to its products is no constant";
    if (added.name !== bias) constants.push(added);
    nodes.push(made("Add", [at("scaled"), added.name], [output]));
  }
  return { nodes, constants };
};

/** MatMul, or a Gemm that only multiplies and adds. */
export function isPlainProduct({ opType, attribute }: NodeMessage): boolean {
  return opType === "MatMul" || (opType === "Gemm" && attribute.length === 0);
}

function biasOf(name: string, graph: GraphMessage, spread: readonly number[]): TensorMessage | undefined {
  const found = graph.initializer.find((tensor) => tensor.name === name);
  if (!found || spread.length === 1) return found;
  return { ...found, name: `${name}_spread`, dims: spread.map(BigInt) };
}

function made(opType: string, input: string[], output: string[]): NodeMessage {
  return { name: output[0], opType, input, output, attribute: [] };
}
