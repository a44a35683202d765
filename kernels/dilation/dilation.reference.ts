// The definition of the grayscale dilation y = max over the filter of (x + w) and of its gradients, in
// float64. Of several largest sums in a window the first counts; a window outside the image counts nowhere.

export interface Dilation {
  /** [batch, height, width, depth] */
  x: ArrayLike<number>;
  xShape: readonly [number, number, number, number];
  /** [height, width, depth] */
  filter: ArrayLike<number>;
  filterShape: readonly [number, number, number];
  outHeight: number;
  outWidth: number;
  stride: readonly [number, number];
  dilation: readonly [number, number];
  /** Rows and columns added above and left of the image. */
  pad: readonly [number, number];
}

/** Calls `visit` for each output with the flat places of what made it; −1 for a window outside. */
function eachWindow(given: Dilation, visit: (out: number, at: number, filterAt: number) => void): void {
  const { x, filter, outHeight, outWidth, stride, dilation, pad } = given;
  const [batch, height, width, depth] = given.xShape;
  const [filterHeight, filterWidth] = given.filterShape;
  for (let out = 0; out < batch * outHeight * outWidth * depth; out++) {
    const d = out % depth;
    const column = Math.floor(out / depth) % outWidth;
    const row = Math.floor(out / depth / outWidth) % outHeight;
    const b = Math.floor(out / depth / outWidth / outHeight);
    let [at, filterAt, largest] = [-1, -1, -Infinity];
    for (let fy = 0; fy < filterHeight; fy++) {
      for (let fx = 0; fx < filterWidth; fx++) {
        const inRow = row * stride[0] + fy * dilation[0] - pad[0];
        const inColumn = column * stride[1] + fx * dilation[1] - pad[1];
        if (inRow < 0 || inRow >= height || inColumn < 0 || inColumn >= width) continue;
        const i = ((b * height + inRow) * width + inColumn) * depth + d;
        const f = (fy * filterWidth + fx) * depth + d;
        const value = Math.fround(x[i] + filter[f]);
        if (value > largest) [at, filterAt, largest] = [i, f, value];
      }
    }
    visit(out, at, filterAt);
  }
}

/** `dy` [batch, outHeight, outWidth, depth] -> the gradients of x and of the filter. */
export function dilationGradientReference(
  given: Dilation,
  dy: ArrayLike<number>,
): { dx: Float64Array; dFilter: Float64Array } {
  const dx = new Float64Array(given.x.length);
  const dFilter = new Float64Array(given.filter.length);
  eachWindow(given, (out, at, filterAt) => {
    if (at < 0) return;
    dx[at] += dy[out];
    dFilter[filterAt] += dy[out];
  });
  return { dx, dFilter };
}
