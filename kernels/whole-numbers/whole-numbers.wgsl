// whole-numbers: a ∘ b, element by element and broadcast, i32; comparisons give 1 or 0. Up to 8 dimensions.
override operation: u32 = 0; // as numbered in whole-numbers.ts

struct Params {
  shape: array<vec4<u32>, 2>, // of the result
  aStrides: array<vec4<u32>, 2>, // 0 where a is broadcast
  bStrides: array<vec4<u32>, 2>,
  size: u32,
}
@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read_write> out: array<i32>;
@group(0) @binding(2) var<storage, read> a: array<i32>;
@group(0) @binding(3) var<storage, read> b: array<i32>;

// The remainder with the sign of the divisor; 0 where that is 0.
fn modulo(x: i32, y: i32) -> i32 {
  if (y == 0i || y == -1i) {
    return 0i;
  }
  let rest = x % y;
  return select(rest, rest + y, rest != 0i && (rest < 0i) != (y < 0i));
}

// Rounded down; 0 where the divisor is.
fn floorDivide(x: i32, y: i32) -> i32 {
  if (y == 0i) {
    return 0i;
  }
  if (y == -1i) {
    return 0i - x;
  }
  return x / y - i32(x % y != 0i && (x < 0i) != (y < 0i));
}

// By repeated squaring; the reciprocal of a power is 0 but for ±1.
fn power(base: i32, exponent: i32) -> i32 {
  if (exponent < 0i) {
    let sign = select(-1i, 1i, base == 1i || exponent % 2i == 0i);
    return select(0i, sign, base == 1i || base == -1i);
  }
  var result = 1i;
  var square = base;
  for (var left = exponent; left > 0i; left /= 2i) {
    if (left % 2i == 1i) {
      result *= square;
    }
    square *= square;
  }
  return result;
}

@compute @workgroup_size(64)
fn whole_numbers(
  @builtin(workgroup_id) id: vec3<u32>,
  @builtin(num_workgroups) grid: vec3<u32>,
  @builtin(local_invocation_index) lane: u32,
) {
  let i = ((id.z * grid.y + id.y) * grid.x + id.x) * 64u + lane;
  if (i >= params.size) {
    return;
  }
  var left = i;
  var aPlace = 0u;
  var bPlace = 0u;
  for (var d = 7i; d >= 0i; d--) {
    let at = left % params.shape[d / 4i][d % 4i];
    left /= params.shape[d / 4i][d % 4i];
    aPlace += at * params.aStrides[d / 4i][d % 4i];
    bPlace += at * params.bStrides[d / 4i][d % 4i];
  }
  let x = a[aPlace];
  let y = b[bPlace];
  var result = 0i;
  switch (operation) {
    case 0u: { result = i32(x == y); }
    case 1u: { result = i32(x != y); }
    case 2u: { result = i32(x < y); }
    case 3u: { result = i32(x <= y); }
    case 4u: { result = i32(x > y); }
    case 5u: { result = i32(x >= y); }
    case 6u: { result = modulo(x, y); }
    case 7u: { result = power(x, y); }
    case 8u: { result = x + y; }
    case 9u: { result = x - y; }
    case 10u: { result = x * y; }
    case 11u: { result = max(x, y); }
    case 12u: { result = min(x, y); }
    case 13u: { result = floorDivide(x, y); }
    default: { result = (x - y) * (x - y); }
  }
  out[i] = result;
}
