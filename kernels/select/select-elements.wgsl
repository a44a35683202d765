// select-elements: out = where condition then yes else no, element by element. Elements are 4 bytes of any type;
// each element of the condition holds for `share` of them.
struct Params {
  size: u32,
  share: u32,
}
@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read_write> out: array<u32>;
@group(0) @binding(2) var<storage, read> condition: array<u32>;
@group(0) @binding(3) var<storage, read> yes: array<u32>;
@group(0) @binding(4) var<storage, read> no: array<u32>;

@compute @workgroup_size(64)
fn select_elements(
  @builtin(workgroup_id) id: vec3<u32>,
  @builtin(num_workgroups) grid: vec3<u32>,
  @builtin(local_invocation_index) lane: u32,
) {
  let i = ((id.z * grid.y + id.y) * grid.x + id.x) * 64u + lane;
  if (i < params.size) {
    out[i] = select(no[i], yes[i], condition[i / params.share] != 0u);
  }
}
