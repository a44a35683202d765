// multinomial-draw: probabilities [rows, outcomes] and uniform numbers [samples] in [0, 1) -> out
// [rows, samples], i32: the outcome at which the sum of the probabilities passes the number. The last
// outcome takes what rounding leaves. Each row is given the same numbers, as on the CPU.
struct Params {
  rows: u32,
  outcomes: u32,
  samples: u32,
}
@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read_write> out: array<i32>;
@group(0) @binding(2) var<storage, read> probabilities: array<f32>;
@group(0) @binding(3) var<storage, read> uniformNumbers: array<f32>;

@compute @workgroup_size(64)
fn multinomial_draw(
  @builtin(workgroup_id) id: vec3<u32>,
  @builtin(num_workgroups) grid: vec3<u32>,
  @builtin(local_invocation_index) lane: u32,
) {
  let i = ((id.z * grid.y + id.y) * grid.x + id.x) * 64u + lane;
  if (i >= params.rows * params.samples) {
    return;
  }
  let first = i / params.samples * params.outcomes;
  let number = uniformNumbers[i % params.samples];
  var sum = 0.0;
  var outcome = 0u;
  for (; outcome + 1u < params.outcomes; outcome++) {
    sum += probabilities[first + outcome];
    if (number < sum) {
      break;
    }
  }
  out[i] = i32(outcome);
}
