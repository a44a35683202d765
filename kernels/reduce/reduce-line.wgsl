// reduce-line: one invocation per element of the result (and part) goes along all that is reduced to it.
@compute @workgroup_size(64)
fn reduce_line(
  @builtin(workgroup_id) id: vec3<u32>,
  @builtin(num_workgroups) grid: vec3<u32>,
  @builtin(local_invocation_index) lane: u32,
) {
  let i = ((id.z * grid.y + id.y) * grid.x + id.x) * 64u + lane;
  if (i >= params.size * params.parts) {
    return;
  }
  let first = placeIn(i % params.size, params.keptShape, params.keptStrides);
  let start = i / params.size * params.partLength;
  let end = min(params.length, start + params.partLength);
  var result = bitcast<T>(params.identity);
  for (var k = start; k < end; k++) {
    result = combine(result, valueAt(first, k));
  }
  out[i] = finish(result);
}
