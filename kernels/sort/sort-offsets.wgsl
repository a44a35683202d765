// sort-offsets: replaces each of `size` counts by the sum of those before it. One workgroup.
struct Params {
  size: u32,
}
@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read_write> counts: array<u32>;

const lanes = 256u;
var<workgroup> sums: array<u32, lanes>;

@compute @workgroup_size(lanes)
fn sort_offsets(@builtin(local_invocation_index) lane: u32) {
  let share = (params.size + lanes - 1u) / lanes;
  let first = min(params.size, lane * share);
  let end = min(params.size, first + share);
  var sum = 0u;
  for (var i = first; i < end; i++) {
    sum += counts[i];
  }
  sums[lane] = sum;
  workgroupBarrier();
  for (var reach = 1u; reach < lanes; reach *= 2u) {
    var before = 0u;
    if (lane >= reach) {
      before = sums[lane - reach];
    }
    workgroupBarrier();
    sums[lane] += before;
    workgroupBarrier();
  }
  var offset = sums[lane] - sum;
  for (var i = first; i < end; i++) {
    let count = counts[i];
    counts[i] = offset;
    offset += count;
  }
}
