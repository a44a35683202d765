// scatter-last: base [keys, columns] with the rows that name a key put in its place -> out [keys, columns];
// of several rows that name one key the last stays. updates [rows, columns], order [rows], starts [keys + 1].
alias T = f32;
override baseIsScalar: bool = false; // base [1] stands for every element
override updateIsScalar: bool = false; // so for updates

struct Params {
  keys: u32,
  columns: u32,
}
@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read_write> out: array<T>;
@group(0) @binding(2) var<storage, read> base: array<T>;
@group(0) @binding(3) var<storage, read> updates: array<T>;
@group(0) @binding(4) var<storage, read> order: array<u32>;
@group(0) @binding(5) var<storage, read> starts: array<u32>;

@compute @workgroup_size(64)
fn scatter_last(
  @builtin(workgroup_id) id: vec3<u32>,
  @builtin(num_workgroups) grid: vec3<u32>,
  @builtin(local_invocation_index) lane: u32,
) {
  let i = ((id.z * grid.y + id.y) * grid.x + id.x) * 64u + lane;
  if (i >= params.keys * params.columns) {
    return;
  }
  let key = i / params.columns;
  let end = starts[key + 1u];
  if (end == starts[key]) {
    out[i] = base[select(i, 0u, baseIsScalar)];
  } else {
    let update = order[end - 1u] * params.columns + i % params.columns;
    out[i] = updates[select(update, 0u, updateIsScalar)];
  }
}
