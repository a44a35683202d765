// max-pool-gradient: dy and chosen [batch, outD, outH, outW, channels] -> dx [batch, imageD, imageH, imageW,
// channels]. One invocation for each element of dx, which gathers from each window that chose it, in a fixed order.
@group(0) @binding(1) var<storage, read_write> dx: array<f32>;
@group(0) @binding(2) var<storage, read> dy: array<f32>;
@group(0) @binding(3) var<storage, read> chosen: array<i32>;

@compute @workgroup_size(64)
fn max_pool_gradient(
  @builtin(workgroup_id) id: vec3<u32>,
  @builtin(num_workgroups) grid: vec3<u32>,
  @builtin(local_invocation_index) lane: u32,
) {
  let i = ((id.z * grid.y + id.y) * grid.x + id.x) * 64u + lane;
  if (i >= params.batch * params.imageD * params.imageH * params.imageW * params.channels) {
    return;
  }
  let channel = i % params.channels;
  let w = i / params.channels % params.imageW;
  let h = i / params.channels / params.imageW % params.imageH;
  let d = i / params.channels / params.imageW / params.imageH % params.imageD;
  let batch = i / params.channels / params.imageW / params.imageH / params.imageD;
  var sum = 0.0;
  for (var tap = 0u; tap < params.windowD * params.windowH * params.windowW; tap++) {
    let deep = d + params.beforeD - tap / (params.windowW * params.windowH);
    let down = h + params.beforeH - tap / params.windowW % params.windowH;
    let right = w + params.beforeW - tap % params.windowW;
    let isOnGrid = i32(deep) >= 0i && i32(down) >= 0i && i32(right) >= 0i
      && deep % params.strideD == 0u && down % params.strideH == 0u && right % params.strideW == 0u;
    let depth = deep / params.strideD;
    let row = down / params.strideH;
    let column = right / params.strideW;
    if (isOnGrid && depth < params.outD && row < params.outH && column < params.outW) {
      let at = (((batch * params.outD + depth) * params.outH + row) * params.outW + column) * params.channels + channel;
      if (chosen[at] == i32(tap)) {
        sum += dy[at];
      }
    }
  }
  dx[i] = sum;
}
