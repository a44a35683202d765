// softmax-lanes: x [rows, columns] -> out [rows, columns], f32, each row sums to 1. One workgroup per row,
// whose invocations take every `lanes`-th column.
override lanes: u32 = 64;

struct Params {
  rows: u32,
  columns: u32,
}
@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read_write> out: array<f32>;
@group(0) @binding(2) var<storage, read> x: array<f32>;

var<workgroup> partial: array<f32, lanes>;

@compute @workgroup_size(lanes)
fn softmax_lanes(
  @builtin(workgroup_id) id: vec3<u32>,
  @builtin(num_workgroups) grid: vec3<u32>,
  @builtin(local_invocation_index) lane: u32,
) {
  let row = (id.z * grid.y + id.y) * grid.x + id.x;
  if (row >= params.rows) {
    return;
  }
  let first = row * params.columns;

  var largest = -3.402823e38;
  for (var c = lane; c < params.columns; c += lanes) {
    largest = max(largest, x[first + c]);
  }
  partial[lane] = largest;
  workgroupBarrier();
  for (var half = lanes / 2u; half > 0u; half /= 2u) {
    if (lane < half) {
      partial[lane] = max(partial[lane], partial[lane + half]);
    }
    workgroupBarrier();
  }
  largest = partial[0];
  workgroupBarrier();

  var sum = 0.0;
  for (var c = lane; c < params.columns; c += lanes) {
    sum += exp(x[first + c] - largest);
  }
  partial[lane] = sum;
  workgroupBarrier();
  for (var half = lanes / 2u; half > 0u; half /= 2u) {
    if (lane < half) {
      partial[lane] += partial[lane + half];
    }
    workgroupBarrier();
  }
  sum = partial[0];

  for (var c = lane; c < params.columns; c += lanes) {
    out[first + c] = exp(x[first + c] - largest) / sum;
  }
}
