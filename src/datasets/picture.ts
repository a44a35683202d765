// Pictures as plain data, so that a cell can read and make them, and what is needed to move them about.

/** [height, width, channels]; channels: 1 grey, 3 red, green, blue. */
export type PictureShape = readonly [height: number, width: number, channels: number];

export interface Picture {
  width: number;
  height: number;
  channels: number;
  /** [height, width, channels], 0 to 255. */
  pixels: Uint8Array;
}

export function isPicture(value: unknown): value is Picture {
  if (value === null || typeof value !== "object") return false;
  const { width, height, channels, pixels } = value as Partial<Picture>;
  return (
    pixels instanceof Uint8Array &&
    (channels === 1 || channels === 3) &&
    Number.isInteger(width) &&
    Number.isInteger(height) &&
    pixels.length === width! * height! * channels
  );
}

export function pictureAt(
  { shape, pixels }: { shape: PictureShape; pixels: Uint8Array },
  row: number,
): Picture {
  const [height, width, channels] = shape;
  const size = height * width * channels;
  return { width, height, channels, pixels: pixels.slice(row * size, (row + 1) * size) };
}

/** "28 × 28 grey", "64 × 48 colour". */
export function pictureText({ width, height, channels }: Omit<Picture, "pixels">): string {
  return `${width} × ${height} ${channels === 1 ? "grey" : "colour"}`;
}

/** A value of 0 to 255 as it looks on white paper. */
export function onWhite(value: number, alpha: number): number {
  return alpha === 255 ? value : Math.round((value * alpha + 255 * (255 - alpha)) / 255);
}

/** Pixels in a text, for outputs that are kept as JSON. */
export function toBase64(bytes: Uint8Array): string {
  let text = "";
  for (let start = 0; start < bytes.length; start += 8192)
    text += String.fromCharCode(...bytes.subarray(start, start + 8192));
  return btoa(text);
}

/** @throws DOMException when the text is not base64 */
export function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
}
