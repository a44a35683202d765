// bincount-count: starts [bins + 1] of sorted rows -> out [bins], how many rows each bin has, or with
// isBinary whether it has any.
alias T = f32;
override isBinary: bool = false;

struct Params {
  bins: u32,
}
@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read_write> out: array<T>;
@group(0) @binding(2) var<storage, read> starts: array<u32>;

@compute @workgroup_size(64)
fn bincount_count(
  @builtin(workgroup_id) id: vec3<u32>,
  @builtin(num_workgroups) grid: vec3<u32>,
  @builtin(local_invocation_index) lane: u32,
) {
  let i = ((id.z * grid.y + id.y) * grid.x + id.x) * 64u + lane;
  if (i >= params.bins) {
    return;
  }
  let count = starts[i + 1u] - starts[i];
  out[i] = T(select(count, min(count, 1u), isBinary));
}
