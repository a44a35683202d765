// matmul-blocked: a [batch, M, K] × b [batch, K, N] -> out [batch, M, N], f32, or with params.parts > 1 the
// partial products [parts, batch, M, N] of as many parts of K, which matmul-add.wgsl adds up.
// A workgroup of 256 makes a tile of 128 × 128 elements, 8 × 8 of them in each invocation: 64 multiplications for
// four reads of workgroup memory. Each invocation brings a block of 4 × 4 of one operand there at a time, turned so
// that rows of a and columns of b lie in vectors. For a GPU with registers enough: an invocation needs about a hundred.
override transposeA: bool = false;
override transposeB: bool = false;

const tile = 128u;
const half = 64u;
const kTile = 16u;
const pieces = 32u; // vectors along a side of the tile
const blocks = 128u; // of 4 × 4 in a tile of an operand
const kBlocks = 4u; // of them along K
var<workgroup> aTile: array<vec4<f32>, 512>; // [kTile, pieces], four rows of a in each
var<workgroup> bTile: array<vec4<f32>, 512>; // [kTile, pieces], four columns of b in each

// Where a product is stored: the entry of the batch, and the first element of its part.
struct Target {
  batch: u32,
  first: u32,
}

// Rows row … row + 3 of a at k … k + 3: one vector for each k. What lies outside is 0.
fn blockOfA(first: u32, row: u32, k: u32, kEnd: u32) -> mat4x4<f32> {
  var q0 = vec4<f32>();
  var q1 = vec4<f32>();
  var q2 = vec4<f32>();
  var q3 = vec4<f32>();
  if (transposeA) {
    if (row < params.m) {
      let count = params.m - row;
      let at = first + k * params.m + row;
      if (k < kEnd) { q0 = fourOfA(at, count); }
      if (k + 1u < kEnd) { q1 = fourOfA(at + params.m, count); }
      if (k + 2u < kEnd) { q2 = fourOfA(at + 2u * params.m, count); }
      if (k + 3u < kEnd) { q3 = fourOfA(at + 3u * params.m, count); }
    }
    return mat4x4<f32>(q0, q1, q2, q3);
  }
  if (k < kEnd) {
    let count = kEnd - k;
    let at = first + row * params.k + k;
    if (row < params.m) { q0 = fourOfA(at, count); }
    if (row + 1u < params.m) { q1 = fourOfA(at + params.k, count); }
    if (row + 2u < params.m) { q2 = fourOfA(at + 2u * params.k, count); }
    if (row + 3u < params.m) { q3 = fourOfA(at + 3u * params.k, count); }
  }
  return transpose(mat4x4<f32>(q0, q1, q2, q3));
}

// Columns column … column + 3 of b at k … k + 3: one vector for each k.
fn blockOfB(first: u32, column: u32, k: u32, kEnd: u32) -> mat4x4<f32> {
  var q0 = vec4<f32>();
  var q1 = vec4<f32>();
  var q2 = vec4<f32>();
  var q3 = vec4<f32>();
  if (!transposeB) {
    if (column < params.n) {
      let count = params.n - column;
      let at = first + k * params.n + column;
      if (k < kEnd) { q0 = fourOfB(at, count); }
      if (k + 1u < kEnd) { q1 = fourOfB(at + params.n, count); }
      if (k + 2u < kEnd) { q2 = fourOfB(at + 2u * params.n, count); }
      if (k + 3u < kEnd) { q3 = fourOfB(at + 3u * params.n, count); }
    }
    return mat4x4<f32>(q0, q1, q2, q3);
  }
  if (k < kEnd) {
    let count = kEnd - k;
    let at = first + column * params.k + k;
    if (column < params.n) { q0 = fourOfB(at, count); }
    if (column + 1u < params.n) { q1 = fourOfB(at + params.k, count); }
    if (column + 2u < params.n) { q2 = fourOfB(at + 2u * params.k, count); }
    if (column + 3u < params.n) { q3 = fourOfB(at + 3u * params.k, count); }
  }
  return transpose(mat4x4<f32>(q0, q1, q2, q3));
}

