// Pixels of a picture onto a canvas: on the page, and as a file.
import type { ShownPicture } from "#cell-api/outputs.ts";
import { fromBase64 } from "#datasets/picture.ts";

type Context = CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D;

/** The canvas must have the picture's size. */
export function paintPicture(context: Context, { width, height, channels, pixels }: ShownPicture): void {
  const bytes = fromBase64(pixels);
  const image = context.createImageData(width, height);
  for (let at = 0; at < width * height; at++) {
    for (let part = 0; part < 3; part++)
      image.data[at * 4 + part] = bytes[at * channels + (channels === 3 ? part : 0)] ?? 0;
    image.data[at * 4 + 3] = 255;
  }
  context.putImageData(image, 0, 0);
}

export function picturePng(picture: ShownPicture): Promise<Blob> {
  const canvas = new OffscreenCanvas(picture.width, picture.height);
  paintPicture(canvas.getContext("2d")!, picture);
  return canvas.convertToBlob({ type: "image/png" });
}
