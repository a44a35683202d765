// matmul-read-vectors: how matmul-blocked reads its operands where every row in memory is a multiple of four
// elements long: four at once. Joined in front of it.
@group(0) @binding(4) var<storage, read> a: array<vec4<f32>>;
@group(0) @binding(5) var<storage, read> b: array<vec4<f32>>;

// Four neighbouring elements from `first`, a multiple of four; there are `count` of them or none.
fn fourOfA(first: u32, count: u32) -> vec4<f32> {
  return a[first / 4u];
}

fn fourOfB(first: u32, count: u32) -> vec4<f32> {
  return b[first / 4u];
}
