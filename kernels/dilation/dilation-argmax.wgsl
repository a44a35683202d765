// dilation-argmax: x [batch, inHeight, inWidth, depth] and filter [filterHeight, filterWidth, depth], f32 ->
// chosen [batch, outHeight, outWidth, depth], i32: which element of the filter made the largest sum of each
// window, the first of several, and −1 where the whole window lies outside.
@group(0) @binding(1) var<storage, read_write> chosen: array<i32>;
@group(0) @binding(2) var<storage, read> x: array<f32>;
@group(0) @binding(3) var<storage, read> filters: array<f32>;

@compute @workgroup_size(64)
fn dilation_argmax(
  @builtin(workgroup_id) id: vec3<u32>,
  @builtin(num_workgroups) grid: vec3<u32>,
  @builtin(local_invocation_index) lane: u32,
) {
  let i = ((id.z * grid.y + id.y) * grid.x + id.x) * 64u + lane;
  if (i >= params.batch * params.outHeight * params.outWidth * params.depth) {
    return;
  }
  let d = i % params.depth;
  let column = i / params.depth % params.outWidth;
  let row = i / params.depth / params.outWidth % params.outHeight;
  let batch = i / params.depth / params.outWidth / params.outHeight;
  var best = -1i;
  var largest = 0.0;
  for (var f = 0u; f < params.filterHeight * params.filterWidth; f++) {
    // A place above or left of the image wraps to a number larger than any size.
    let inRow = row * params.strideHeight + f / params.filterWidth * params.dilationHeight - params.padTop;
    let inColumn = column * params.strideWidth + f % params.filterWidth * params.dilationWidth - params.padLeft;
    if (inRow < params.inHeight && inColumn < params.inWidth) {
      let value = x[((batch * params.inHeight + inRow) * params.inWidth + inColumn) * params.depth + d]
        + filters[f * params.depth + d];
      if (best < 0i || value > largest) {
        best = i32(f);
        largest = value;
      }
    }
  }
  chosen[i] = best;
}
