// reduce-parameters: the sizes of a reduction and how two values become one. Joined in front of its kernels.
// The dimensions of x are gathered in up to four groups that stay and four that are reduced.
alias T = f32;

struct Params {
  keptShape: vec4<u32>,
  keptStrides: vec4<u32>, // in elements of x
  reducedShape: vec4<u32>,
  reducedStrides: vec4<u32>,
  size: u32, // of the result: product of keptShape
  length: u32, // of what is reduced to one element: product of reducedShape
  parts: u32, // into how many parts that is cut
  partLength: u32,
  identity: u32, // the bits of the value that changes nothing, and the result where length is 0
  divisor: f32, // of the mean; 1 elsewhere
}
@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read_write> out: array<T>; // [parts, size]
@group(0) @binding(2) var<storage, read> x: array<T>;

override operation: u32 = 0; // as numbered in reduce.ts
override isFloat: bool = true;
override isTruth: bool = false; // any number but 0 counts as 1
override isOneGroup: bool = false; // what is reduced lies at one distance: found without a division

fn placeIn(index: u32, shape: vec4<u32>, strides: vec4<u32>) -> u32 {
  var left = index;
  var place = 0u;
  for (var d = 3i; d > 0i; d--) {
    place += (left % shape[d]) * strides[d];
    left /= shape[d];
  }
  return place + left * strides[0];
}

fn valueAt(first: u32, i: u32) -> T {
  var place = first;
  if (isOneGroup) {
    place += i * params.reducedStrides[3];
  } else {
    place += placeIn(i, params.reducedShape, params.reducedStrides);
  }
  let value = x[place];
  return select(value, T(value != T(0)), isTruth);
}

fn isNan(value: T) -> bool {
  return isFloat && (bitcast<u32>(value) & 0x7fffffffu) > 0x7f800000u;
}

fn combine(a: T, b: T) -> T {
  switch (operation) {
    case 0u: { return a + b; }
    case 1u: { return a * b; }
    case 2u: { return select(select(max(a, b), b, isNan(b)), a, isNan(a)); }
    default: { return select(select(min(a, b), b, isNan(b)), a, isNan(a)); }
  }
}

fn finish(value: T) -> T {
  return select(value, T(f32(value) / params.divisor), params.divisor != 1.0);
}
