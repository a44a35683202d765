// max-pool-parameters: sizes of a pooling in three dimensions (d depth, h height, w width), the same for its two
// kernels. Joined in front of each.
struct Params {
  batch: u32,
  channels: u32,
  imageD: u32,
  imageH: u32,
  imageW: u32,
  outD: u32,
  outH: u32,
  outW: u32,
  windowD: u32,
  windowH: u32,
  windowW: u32,
  strideD: u32,
  strideH: u32,
  strideW: u32,
  beforeD: u32,
  beforeH: u32,
  beforeW: u32,
}
@group(0) @binding(0) var<uniform> params: Params;
