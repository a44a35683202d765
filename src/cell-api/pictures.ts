// Tensors and plain numbers as pictures: `picture(tensor)`. Read when they are shown, because a tensor on the GPU is
// read asynchronously.
import type { Tensor } from "@tensorflow/tfjs-core";
import { onWhite, type Picture } from "#datasets/picture.ts";
import { CairnError } from "#errors/cairn-error.ts";
import { tf } from "#models/tensorflow.ts";
import type { PicturesOutput } from "./outputs.ts";
import { galleryOf } from "./picture-gallery.ts";

export interface PictureOptions {
  /** Values of black and of white. @default 0 to 255 for whole numbers, 0 to 1 for others that lie there, else their least and greatest */
  range?: readonly [number, number];
  /** What stands under each picture. */
  labels?: readonly string[];
}

/** A tensor [h, w], [h, w, c] or [n, h, w, c], rows of numbers, or what a canvas calls image data. */
export type PictureInput =
  | Tensor
  | readonly (readonly number[])[]
  | { data: ArrayLike<number>; width: number; height: number };

/** How a cell asks for pictures; what it gives is shown when it is the last expression, or by show. */
export class Pictures {
  readonly value: PictureInput;
  readonly options: PictureOptions;
  constructor(value: PictureInput, options: PictureOptions) {
    this.value = value;
    this.options = options;
    Object.freeze(this);
  }
}

const CHANNELS = [1, 3, 4];
/** What sums of float32 values are off by: 1.000005, the end of a linspace, is white. */
const ROUNDING = 1e-4;

/** Numbers of `count` pictures, one after the other, each row by row, each pixel `channels` numbers. */
interface Stack {
  count: number;
  height: number;
  width: number;
  channels: number;
  values: ArrayLike<number>;
  isWhole: boolean;
}

/** @throws CairnError when the value is no picture */
export async function picturesOutput({ value, options }: Pictures): Promise<PicturesOutput> {
  const stack = await stackOf(value);
  const [black, white] = options.range ?? rangeOf(stack);
  const items = Array.from({ length: stack.count }, (_, index) => {
    const label = options.labels?.[index];
    return {
      picture: pictureOf(stack, index, black, white),
      ...(label !== undefined && { caption: String(label) }),
    };
  });
  const isStretched = options.range === undefined && (black !== 0 || (white !== 1 && white !== 255));
  return { ...galleryOf(items), ...(isStretched && { stretched: [black, white] as [number, number] }) };
}

async function stackOf(value: PictureInput): Promise<Stack> {
  if (value instanceof tf.Tensor) return tensorStack(value);
  if (Array.isArray(value)) return rowsStack(value as readonly (readonly number[])[]);
  const { data, width, height } = (value ?? {}) as {
    data?: ArrayLike<number>;
    width?: number;
    height?: number;
  };
  if (typeof width === "number" && typeof height === "number" && data && width * height > 0) {
    const channels = data.length / (width * height);
    const isWhole = !(data instanceof Float32Array || data instanceof Float64Array);
    if (CHANNELS.includes(channels)) return { count: 1, height, width, channels, values: data, isWhole };
    throw noPicture(`${data.length} numbers for ${width} × ${height} pixels`);
  }
  throw noPicture(value === null || typeof value !== "object" ? String(value) : "an object");
}

async function tensorStack(tensor: Tensor): Promise<Stack> {
  const { rank, shape } = tensor;
  const [count, height, width, channels] =
    rank === 2 ? [1, ...shape, 1] : rank === 3 ? [1, ...shape] : rank === 4 ? shape : [0];
  if (!count || !height || !width || !CHANNELS.includes(channels))
    throw noPicture(`a tensor of shape [${shape.join(", ")}]`);
  const values = (await tensor.data()) as ArrayLike<number>;
  return { count, height, width, channels, values, isWhole: tensor.dtype === "int32" };
}

function rowsStack(rows: readonly (readonly number[])[]): Stack {
  const width = rows[0]?.length ?? 0;
  const isEven = rows.every((row) => row.length === width && row.every((each) => typeof each === "number"));
  if (!(width > 0) || !isEven) throw noPicture("rows that are not numbers of one length");
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

/** Grey or in colour; what is transparent lies on white. */
function pictureOf(stack: Stack, index: number, black: number, white: number): Picture {
  const { height, width, channels, values } = stack;
  const kept = channels === 1 ? 1 : 3;
  const pixels = new Uint8ClampedArray(height * width * kept);
  const scale = 255 / (white - black);
  const shade = (at: number) => (values[at] - black) * scale;
  const start = index * height * width * channels;
  for (let i = 0; i < height * width; i++) {
    const at = start + i * channels;
    const alpha = channels === 4 ? shade(at + 3) : 255;
    for (let part = 0; part < kept; part++) pixels[i * kept + part] = onWhite(shade(at + part), alpha);
  }
  return { width, height, channels: kept, pixels: new Uint8Array(pixels.buffer) };
}

function noPicture(found: string): CairnError {
  return new CairnError(`picture: expected pixels, found ${found}`, {
    code: "no-picture",
    hint: "Give a tensor of shape [height, width], [height, width, 1, 3 or 4] or [count, height, width, 1, 3 or 4], rows of numbers, or { data, width, height }.",
  });
}
