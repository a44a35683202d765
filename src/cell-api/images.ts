// Pixels to be seen: `image(tensor)`. Read when they are shown, because a tensor on the GPU is read asynchronously.
import type { Tensor } from "@tensorflow/tfjs-core";
import { CairnError } from "#errors/cairn-error.ts";
import { tf } from "#models/tensorflow.ts";
import type { ImagesOutput } from "./outputs.ts";
import { pngBase64 } from "./png.ts";

export interface ImageOptions {
  /** Values of black and of white. @default 0 to 255 for whole numbers, 0 to 1 for others that lie there, else their least and greatest */
  range?: readonly [number, number];
  /** What stands under each image. */
  labels?: readonly string[];
}

interface PixelData {
  data: ArrayLike<number>;
  width: number;
  height: number;
}

/** What can be seen as an image, or as several: a tensor [h, w], [h, w, c] or [n, h, w, c], rows of numbers, pixels. */
export type ImageInput = Tensor | readonly (readonly number[])[] | PixelData;

/** How a cell asks for images; what it gives is shown when it is the last expression, or by show. */
export class Images {
  readonly value: ImageInput;
  readonly options: ImageOptions;
  constructor(value: ImageInput, options: ImageOptions) {
    this.value = value;
    this.options = options;
    Object.freeze(this);
  }
}

export const IMAGE_LIMIT = 256;
const PIXEL_LIMIT = 4_000_000;
const CHANNELS = [1, 3, 4];
/** What sums of float32 values are off by: 1.000005, the end of a linspace, is white. */
const ROUNDING = 1e-4;

/** Numbers of `count` images, one after the other, each row by row, each pixel `channels` numbers. */
interface Stack {
  count: number;
  height: number;
  width: number;
  channels: number;
  values: ArrayLike<number>;
  isWhole: boolean;
}

/** @throws CairnError when it is no image, or too many or too large ones */
export async function imagesOutput({ value, options }: Images): Promise<ImagesOutput> {
  const stack = await stackOf(value);
  const { count, height, width, channels } = stack;
  if (count > IMAGE_LIMIT || count * height * width > PIXEL_LIMIT) {
    throw new CairnError(
      `image: ${count} of ${width} × ${height} pixels are more than can be shown (${IMAGE_LIMIT} images, ${PIXEL_LIMIT / 1e6} million pixels)`,
      { code: "too-many-pixels", hint: "Show fewer: tensor.slice([0], [64])." },
    );
  }
  const [black, white] = options.range ?? rangeOf(stack);
  const size = height * width * channels;
  const images = Array.from({ length: count }, (_, index) => {
    const pixels = pixelsOf(stack, index * size, black, white);
    const label = options.labels?.[index];
    return {
      width,
      height,
      png: pngBase64(width, height, pixels),
      ...(label !== undefined && { label: String(label) }),
    };
  });
  const isStretched = options.range === undefined && (black !== 0 || (white !== 1 && white !== 255));
  return { type: "images", images, ...(isStretched && { stretched: [black, white] as [number, number] }) };
}

async function stackOf(value: ImageInput): Promise<Stack> {
  if (value instanceof tf.Tensor) return tensorStack(value);
  if (Array.isArray(value)) return rowsStack(value as readonly (readonly number[])[]);
  const { data, width, height } = (value ?? {}) as Partial<PixelData>;
  if (typeof width === "number" && typeof height === "number" && data && width * height > 0) {
    const channels = data.length / (width * height);
    if (CHANNELS.includes(channels))
      return { count: 1, height, width, channels, values: data, isWhole: !isFloat(data) };
    throw noImage(`${data.length} numbers for ${width} × ${height} pixels`);
  }
  throw noImage(value === null || typeof value !== "object" ? String(value) : "an object");
}

async function tensorStack(tensor: Tensor): Promise<Stack> {
  const { shape } = tensor;
  const [count, height, width, channels] =
    shape.length === 2
      ? [1, ...shape, 1]
      : shape.length === 3
        ? [1, ...shape]
        : shape.length === 4
          ? shape
          : [0];
  if (!count || !height || !width || !CHANNELS.includes(channels))
    throw noImage(`a tensor of shape [${shape.join(", ")}]`);
  const values = (await tensor.data()) as ArrayLike<number>;
  return { count, height, width, channels, values, isWhole: tensor.dtype === "int32" };
}

function rowsStack(rows: readonly (readonly number[])[]): Stack {
  const width = rows[0]?.length ?? 0;
  if (
    !(width > 0) ||
    rows.some((row) => row.length !== width || row.some((each) => typeof each !== "number"))
  )
    throw noImage("rows that are not numbers of one length");
  const values = rows.flat();
  const isWhole = values.every((each) => Number.isInteger(each)) && values.some((each) => each > 1);
  return { count: 1, height: rows.length, width, channels: 1, values, isWhole };
}

function rangeOf({ values, isWhole }: Stack): [number, number] {
  let [least, greatest] = [Infinity, -Infinity];
  for (let i = 0; i < values.length; i++) {
    if (values[i] < least) least = values[i];
    if (values[i] > greatest) greatest = values[i];
  }
  const top = isWhole ? 255 : 1;
  if (least >= -ROUNDING && greatest <= top + ROUNDING) return [0, top];
  return greatest > least && Number.isFinite(greatest - least) ? [least, greatest] : [least - 1, least + 1];
}

function pixelsOf(stack: Stack, start: number, black: number, white: number): Uint8ClampedArray {
  const { height, width, channels, values } = stack;
  const pixels = new Uint8ClampedArray(height * width * 4);
  const scale = 255 / (white - black);
  const shade = (at: number) => (values[at] - black) * scale;
  for (let i = 0; i < height * width; i++) {
    const at = start + i * channels;
    const isGrey = channels === 1;
    pixels[i * 4] = shade(at);
    pixels[i * 4 + 1] = shade(isGrey ? at : at + 1);
    pixels[i * 4 + 2] = shade(isGrey ? at : at + 2);
    pixels[i * 4 + 3] = channels === 4 ? shade(at + 3) : 255;
  }
  return pixels;
}

function isFloat(data: ArrayLike<number>): boolean {
  return data instanceof Float32Array || data instanceof Float64Array;
}

function noImage(found: string): CairnError {
  return new CairnError(`image: expected pixels, found ${found}`, {
    code: "no-image",
    hint: "Give a tensor of shape [height, width], [height, width, 1, 3 or 4] or [count, height, width, 1, 3 or 4], rows of numbers, or { data, width, height }.",
  });
}
