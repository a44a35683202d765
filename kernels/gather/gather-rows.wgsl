// gather-rows: x [batch, outer, length, inner] and indices [batch, count] -> out [batch, outer, count, inner].
// An index outside gives 0. Elements are 4 bytes of any type.
struct Params {
  size: u32, // of the result
  outer: u32,
  length: u32,
  inner: u32,
  count: u32,
}
@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read_write> out: array<u32>;
@group(0) @binding(2) var<storage, read> x: array<u32>;
@group(0) @binding(3) var<storage, read> indices: array<i32>;

@compute @workgroup_size(64)
fn gather_rows(
  @builtin(workgroup_id) id: vec3<u32>,
  @builtin(num_workgroups) grid: vec3<u32>,
  @builtin(local_invocation_index) lane: u32,
) {
  let i = ((id.z * grid.y + id.y) * grid.x + id.x) * 64u + lane;
  if (i >= params.size) {
    return;
  }
  let inner = i % params.inner;
  let row = i / params.inner % params.count;
  let outer = i / params.inner / params.count; // batch and outer together
  let index = indices[outer / params.outer * params.count + row];
  var value = 0u;
  if (index >= 0i && u32(index) < params.length) {
    value = x[(outer * params.length + u32(index)) * params.inner + inner];
  }
  out[i] = value;
}
