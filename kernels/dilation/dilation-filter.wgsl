// dilation-filter: dy and chosen [batch, outHeight, outWidth, depth] -> dw [filterHeight, filterWidth, depth].
// One workgroup per element of the filter, which adds over all windows in a fixed order.
@group(0) @binding(1) var<storage, read_write> dw: array<f32>;
@group(0) @binding(2) var<storage, read> dy: array<f32>;
@group(0) @binding(3) var<storage, read> chosen: array<i32>;

const lanes = 64u;
var<workgroup> sums: array<f32, lanes>;

@compute @workgroup_size(lanes)
fn dilation_filter(
  @builtin(workgroup_id) id: vec3<u32>,
  @builtin(num_workgroups) grid: vec3<u32>,
  @builtin(local_invocation_index) lane: u32,
) {
  let i = (id.z * grid.y + id.y) * grid.x + id.x;
  if (i >= params.filterHeight * params.filterWidth * params.depth) {
    return;
  }
  let f = i32(i / params.depth);
  let windows = params.batch * params.outHeight * params.outWidth;
  var sum = 0.0;
  for (var window = lane; window < windows; window += lanes) {
    let at = window * params.depth + i % params.depth;
    if (chosen[at] == f) {
      sum += dy[at];
    }
  }
  sums[lane] = sum;
  workgroupBarrier();
  for (var half = lanes / 2u; half > 0u; half /= 2u) {
    if (lane < half) {
      sums[lane] += sums[lane + half];
    }
    workgroupBarrier();
  }
  if (lane == 0u) {
    dw[i] = sums[0];
  }
}
