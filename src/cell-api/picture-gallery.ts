// Pictures, alone or in rows, as an output: a gallery in which the other values of a row are the caption.
import { isPicture, type Picture, toBase64 } from "#datasets/picture.ts";
import type { PicturesOutput } from "./outputs.ts";

const COUNT_LIMIT = 100;
/** Of all pixels of one gallery: it is kept with the notebook. */
const LIMIT_BYTES = 2_000_000;

/** A picture, a list of pictures, or a list of rows with one picture each; anything else is none. */
export function pictureGallery(value: unknown): PicturesOutput | undefined {
  const items = isPicture(value) ? [{ picture: value }] : Array.isArray(value) ? captioned(value) : undefined;
  return items && items.length > 0 ? galleryOf(items) : undefined;
}

export interface CaptionedPicture {
  picture: Picture;
  caption?: string;
}

/** The first of them, as many as may be kept with a notebook. */
export function galleryOf(items: readonly CaptionedPicture[]): PicturesOutput {
  const pictures: PicturesOutput["pictures"] = [];
  let bytes = 0;
  for (const { picture, caption } of items.slice(0, COUNT_LIMIT)) {
    bytes += picture.pixels.length;
    if (bytes > LIMIT_BYTES && pictures.length > 0) break;
    const { width, height, channels } = picture;
    const pixels = toBase64(picture.pixels);
    pictures.push({ width, height, channels, pixels, ...(caption !== undefined && { caption }) });
  }
  return { type: "pictures", pictures, count: items.length };
}

function captioned(values: readonly unknown[]): CaptionedPicture[] | undefined {
  const items: CaptionedPicture[] = [];
  for (const value of values) {
    if (isPicture(value)) {
      items.push({ picture: value });
      continue;
    }
    if (value === null || typeof value !== "object") return undefined;
    const entries = Object.entries(value as Record<string, unknown>);
    const pictures = entries.filter(([, item]) => isPicture(item));
    if (pictures.length !== 1) return undefined;
    const caption = entries
      .filter(([, item]) => !isPicture(item) && (item === null || typeof item !== "object"))
      .map(([, item]) => String(item))
      .join(", ");
    items.push({ picture: pictures[0][1] as Picture, ...(caption !== "" && { caption }) });
  }
  return items;
}
