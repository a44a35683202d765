// sort-starts: sortedKeys [rows] -> starts [keyCount + 1]: the first row of each key and where the last key
// ends, by bisection.
struct Params {
  rows: u32,
  keyCount: u32,
}
@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read_write> starts: array<u32>;
@group(0) @binding(2) var<storage, read> sortedKeys: array<u32>;

@compute @workgroup_size(64)
fn sort_starts(
  @builtin(workgroup_id) id: vec3<u32>,
  @builtin(num_workgroups) grid: vec3<u32>,
  @builtin(local_invocation_index) lane: u32,
) {
  let key = ((id.z * grid.y + id.y) * grid.x + id.x) * 64u + lane;
  if (key > params.keyCount) {
    return;
  }
  var low = 0u;
  var high = params.rows;
  while (low < high) {
    let middle = (low + high) / 2u;
    if (sortedKeys[middle] < key) {
      low = middle + 1u;
    } else {
      high = middle;
    }
  }
  starts[key] = low;
}
