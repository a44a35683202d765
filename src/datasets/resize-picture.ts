// A picture at another size: cut from its middle to the shape asked for, then each new pixel is the mean of
// those it covers, so that nothing flickers in when a large picture becomes a small one.
import type { Picture } from "./picture.ts";

/** Weights of red, green and blue in a grey (ITU-R BT.601). */
const GREY = [0.299, 0.587, 0.114];

export function resizePicture(
  picture: Picture,
  size: { width: number; height: number; channels: 1 | 3 },
): Picture {
  const { width, height, channels } = size;
  const scale = Math.min(picture.width / width, picture.height / height);
  const left = (picture.width - width * scale) / 2;
  const top = (picture.height - height * scale) / 2;
  const columns = spans(left, scale, width, picture.width);
  const rows = spans(top, scale, height, picture.height);
  const pixels = new Uint8Array(width * height * channels);
  let at = 0;
  for (const row of rows) {
    for (const column of columns) {
      const means = Array.from({ length: picture.channels }, (_, part) => mean(picture, row, column, part));
      if (channels === picture.channels) for (const value of means) pixels[at++] = Math.round(value);
      else if (channels === 3) for (let part = 0; part < 3; part++) pixels[at++] = Math.round(means[0]);
      else pixels[at++] = Math.round(means.reduce((sum, value, part) => sum + value * GREY[part], 0));
    }
  }
  return { width, height, channels, pixels };
}

/** Old pixels below a new one, each with the share of it that lies there. */
type Span = { at: number; share: number }[];

function spans(start: number, scale: number, count: number, limit: number): Span[] {
  return Array.from({ length: count }, (_, i) => {
    const from = start + i * scale;
    const to = from + scale;
    const span: Span = [];
    for (let at = Math.floor(from); at < Math.min(limit, Math.ceil(to - 1e-9)); at++) {
      const share = (Math.min(to, at + 1) - Math.max(from, at)) / scale;
      if (share > 1e-9) span.push({ at, share });
    }
    return span;
  });
}

function mean({ width, channels, pixels }: Picture, row: Span, column: Span, part: number): number {
  let sum = 0;
  for (const { at: y, share: down } of row)
    for (const { at: x, share: across } of column)
      sum += pixels[(y * width + x) * channels + part] * down * across;
  return sum;
}
