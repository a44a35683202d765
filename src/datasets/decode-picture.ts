// Bytes of a picture file to pixels, by decoders in JavaScript everywhere: a browser's own decoder gives other
// bytes than Node's, and one file must have one version.
import { decode as decodePng } from "fast-png";
import { decode as decodeJpeg } from "jpeg-js";
import { CairnError } from "#errors/cairn-error.ts";
import { onWhite, type Picture } from "./picture.ts";
import { resizePicture } from "./resize-picture.ts";
import { safePng } from "./safe-png.ts";

/** Of one picture: what is declared in the head is asked before anything is made. */
const PIXEL_LIMIT = 64e6;

export interface PictureSize {
  width: number;
  height: number;
  channels: 1 | 3;
}

/**
 * PNG or JPEG to [height, width, channels]. `path`: of the key that named the file. Cut to the shape that is asked for from its middle, then scaled by
 * averaging. Without `size` it keeps its own, and is grey where all its pixels are.
 * @throws CairnError naming the file for other formats and broken ones
 */
export function decodePicture(
  bytes: Uint8Array,
  fileName: string,
  { size, path = ["value"] }: { size?: PictureSize; path?: readonly string[] } = {},
): Picture {
  const whole = decodeWhole(bytes, fileName, path);
  return size ? resizePicture(whole, size) : whole;
}

export function isPictureFile(bytes: Uint8Array): boolean {
  return formatOf(bytes) !== undefined;
}

function decodeWhole(bytes: Uint8Array, fileName: string, path: readonly string[]): Picture {
  const format = formatOf(bytes);
  if (!format) {
    throw new CairnError(`${fileName} is no PNG and no JPEG picture`, {
      code: "bad-picture",
      path,
      hint: "Save it as PNG or JPEG and choose it again.",
    });
  }
  const { width, height } = format === "png" ? pngSize(bytes) : { width: 0, height: 0 };
  if (width * height > PIXEL_LIMIT) throw tooLarge(fileName, `${width} × ${height}`, path);
  try {
    return format === "png" ? fromPng(bytes) : fromJpeg(bytes);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    if (/maxResolutionInMP|maxMemoryUsage/.test(why)) throw tooLarge(fileName, "more than that many", path);
    throw new CairnError(`${fileName} cannot be read as a ${format.toUpperCase()} picture (${why})`, {
      code: "bad-picture",
      path,
      hint: "Open it in a picture program and save it again.",
    });
  }
}

function formatOf(bytes: Uint8Array): "png" | "jpeg" | undefined {
  if (bytes[0] === 0x89 && bytes[1] === 0x50 && bytes[2] === 0x4e && bytes[3] === 0x47) return "png";
  return bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff ? "jpeg" : undefined;
}

function pngSize(bytes: Uint8Array): { width: number; height: number } {
  if (bytes.length < 24) return { width: 0, height: 0 };
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  return { width: view.getUint32(16), height: view.getUint32(20) };
}

function fromPng(bytes: Uint8Array): Picture {
  const { width, height, data, channels, depth, palette } = decodePng(safePng(bytes));
  // Samples of fewer than 8 bits and of 16 are brought to 8; an index stands for its colour.
  const max = 2 ** depth - 1;
  const perRow = depth < 8 ? Math.ceil((width * channels * depth) / 8) : 0;
  const sample = (x: number, y: number, part: number) => {
    if (depth >= 8) return data[(y * width + x) * channels + part];
    const bit = x * depth;
    return (data[y * perRow + (bit >> 3)] >> (8 - depth - (bit & 7))) & max;
  };
  return fromSamples(width, height, (x, y) => {
    if (palette) return palette[sample(x, y, 0)] ?? [0, 0, 0];
    const scaled = (part: number) => Math.round((sample(x, y, part) / max) * 255);
    const alpha = channels === 2 || channels === 4 ? scaled(channels - 1) : 255;
    return channels < 3 ? [scaled(0), scaled(0), scaled(0), alpha] : [scaled(0), scaled(1), scaled(2), alpha];
  });
}

function fromJpeg(bytes: Uint8Array): Picture {
  const { width, height, data } = decodeJpeg(bytes, {
    useTArray: true,
    maxResolutionInMP: PIXEL_LIMIT / 1e6,
    maxMemoryUsageInMB: 1024,
  });
  return fromSamples(width, height, (x, y) => {
    const at = (y * width + x) * 4;
    return [data[at], data[at + 1], data[at + 2]];
  });
}

/** What is transparent lies on white. Grey when every pixel is. */
function fromSamples(
  width: number,
  height: number,
  colourAt: (x: number, y: number) => readonly number[],
): Picture {
  const colour = new Uint8Array(width * height * 3);
  let isGrey = true;
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++, at += 3) {
      const [red, green, blue, alpha = 255] = colourAt(x, y);
      colour[at] = onWhite(red, alpha);
      colour[at + 1] = onWhite(green, alpha);
      colour[at + 2] = onWhite(blue, alpha);
      isGrey &&= colour[at] === colour[at + 1] && colour[at] === colour[at + 2];
    }
  }
  if (!isGrey) return { width, height, channels: 3, pixels: colour };
  return { width, height, channels: 1, pixels: colour.filter((_, i) => i % 3 === 0) };
}

function tooLarge(fileName: string, size: string, path: readonly string[]): CairnError {
  return new CairnError(
    `${fileName} is ${size} pixels large; at most ${PIXEL_LIMIT / 1e6} million are read`,
    { code: "bad-picture", path, hint: "Make it smaller in a picture program." },
  );
}
