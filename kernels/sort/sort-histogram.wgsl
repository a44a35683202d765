// sort-histogram: how often each value of four bits of the key occurs in each block of rows.
// keys [rows] -> counts [16, blocks], the order in which sort-offsets.wgsl adds them up. One workgroup per block.
override blockRows: u32 = 1024; // a multiple of 64

struct Params {
  rows: u32,
  blocks: u32,
  shift: u32, // of the four bits
}
@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read_write> counts: array<u32>;
@group(0) @binding(2) var<storage, read> keys: array<u32>;

var<workgroup> digits: array<atomic<u32>, 16>; // whole numbers add up to the same in any order

@compute @workgroup_size(64)
fn sort_histogram(
  @builtin(workgroup_id) id: vec3<u32>,
  @builtin(num_workgroups) grid: vec3<u32>,
  @builtin(local_invocation_index) lane: u32,
) {
  let block = (id.z * grid.y + id.y) * grid.x + id.x;
  if (block >= params.blocks) {
    return;
  }
  let end = min(params.rows, (block + 1u) * blockRows);
  for (var row = block * blockRows + lane; row < end; row += 64u) {
    atomicAdd(&digits[(keys[row] >> params.shift) & 15u], 1u);
  }
  workgroupBarrier();
  if (lane < 16u) {
    counts[lane * params.blocks + block] = atomicLoad(&digits[lane]);
  }
}
