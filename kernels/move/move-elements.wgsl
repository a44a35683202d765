// move-elements: out element at (c0, c1, …) = x element at start + c · step along each dimension of the result, or
// `fill` where that lies outside x. With isWrite the other way round: x has the shape of the coordinates, and
// its elements go to these places of out. Elements are 4 bytes of any type. Up to 8 dimensions.
override isWrite: bool = false;

struct Params {
  outShape: array<vec4<u32>, 2>,
  start: array<vec4<i32>, 2>,
  step: array<vec4<i32>, 2>,
  shape: array<vec4<i32>, 2>, // of x, in the order of the result's dimensions
  strides: array<vec4<u32>, 2>, // so too
  size: u32, // of outShape
  fill: u32, // bits
}
@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read_write> out: array<u32>;
@group(0) @binding(2) var<storage, read> x: array<u32>;

@compute @workgroup_size(64)
fn move_elements(
  @builtin(workgroup_id) id: vec3<u32>,
  @builtin(num_workgroups) grid: vec3<u32>,
  @builtin(local_invocation_index) lane: u32,
) {
  let i = ((id.z * grid.y + id.y) * grid.x + id.x) * 64u + lane;
  if (i >= params.size) {
    return;
  }
  var left = i;
  var at = 0u;
  var isInside = true;
  for (var d = 7i; d >= 0i; d--) {
    let size = params.outShape[d / 4i][d % 4i];
    let place = params.start[d / 4i][d % 4i] + i32(left % size) * params.step[d / 4i][d % 4i];
    left /= size;
    isInside = isInside && place >= 0i && place < params.shape[d / 4i][d % 4i];
    at += u32(place) * params.strides[d / 4i][d % 4i];
  }
  if (isWrite) {
    out[at] = x[i];
  } else if (isInside) {
    out[i] = x[at];
  } else {
    out[i] = params.fill;
  }
}
