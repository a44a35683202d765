// softmax-rows: x [rows, columns] -> out [rows, columns], f32, each row sums to 1. One invocation per row,
// for rows too short to share.
struct Params {
  rows: u32,
  columns: u32,
}
@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read_write> out: array<f32>;
@group(0) @binding(2) var<storage, read> x: array<f32>;

@compute @workgroup_size(64)
fn softmax_rows(
  @builtin(workgroup_id) id: vec3<u32>,
  @builtin(num_workgroups) grid: vec3<u32>,
  @builtin(local_invocation_index) lane: u32,
) {
  let row = ((id.z * grid.y + id.y) * grid.x + id.x) * 64u + lane;
  if (row >= params.rows) {
    return;
  }
  let first = row * params.columns;
  let end = first + params.columns;
  var largest = -3.402823e38;
  for (var i = first; i < end; i++) {
    largest = max(largest, x[i]);
  }
  var sum = 0.0;
  for (var i = first; i < end; i++) {
    sum += exp(x[i] - largest);
  }
  for (var i = first; i < end; i++) {
    out[i] = exp(x[i] - largest) / sum;
  }
}
