// matmul-tiled: a [batch, M, K] × b [batch, K, N] -> out [batch, M, N], f32, or with params.parts > 1 the
// partial products [parts, batch, M, N] of as many parts of K, which matmul-add.wgsl adds up.
// A workgroup of 8 × 8 makes a tile of 32 × 32 elements, 4 × 4 of them in each invocation; it brings
// kTile columns of a and rows of b at a time to workgroup memory.
override transposeA: bool = false;
override transposeB: bool = false;
override kTile: u32 = 16;

@group(0) @binding(4) var<storage, read> a: array<f32>;
@group(0) @binding(5) var<storage, read> b: array<f32>;

const tile = 32u;
const lanes = 64u;
var<workgroup> aTile: array<f32, tile * kTile>; // [kTile, tile]
var<workgroup> bTile: array<f32, tile * kTile>; // [kTile, tile]

@compute @workgroup_size(8, 8)
fn matmul_tiled(
  @builtin(workgroup_id) id: vec3<u32>,
  @builtin(num_workgroups) grid: vec3<u32>,
  @builtin(local_invocation_id) local: vec3<u32>,
  @builtin(local_invocation_index) lane: u32,
) {
  let tileColumns = (params.n + tile - 1u) / tile;
  let tileRows = (params.m + tile - 1u) / tile;
  var left = (id.z * grid.y + id.y) * grid.x + id.x;
  if (left >= tileColumns * tileRows * params.batch * params.parts) {
    return;
  }
  let firstColumn = left % tileColumns * tile;
  left /= tileColumns;
  let firstRow = left % tileRows * tile;
  left /= tileRows;
  let batch = left % params.batch;
  let part = left / params.batch;
  let aFirst = batchOffset(batch, params.aBatchStrides);
  let bFirst = batchOffset(batch, params.bBatchStrides);
  let kEnd = min(params.k, (part + 1u) * params.partLength);

  var sums: array<vec4<f32>, 4>;
  for (var kFirst = part * params.partLength; kFirst < kEnd; kFirst += kTile) {
    // Neighbouring invocations read neighbouring elements, whichever way the operand lies.
    for (var i = lane; i < tile * kTile; i += lanes) {
      let row = select(i / kTile, i % tile, transposeA);
      let k = select(i % kTile, i / tile, transposeA);
      var value = 0.0;
      if (firstRow + row < params.m && kFirst + k < kEnd) {
        let rowMajor = (firstRow + row) * params.k + kFirst + k;
        let columnMajor = (kFirst + k) * params.m + firstRow + row;
        value = a[aFirst + select(rowMajor, columnMajor, transposeA)];
      }
      aTile[k * tile + row] = value;
    }
    for (var i = lane; i < tile * kTile; i += lanes) {
      let column = select(i % tile, i / kTile, transposeB);
      let k = select(i / tile, i % kTile, transposeB);
      var value = 0.0;
      if (firstColumn + column < params.n && kFirst + k < kEnd) {
        let rowMajor = (kFirst + k) * params.n + firstColumn + column;
        let columnMajor = (firstColumn + column) * params.k + kFirst + k;
        value = b[bFirst + select(rowMajor, columnMajor, transposeB)];
      }
      bTile[k * tile + column] = value;
    }
    workgroupBarrier();
    for (var k = 0u; k < kTile; k++) {
      let at = k * tile + local.x * 4u;
      let bRow = vec4<f32>(bTile[at], bTile[at + 1u], bTile[at + 2u], bTile[at + 3u]);
      for (var r = 0u; r < 4u; r++) {
        sums[r] += aTile[k * tile + local.y * 4u + r] * bRow;
      }
    }
    workgroupBarrier();
  }

  for (var r = 0u; r < 4u; r++) {
    let row = firstRow + local.y * 4u + r;
    for (var c = 0u; c < 4u; c++) {
      let column = firstColumn + local.x * 4u + c;
      if (row < params.m && column < params.n) {
        let i = ((part * params.batch + batch) * params.m + row) * params.n + column;
        if (params.parts == 1u) {
          out[i] = finish(sums[r][c], batch, row, column);
        } else {
          out[i] = sums[r][c];
        }
      }
    }
  }
}
