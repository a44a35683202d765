// sort-keys: indices [rows, rank] i32 -> keys [rows] and order [rows] = 0, 1, 2, …
// The key of a row is the flat position it names, Σ index · stride, and `keyCount` for a position outside
// 0 … keyCount − 1, so that such rows come last.
struct Params {
  strides: array<vec4<u32>, 2>, // of up to 8 dimensions
  rows: u32,
  rank: u32,
  keyCount: u32,
  perGroup: u32, // with groups: rows of one group
  groupStride: u32, // and what a group adds to the key; 0 without groups
}
@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read_write> keys: array<u32>;
@group(0) @binding(2) var<storage, read_write> order: array<u32>;
@group(0) @binding(3) var<storage, read> indices: array<i32>;

@compute @workgroup_size(64)
fn sort_keys(
  @builtin(workgroup_id) id: vec3<u32>,
  @builtin(num_workgroups) grid: vec3<u32>,
  @builtin(local_invocation_index) lane: u32,
) {
  let row = ((id.z * grid.y + id.y) * grid.x + id.x) * 64u + lane;
  if (row >= params.rows) {
    return;
  }
  var position = 0i;
  for (var d = 0u; d < params.rank; d++) {
    position += indices[row * params.rank + d] * i32(params.strides[d / 4u][d % 4u]);
  }
  var isInside = position >= 0i && u32(position) < params.keyCount;
  if (params.groupStride > 0u) {
    isInside = position >= 0i && u32(position) < params.groupStride;
    position += i32(row / params.perGroup * params.groupStride);
  }
  keys[row] = select(params.keyCount, u32(position), isInside);
  order[row] = row;
}
