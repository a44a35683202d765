// segment-sum: values [rows, columns], order [rows] and starts [segments + 1] -> out [segments, columns],
// the sum (or mean) of the rows order[starts[s]] … order[starts[s + 1] − 1] of each segment s.
// One invocation per segment and column, which adds in the order of the rows; where a whole block of them
// belongs to the segment it takes the block's sum from segment-sum-blocks.wgsl.
alias T = f32;
override blockRows: u32 = 256;
override isMean: bool = false;

struct Params {
  segments: u32,
  columns: u32,
}
@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read_write> out: array<T>;
@group(0) @binding(2) var<storage, read> values: array<T>;
@group(0) @binding(3) var<storage, read> order: array<u32>;
@group(0) @binding(4) var<storage, read> starts: array<u32>;
@group(0) @binding(5) var<storage, read> blocks: array<T>;

@compute @workgroup_size(64)
fn segment_sum(
  @builtin(workgroup_id) id: vec3<u32>,
  @builtin(num_workgroups) grid: vec3<u32>,
  @builtin(local_invocation_index) lane: u32,
) {
  let i = ((id.z * grid.y + id.y) * grid.x + id.x) * 64u + lane;
  if (i >= params.segments * params.columns) {
    return;
  }
  let column = i % params.columns;
  let segment = i / params.columns;
  let start = starts[segment];
  let end = starts[segment + 1u];
  var sum = T(0);
  var row = start;
  while (row < end) {
    if (row % blockRows == 0u && row + blockRows <= end) {
      sum += blocks[row / blockRows * params.columns + column];
      row += blockRows;
    } else {
      sum += values[order[row] * params.columns + column];
      row++;
    }
  }
  if (isMean && end > start) {
    sum /= T(end - start);
  }
  out[i] = sum;
}