fn store(to: Target, row: u32, column: u32, values: vec4<f32>) {
  if (row >= params.m) {
    return;
  }
  for (var c = 0u; c < 4u; c++) {
    if (column + c < params.n) {
      let i = to.first + row * params.n + column + c;
      if (params.parts == 1u) {
        out[i] = finish(values[c], to.batch, row, column + c);
      } else {
        out[i] = values[c];
      }
    }
  }
}

@compute @workgroup_size(256)
fn matmul_blocked(
  @builtin(workgroup_id) id: vec3<u32>,
  @builtin(num_workgroups) grid: vec3<u32>,
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

  // The first half of the workgroup brings a, the other b; neighbours read what lies side by side in memory.
  let isOfA = lane < blocks;
  let block = lane % blocks;
  let isAlongK = select(transposeB, !transposeA, isOfA);
  let piece = select(block % pieces, block / kBlocks, isAlongK);
  let kOfBlock = select(block / pieces, block % kBlocks, isAlongK) * 4u;
  let x = lane % 16u;
  let y = lane / 16u;

  var sums: array<vec4<f32>, 16>; // rows 0 to 3 of y and of half + y, by columns of x and of half + x
  for (var kFirst = part * params.partLength; kFirst < kEnd; kFirst += kTile) {
    let at = kOfBlock * pieces + piece;
    if (isOfA) {
      let q = blockOfA(aFirst, firstRow + piece * 4u, kFirst + kOfBlock, kEnd);
      aTile[at] = q[0];
      aTile[at + pieces] = q[1];
      aTile[at + 2u * pieces] = q[2];
      aTile[at + 3u * pieces] = q[3];
    } else {
      let q = blockOfB(bFirst, firstColumn + piece * 4u, kFirst + kOfBlock, kEnd);
      bTile[at] = q[0];
      bTile[at + pieces] = q[1];
      bTile[at + 2u * pieces] = q[2];
      bTile[at + 3u * pieces] = q[3];
    }
    workgroupBarrier();
    for (var k = 0u; k < kTile; k++) {
      let a0 = aTile[k * pieces + y];
      let a1 = aTile[k * pieces + 16u + y];
      let b0 = bTile[k * pieces + x];
      let b1 = bTile[k * pieces + 16u + x];
      // Written out: an array whose places are known when it is compiled lies in registers.
      sums[0] += a0.x * b0;
      sums[1] += a0.x * b1;
      sums[2] += a0.y * b0;
      sums[3] += a0.y * b1;
      sums[4] += a0.z * b0;
      sums[5] += a0.z * b1;
      sums[6] += a0.w * b0;
      sums[7] += a0.w * b1;
      sums[8] += a1.x * b0;
      sums[9] += a1.x * b1;
      sums[10] += a1.y * b0;
      sums[11] += a1.y * b1;
      sums[12] += a1.z * b0;
      sums[13] += a1.z * b1;
      sums[14] += a1.w * b0;
      sums[15] += a1.w * b1;
    }
    workgroupBarrier();
  }

  let to = Target(batch, (part * params.batch + batch) * params.m * params.n);
  let row = firstRow + y * 4u;
  let column = firstColumn + x * 4u;
  store(to, row + 0u, column, sums[0]);
  store(to, row + 0u, column + half, sums[1]);
  store(to, row + 1u, column, sums[2]);
  store(to, row + 1u, column + half, sums[3]);
  store(to, row + 2u, column, sums[4]);
  store(to, row + 2u, column + half, sums[5]);
  store(to, row + 3u, column, sums[6]);
  store(to, row + 3u, column + half, sums[7]);
  store(to, row + half + 0u, column, sums[8]);
  store(to, row + half + 0u, column + half, sums[9]);
  store(to, row + half + 1u, column, sums[10]);
  store(to, row + half + 1u, column + half, sums[11]);
  store(to, row + half + 2u, column, sums[12]);
  store(to, row + half + 2u, column + half, sums[13]);
  store(to, row + half + 3u, column, sums[14]);
  store(to, row + half + 3u, column + half, sums[15]);
}
