// dilation-parameters: sizes of a grayscale dilation, the same for its three kernels. Joined in front of each.
struct Params {
  batch: u32,
  inHeight: u32,
  inWidth: u32,
  depth: u32,
  outHeight: u32,
  outWidth: u32,
  filterHeight: u32,
  filterWidth: u32,
  strideHeight: u32,
  strideWidth: u32,
  dilationHeight: u32,
  dilationWidth: u32,
  padTop: u32,
  padLeft: u32,
}
@group(0) @binding(0) var<uniform> params: Params;
