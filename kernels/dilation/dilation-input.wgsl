// dilation-input: dy and chosen [batch, outHeight, outWidth, depth] -> dx [batch, inHeight, inWidth, depth].
// One invocation per element of dx, which gathers from each window that chose it, in a fixed order.
@group(0) @binding(1) var<storage, read_write> dx: array<f32>;
@group(0) @binding(2) var<storage, read> dy: array<f32>;
@group(0) @binding(3) var<storage, read> chosen: array<i32>;

@compute @workgroup_size(64)
fn dilation_input(
  @builtin(workgroup_id) id: vec3<u32>,
  @builtin(num_workgroups) grid: vec3<u32>,
  @builtin(local_invocation_index) lane: u32,
) {
  let i = ((id.z * grid.y + id.y) * grid.x + id.x) * 64u + lane;
  if (i >= params.batch * params.inHeight * params.inWidth * params.depth) {
    return;
  }
  let d = i % params.depth;
  let inColumn = i / params.depth % params.inWidth;
  let inRow = i / params.depth / params.inWidth % params.inHeight;
  let batch = i / params.depth / params.inWidth / params.inHeight;
  var sum = 0.0;
  for (var f = 0u; f < params.filterHeight * params.filterWidth; f++) {
    // Below 0 these wrap to numbers that are too large once they are divided.
    let down = inRow + params.padTop - f / params.filterWidth * params.dilationHeight;
    let right = inColumn + params.padLeft - f % params.filterWidth * params.dilationWidth;
    let isOnGrid = i32(down) >= 0i && i32(right) >= 0i
      && down % params.strideHeight == 0u && right % params.strideWidth == 0u;
    let row = down / params.strideHeight;
    let column = right / params.strideWidth;
    if (isOnGrid && row < params.outHeight && column < params.outWidth) {
      let at = ((batch * params.outHeight + row) * params.outWidth + column) * params.depth + d;
      if (chosen[at] == i32(f)) {
        sum += dy[at];
      }
    }
  }
  dx[i] = sum;
}
