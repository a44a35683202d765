// The document that Observable Plot draws into, where there is no page: linkedom's, with as much of a canvas as
// Plot uses for colour ramps and rasters. The same in a worker and in Node, so that both draw the same chart.
import { rgb } from "d3-color";
import { encode } from "fast-png";
import { parseHTML } from "linkedom/worker";
import { toBase64 } from "#datasets/picture.ts";

export function plotDocument(): Document {
  const { document } = parseHTML("<!doctype html><html><body></body></html>");
  const create = document.createElement.bind(document);
  Object.defineProperty(document, "createElement", {
    value: (name: string) => (name.toLowerCase() === "canvas" ? new PixelCanvas() : create(name)),
  });
  return document;
}

interface Pixels {
  data: Uint8ClampedArray;
  width: number;
  height: number;
}

/** What Plot asks of a canvas and its context: single pixels by colour, and all pixels at once. */
class PixelCanvas {
  width = 300;
  height = 150;
  fillStyle = "#000";
  #pixels: Uint8ClampedArray | undefined;

  getContext(): this {
    return this;
  }

  fillRect(x: number, y: number, width: number, height: number): void {
    const { r, g, b, opacity } = rgb(this.fillStyle);
    const pixels = this.#all();
    for (let row = y; row < Math.min(y + height, this.height); row++) {
      for (let column = x; column < Math.min(x + width, this.width); column++)
        pixels.set([r, g, b, opacity * 255], (row * this.width + column) * 4);
    }
  }

  createImageData(width: number, height: number): Pixels {
    return { data: new Uint8ClampedArray(width * height * 4), width, height };
  }

  putImageData({ data }: Pixels): void {
    this.#all().set(data);
  }

  toDataURL(): string {
    const { width, height } = this;
    const png = encode({ width, height, data: new Uint8Array(this.#all()), channels: 4, depth: 8 });
    return `data:image/png;base64,${toBase64(png)}`;
  }

  #all(): Uint8ClampedArray {
    const size = this.width * this.height * 4;
    if (this.#pixels?.length !== size) this.#pixels = new Uint8ClampedArray(size);
    return this.#pixels;
  }
}
