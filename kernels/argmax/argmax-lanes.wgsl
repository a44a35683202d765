// argmax-lanes: as argmax-line, for long lines: one workgroup per element of the result. Of equal values in
// two invocations the one with the lower place is kept, so that the first of all is found.
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

const lanes = 64u;
const nowhere = 0xffffffffu;
var<workgroup> bests: array<T, lanes>;
var<workgroup> places: array<u32, lanes>;

fn isNan(value: T) -> bool {
  return isFloat && (bitcast<u32>(value) & 0x7fffffffu) > 0x7f800000u;
}

@compute @workgroup_size(lanes)
fn argmax_lanes(
  @builtin(workgroup_id) id: vec3<u32>,
  @builtin(num_workgroups) grid: vec3<u32>,
  @builtin(local_invocation_index) lane: u32,
) {
  let i = (id.z * grid.y + id.y) * grid.x + id.x;
  if (i >= params.outer * params.inner) {
    return;
  }
  let first = i / params.inner * params.length * params.inner + i % params.inner;
  var best = x[first];
  var place = nowhere;
  for (var k = lane; k < params.length; k += lanes) {
    let value = x[first + k * params.inner];
    if (!isNan(value) && (place == nowhere || select(value > best, value < best, isMin))) {
      best = value;
      place = k;
    }
  }
  bests[lane] = best;
  places[lane] = place;
  workgroupBarrier();
  for (var half = lanes / 2u; half > 0u; half /= 2u) {
    if (lane < half && places[lane + half] != nowhere) {
      let other = bests[lane + half];
      let own = bests[lane];
      let isBetter = select(other > own, other < own, isMin)
        || (other == own && places[lane + half] < places[lane]);
      if (places[lane] == nowhere || isBetter) {
        bests[lane] = other;
        places[lane] = places[lane + half];
      }
    }
    workgroupBarrier();
  }
  if (lane == 0u) {
    out[i] = select(i32(places[0]), 0i, isNan(x[first]));
  }
}
