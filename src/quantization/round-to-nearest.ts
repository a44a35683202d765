// Weights as small whole numbers, rounded to the nearest step ("RTN"): no data is needed. Steps are those that ONNX
// Runtime's own tools choose, so that a file of ours answers as one of theirs.
import { product, stepsOf } from "./tensor-values.ts";

/** A weight of 8 bits: value[i] ≈ values[i] * scales[channel of i]. */
export interface ChannelWeights {
  values: Int8Array;
  /** [channels] */
  scales: Float32Array;
}

/**
 * Each channel by its own largest value, symmetric: scale = max |w| / 127, no zero point.
 * As `quantize_dynamic(weight_type=QInt8, per_channel=True)` of ONNX Runtime does
 * (onnxruntime/python/tools/quantization/quant_utils.py, `compute_scale_zp`, symmetric).
 * @param axis whose index is the channel
 */
export function quantizeChannels(
  weights: Float32Array,
  shape: readonly number[],
  axis: number,
): ChannelWeights {
  const channels = shape[axis];
  const step = stepsOf(shape)[axis];
  const channelOf = (i: number) => Math.floor(i / step) % channels;
  const largest = new Float32Array(channels);
  weights.forEach((value, i) => {
    const channel = channelOf(i);
    largest[channel] = Math.max(largest[channel], Math.abs(value));
  });
  const scales = largest.map((value) => (value === 0 ? 1 : value / 127));
  const values = Int8Array.from(weights, (value, i) =>
    clamp(roundEven(value / scales[channelOf(i)]), -127, 127),
  );
  return { values, scales };
}

/** A matrix in blocks of 4 bits along K, as the operator MatMulNBits of ONNX Runtime takes it. */
export interface BlockWeights {
  /** [N, blocks, blockSize / 2]: two numbers a byte, the first in its low half. */
  packed: Uint8Array;
  /** [N, blocks] */
  scales: Float32Array;
  /** [N, ceil(blocks / 2)]: packed in the same way, each row from a byte of its own. */
  zeroPoints: Uint8Array;
  blocks: number;
}

const LARGEST = 15;

/**
 * Each block by its own least and greatest value (0 always among them): w ≈ (q - zeroPoint) * scale, q from 0 to 15.
 * K that is no multiple of the block size is padded with zeros, as the operator's specification says.
 * As `range2scalezp` and `quantize` of ONNX Runtime do (onnxruntime/core/mlas/lib/q4_dq.cpp).
 * @param weights [K, N], row-major
 */
export function quantizeBlocks(
  weights: Float32Array,
  [inner, outer]: readonly [inner: number, outer: number],
  blockSize: number,
): BlockWeights {
  const blocks = Math.ceil(inner / blockSize);
  const packed = new Uint8Array(product([outer, blocks, blockSize / 2]));
  const scales = new Float32Array(outer * blocks);
  const zeroBytes = Math.ceil(blocks / 2);
  const zeroPoints = new Uint8Array(outer * zeroBytes);
  for (let column = 0; column < outer; column++) {
    for (let block = 0; block < blocks; block++) {
      const start = block * blockSize;
      const count = Math.min(blockSize, inner - start);
      const at = (i: number) => (i < count ? weights[(start + i) * outer + column] : 0);
      const { scale, zeroPoint } = rangeOf(at, count);
      const index = column * blocks + block;
      scales[index] = scale;
      zeroPoints[column * zeroBytes + (block >> 1)] |= zeroPoint << (4 * (block % 2));
      const numbers = (i: number) =>
        scale === 0 ? zeroPoint : clamp(Math.floor(at(i) / scale + zeroPoint + 0.5), 0, LARGEST);
      for (let i = 0; i < blockSize; i += 2)
        packed[index * (blockSize / 2) + i / 2] = numbers(i) | (numbers(i + 1) << 4);
    }
  }
  return { packed, scales, zeroPoints, blocks };
}

function rangeOf(at: (i: number) => number, count: number): { scale: number; zeroPoint: number } {
  let [least, greatest] = [0, 0];
  for (let i = 0; i < count; i++) {
    least = Math.min(least, at(i));
    greatest = Math.max(greatest, at(i));
  }
  const scale = Math.fround((greatest - least) / LARGEST);
  const zeroPoint = scale === 0 ? 0 : clamp(Math.floor(-least / scale + 0.5), 0, LARGEST);
  return { scale, zeroPoint };
}

/** To the nearest whole number, ties to the even one, as ONNX rounds. */
function roundEven(value: number): number {
  const below = Math.floor(value);
  const rest = value - below;
  if (rest !== 0.5) return rest < 0.5 ? below : below + 1;
  return below % 2 === 0 ? below : below + 1;
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, value));
}
