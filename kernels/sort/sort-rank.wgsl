// sort-rank: keys [rows] -> sortedKeys [rows] and order [rows], stable. Each invocation counts the rows that
// come before its own: rows² comparisons in one dispatch, for few rows.
struct Params {
  rows: u32,
}
@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read_write> sortedKeys: array<u32>;
@group(0) @binding(2) var<storage, read_write> order: array<u32>;
@group(0) @binding(3) var<storage, read> keys: array<u32>;

@compute @workgroup_size(64)
fn sort_rank(
  @builtin(workgroup_id) id: vec3<u32>,
  @builtin(num_workgroups) grid: vec3<u32>,
  @builtin(local_invocation_index) lane: u32,
) {
  let row = ((id.z * grid.y + id.y) * grid.x + id.x) * 64u + lane;
  if (row >= params.rows) {
    return;
  }
  let key = keys[row];
  var rank = 0u;
  for (var i = 0u; i < row; i++) {
    rank += u32(keys[i] <= key);
  }
  for (var i = row + 1u; i < params.rows; i++) {
    rank += u32(keys[i] < key);
  }
  sortedKeys[rank] = key;
  order[rank] = row;
}
