// max-pool-argmax: x [batch, imageD, imageH, imageW, channels] f32 -> chosen [batch, outD, outH, outW, channels]
// i32: which tap of each window is the greatest, the first of several, and −1 where the window lies outside.
@group(0) @binding(1) var<storage, read_write> chosen: array<i32>;
@group(0) @binding(2) var<storage, read> x: array<f32>;

@compute @workgroup_size(64)
fn max_pool_argmax(
  @builtin(workgroup_id) id: vec3<u32>,
  @builtin(num_workgroups) grid: vec3<u32>,
  @builtin(local_invocation_index) lane: u32,
) {
  let i = ((id.z * grid.y + id.y) * grid.x + id.x) * 64u + lane;
  if (i >= params.batch * params.outD * params.outH * params.outW * params.channels) {
    return;
  }
  let channel = i % params.channels;
  let column = i / params.channels % params.outW;
  let row = i / params.channels / params.outW % params.outH;
  let depth = i / params.channels / params.outW / params.outH % params.outD;
  let batch = i / params.channels / params.outW / params.outH / params.outD;
  var best = -1i;
  var greatest = 0.0;
  for (var tap = 0u; tap < params.windowD * params.windowH * params.windowW; tap++) {
    // A place in front of the image wraps to a number larger than any size.
    let d = depth * params.strideD + tap / (params.windowW * params.windowH) - params.beforeD;
    let h = row * params.strideH + tap / params.windowW % params.windowH - params.beforeH;
    let w = column * params.strideW + tap % params.windowW - params.beforeW;
    if (d < params.imageD && h < params.imageH && w < params.imageW) {
      let value = x[(((batch * params.imageD + d) * params.imageH + h) * params.imageW + w) * params.channels + channel];
      if (best < 0i || value > greatest) {
        best = i32(tap);
        greatest = value;
      }
    }
  }
  chosen[i] = best;
}
