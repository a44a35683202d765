// matmul-read-elements: how matmul-blocked reads operands whose rows are of any length. Joined in front of it.
@group(0) @binding(4) var<storage, read> a: array<f32>;
@group(0) @binding(5) var<storage, read> b: array<f32>;

// Four neighbouring elements from `first`, of which `count` are there (at least one); the others are 0.
fn fourOfA(first: u32, count: u32) -> vec4<f32> {
  let there = vec4<u32>(0u, 1u, 2u, 3u) < vec4<u32>(count);
  let at = first + select(vec4<u32>(0u), vec4<u32>(0u, 1u, 2u, 3u), there);
  return select(vec4<f32>(), vec4<f32>(a[at.x], a[at.y], a[at.z], a[at.w]), there);
}

fn fourOfB(first: u32, count: u32) -> vec4<f32> {
  let there = vec4<u32>(0u, 1u, 2u, 3u) < vec4<u32>(count);
  let at = first + select(vec4<u32>(0u), vec4<u32>(0u, 1u, 2u, 3u), there);
  return select(vec4<f32>(), vec4<f32>(b[at.x], b[at.y], b[at.z], b[at.w]), there);
}
