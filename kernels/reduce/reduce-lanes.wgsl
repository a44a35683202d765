// reduce-lanes: one workgroup per element of the result (and part), whose invocations take every `lanes`-th
// value: neighbours read neighbours where the last dimension is reduced.
override lanes: u32 = 64; // a power of two

var<workgroup> partial: array<T, lanes>;

@compute @workgroup_size(lanes)
fn reduce_lanes(
  @builtin(workgroup_id) id: vec3<u32>,
  @builtin(num_workgroups) grid: vec3<u32>,
  @builtin(local_invocation_index) lane: u32,
) {
  let i = (id.z * grid.y + id.y) * grid.x + id.x;
  if (i >= params.size * params.parts) {
    return;
  }
  let first = placeIn(i % params.size, params.keptShape, params.keptStrides);
  let start = i / params.size * params.partLength;
  let end = min(params.length, start + params.partLength);
  var result = bitcast<T>(params.identity);
  for (var k = start + lane; k < end; k += lanes) {
    result = combine(result, valueAt(first, k));
  }
  partial[lane] = result;
  workgroupBarrier();
  for (var half = lanes / 2u; half > 0u; half /= 2u) {
    if (lane < half) {
      partial[lane] = combine(partial[lane], partial[lane + half]);
    }
    workgroupBarrier();
  }
  if (lane == 0u) {
    out[i] = finish(partial[0]);
  }
}
