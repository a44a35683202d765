// Pixels as a PNG in text, which crosses the wall, is kept with the notebook and is drawn without a network.
import { encode } from "fast-png";

const CHUNK = 0x8000;

/** @param pixels red, green, blue and opacity of each pixel, 0 to 255, row by row */
export function pngBase64(width: number, height: number, pixels: Uint8ClampedArray): string {
  const bytes = encode({ width, height, data: new Uint8Array(pixels), channels: 4, depth: 8 });
  let text = "";
  for (let at = 0; at < bytes.length; at += CHUNK)
    text += String.fromCharCode(...bytes.subarray(at, at + CHUNK));
  return btoa(text);
}
