// argmax-line: x [outer, length, inner] -> out [outer, inner], i32: where along the middle the largest value
// is (or the smallest), the first of several. One invocation per element of the result.
// A NaN is passed over, except in the first place, where it stays: so tfjs's CPU kernel has it.
alias T = f32;
override isFloat: bool = true;
override isMin: bool = false;

struct Params {
  outer: u32,
  length: u32,
  inner: u32,
}
@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read_write> out: array<i32>;
@group(0) @binding(2) var<storage, read> x: array<T>;

fn isNan(value: T) -> bool {
  return isFloat && (bitcast<u32>(value) & 0x7fffffffu) > 0x7f800000u;
}

@compute @workgroup_size(64)
fn argmax_line(
  @builtin(workgroup_id) id: vec3<u32>,
  @builtin(num_workgroups) grid: vec3<u32>,
  @builtin(local_invocation_index) lane: u32,
) {
  let i = ((id.z * grid.y + id.y) * grid.x + id.x) * 64u + lane;
  if (i >= params.outer * params.inner) {
    return;
  }
  let first = i / params.inner * params.length * params.inner + i % params.inner;
  var best = x[first];
  var place = 0u;
  if (!isNan(best)) {
    for (var k = 1u; k < params.length; k++) {
      let value = x[first + k * params.inner];
      if (!isNan(value) && select(value > best, value < best, isMin)) {
        best = value;
        place = k;
      }
    }
  }
  out[i] = i32(place);
}
