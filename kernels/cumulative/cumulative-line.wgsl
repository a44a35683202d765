// cumulative-line: one invocation per line.
@compute @workgroup_size(64)
fn cumulative_line(
  @builtin(workgroup_id) id: vec3<u32>,
  @builtin(num_workgroups) grid: vec3<u32>,
  @builtin(local_invocation_index) lane: u32,
) {
  let line = ((id.z * grid.y + id.y) * grid.x + id.x) * 64u + lane;
  if (line < params.outer * params.inner) {
    writeLine(line, 0u, params.length, T(isProduct));
  }
}
