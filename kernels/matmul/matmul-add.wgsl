// matmul-add: partial products [parts, batch, M, N] -> out [batch, M, N], f32, added in the order of K, so
// that two runs are equal bit by bit.
@group(0) @binding(4) var<storage, read> partials: array<f32>;

@compute @workgroup_size(64)
fn matmul_add(
  @builtin(workgroup_id) id: vec3<u32>,
  @builtin(num_workgroups) grid: vec3<u32>,
  @builtin(local_invocation_index) lane: u32,
) {
  let i = ((id.z * grid.y + id.y) * grid.x + id.x) * 64u + lane;
  let size = params.batch * params.m * params.n;
  if (i >= size) {
    return;
  }
  var sum = 0.0;
  for (var part = 0u; part < params.parts; part++) {
    sum += partials[part * size + i];
  }
  out[i] = finish(sum, i / params.n / params.m, i / params.n % params.m, i % params.n);
}
