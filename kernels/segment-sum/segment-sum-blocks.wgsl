// segment-sum-blocks: sums of whole blocks of sorted rows, for segments that are longer than a block.
// values [rows, columns], order [rows] and keys [rows] ascending -> blocks [rows / blockRows, columns].
// One invocation per block and column. A block that more than one segment shares is left as it is.
alias T = f32;
override blockRows: u32 = 256;

struct Params {
  rows: u32,
  columns: u32,
  blockCount: u32, // whole ones
}
@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read_write> blocks: array<T>;
@group(0) @binding(2) var<storage, read> values: array<T>;
@group(0) @binding(3) var<storage, read> order: array<u32>;
@group(0) @binding(4) var<storage, read> keys: array<u32>;

@compute @workgroup_size(64)
fn segment_sum_blocks(
  @builtin(workgroup_id) id: vec3<u32>,
  @builtin(num_workgroups) grid: vec3<u32>,
  @builtin(local_invocation_index) lane: u32,
) {
  let i = ((id.z * grid.y + id.y) * grid.x + id.x) * 64u + lane;
  if (i >= params.blockCount * params.columns) {
    return;
  }
  let column = i % params.columns;
  let first = i / params.columns * blockRows;
  if (keys[first] != keys[first + blockRows - 1u]) {
    return;
  }
  var sum = T(0);
  for (var row = first; row < first + blockRows; row++) {
    sum += values[order[row] * params.columns + column];
  }
  blocks[i] = sum;
}
