// matmul-naive: a [batch, M, K] × b [batch, K, N] -> out [batch, M, N], f32. One invocation per element.
// With transposeA the rows of a in memory are its columns here, and so for b.
override transposeA: bool = false;
override transposeB: bool = false;

@group(0) @binding(4) var<storage, read> a: array<f32>;
@group(0) @binding(5) var<storage, read> b: array<f32>;

@compute @workgroup_size(64)
fn matmul_naive(
  @builtin(workgroup_id) id: vec3<u32>,
  @builtin(num_workgroups) grid: vec3<u32>,
  @builtin(local_invocation_index) lane: u32,
) {
  let i = ((id.z * grid.y + id.y) * grid.x + id.x) * 64u + lane;
  if (i >= params.batch * params.m * params.n) {
    return;
  }
  let column = i % params.n;
  let row = i / params.n % params.m;
  let batch = i / params.n / params.m;
  let aFirst = batchOffset(batch, params.aBatchStrides) + select(row * params.k, row, transposeA);
  let bFirst = batchOffset(batch, params.bBatchStrides) + select(column, column * params.k, transposeB);
  let aStep = select(1u, params.m, transposeA);
  let bStep = select(params.n, 1u, transposeB);
  var sum = 0.0;
  for (var k = 0u; k < params.k; k++) {
    sum += a[aFirst + k * aStep] * b[bFirst + k * bStep];
  }
  out[i] = finish(sum, batch, row, column);
}
