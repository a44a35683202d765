// Weights of dense layers in 4 bits, in blocks of 32 that share a scale: the operator MatMulNBits of ONNX Runtime
// (onnxruntime/docs/ContribOperators.md) multiplies with them as they are.
import { int, type NodeMessage, tensorMessage } from "#models/onnx/onnx-types.ts";
import { isPlainProduct } from "./int8-dynamic.ts";
import { type Converter, RUNTIME_DOMAIN } from "./conversion.ts";
import { quantizeBlocks } from "./round-to-nearest.ts";
import { bytesTensor, floatsOf, shapeOf } from "./tensor-values.ts";

export const BLOCK_SIZE = 32;

export const fourBitBlocks: Converter = ({ node, tensor }) => {
  const shape = shapeOf(tensor);
  if (!isPlainProduct(node) || shape.length !== 2)
    return `4 bits are for matrices, and this is a ${node.opType}`;
  const [inner, outer] = shape;
  const [input, , bias] = node.input;
  const [output] = node.output;
  const { packed, scales, zeroPoints, blocks } = quantizeBlocks(floatsOf(tensor), [inner, outer], BLOCK_SIZE);
  const stored = bytesTensor(`${tensor.name}_int4`, "uint8", [outer, blocks, BLOCK_SIZE / 2], packed);
  const scale = tensorMessage(`${tensor.name}_scale`, [outer, blocks], scales);
  const zero = bytesTensor(`${tensor.name}_zero`, "uint8", [outer, Math.ceil(blocks / 2)], zeroPoints);
  const product = bias ? `${output}_product` : output;
  const nodes: NodeMessage[] = [
    {
      name: product,
      opType: "MatMulNBits",
      domain: RUNTIME_DOMAIN,
      input: [input, stored.name, scale.name, zero.name],
      output: [product],
      attribute: Object.entries({ K: inner, N: outer, bits: 4, block_size: BLOCK_SIZE }).map(
        ([name, value]) => ({ name, ...int(value) }),
      ),
    },
    ...(bias
      ? [{ name: output, opType: "Add", input: [product, bias], output: [output], attribute: [] }]
      : []),
  ];
  return { nodes, constants: [stored, scale, zero] };
};
