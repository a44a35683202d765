// cumulative-lanes: one workgroup per line, for long ones. Each invocation adds up its share of the line,
// then learns what the shares in front of it come to, then writes its own.
const lanes = 256u;
var<workgroup> shares: array<T, lanes>;

@compute @workgroup_size(lanes)
fn cumulative_lanes(
  @builtin(workgroup_id) id: vec3<u32>,
  @builtin(num_workgroups) grid: vec3<u32>,
  @builtin(local_invocation_index) lane: u32,
) {
  let line = (id.z * grid.y + id.y) * grid.x + id.x;
  if (line >= params.outer * params.inner) {
    return;
  }
  let share = (params.length + lanes - 1u) / lanes;
  let start = min(params.length, lane * share);
  let end = min(params.length, start + share);
  var own = T(isProduct);
  for (var k = start; k < end; k++) {
    own = combine(own, x[place(line, k)]);
  }
  shares[lane] = own;
  workgroupBarrier();
  for (var reach = 1u; reach < lanes; reach *= 2u) {
    var before = T(isProduct);
    if (lane >= reach) {
      before = shares[lane - reach];
    }
    workgroupBarrier();
    shares[lane] = combine(before, shares[lane]);
    workgroupBarrier();
  }
  var before = T(isProduct);
  if (lane > 0u) {
    before = shares[lane - 1u];
  }
  writeLine(line, start, end, before);
}
