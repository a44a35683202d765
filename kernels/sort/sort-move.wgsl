// sort-move: moves each row to its place by four bits of its key, rows of equal bits in the order they had.
// keys, order [rows] and offsets [16, blocks] -> movedKeys, movedOrder [rows]. One workgroup per block of
// rows; each of its 64 invocations owns neighbouring rows.
override blockRows: u32 = 1024; // a multiple of 64

struct Params {
  rows: u32,
  blocks: u32,
  shift: u32,
}
@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read_write> movedKeys: array<u32>;
@group(0) @binding(2) var<storage, read_write> movedOrder: array<u32>;
@group(0) @binding(3) var<storage, read> keys: array<u32>;
@group(0) @binding(4) var<storage, read> order: array<u32>;
@group(0) @binding(5) var<storage, read> offsets: array<u32>;

var<workgroup> next: array<u32, 1024>; // [16, 64]: where the next row of an invocation goes

@compute @workgroup_size(64)
fn sort_move(
  @builtin(workgroup_id) id: vec3<u32>,
  @builtin(num_workgroups) grid: vec3<u32>,
  @builtin(local_invocation_index) lane: u32,
) {
  let block = (id.z * grid.y + id.y) * grid.x + id.x;
  if (block >= params.blocks) {
    return;
  }
  let share = blockRows / 64u;
  let first = min(params.rows, block * blockRows + lane * share);
  let end = min(params.rows, first + share);
  for (var row = first; row < end; row++) {
    next[((keys[row] >> params.shift) & 15u) * 64u + lane] += 1u;
  }
  workgroupBarrier();
  if (lane < 16u) {
    var place = offsets[lane * params.blocks + block];
    for (var other = 0u; other < 64u; other++) {
      let count = next[lane * 64u + other];
      next[lane * 64u + other] = place;
      place += count;
    }
  }
  workgroupBarrier();
  for (var row = first; row < end; row++) {
    let at = ((keys[row] >> params.shift) & 15u) * 64u + lane;
    let place = next[at];
    next[at] += 1u;
    movedKeys[place] = keys[row];
    movedOrder[place] = order[row];
  }
}
