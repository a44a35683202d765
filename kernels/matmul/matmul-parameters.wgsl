// matmul-parameters: what the three matmul kernels have in common: their sizes, and what is done to an
// element of the product before it is stored. Joined in front of each of them.
// The batch has up to four dimensions; a stride of 0 broadcasts an operand along one.
struct Params {
  batchShape: vec4<u32>,
  aBatchStrides: vec4<u32>, // in elements
  bBatchStrides: vec4<u32>,
  biasStrides: vec4<u32>, // along batch, row, column; the fourth is not used
  slopeStrides: vec4<u32>,
  batch: u32, // product of batchShape
  m: u32,
  n: u32,
  k: u32,
  parts: u32, // into how many parts K is cut; 1 where it is not
  partLength: u32, // elements of K in one part
  alpha: f32, // of leakyrelu
}
@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read_write> out: array<f32>;
@group(0) @binding(2) var<storage, read> bias: array<f32>;
@group(0) @binding(3) var<storage, read> slopes: array<f32>; // of prelu

override hasBias: bool = false;
override activation: u32 = 0; // as numbered in matmul.ts

// Offset of this batch entry in an operand.
fn batchOffset(batch: u32, strides: vec4<u32>) -> u32 {
  var left = batch;
  var offset = 0u;
  for (var d = 3i; d >= 0i; d--) {
    offset += (left % params.batchShape[d]) * strides[d];
    left /= params.batchShape[d];
  }
  return offset;
}

fn isNan(x: f32) -> bool {
  return (bitcast<u32>(x) & 0x7fffffffu) > 0x7f800000u;
}

// Bias and activation, as the fused product of tfjs defines them.
fn finish(product: f32, batch: u32, row: u32, column: u32) -> f32 {
  var x = product;
  if (hasBias) {
    x += bias[dot(vec3<u32>(batch, row, column), params.biasStrides.xyz)];
  }
  if (activation == 0u || isNan(x)) {
    return x;
  }
  switch (activation) {
    case 1u: { return max(x, 0.0); }
    case 2u: { return clamp(x, 0.0, 6.0); }
    case 3u: { return select(exp(min(x, 0.0)) - 1.0, x, x >= 0.0); }
    case 4u: { return 1.0 / (1.0 + exp(-x)); }
    case 5u: { return select(x * slopes[dot(vec3<u32>(batch, row, column), params.slopeStrides.xyz)], x, x >= 0.0); }
    case 6u: { return select(x * params.alpha, x, x >= 0.0); }
    default: { return x; }
  }
}
