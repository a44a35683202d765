// A drawing as text and as pixels. The text is a path as in SVG ("M4 5 6 7M9 9 9 12": one M for each stroke), in
// pixels of the picture, so that a notebook with a drawing in it can still be read and merged.
import type { Picture } from "#datasets/picture.ts";

export type Point = readonly [x: number, y: number];
export type Stroke = readonly Point[];

/** Share of the side that a centred drawing fills, as in MNIST: 20 of 28 pixels. */
const FILLED = 20 / 28;
/** A dot is not blown up to a disc. */
const LARGEST_SCALE = 4;
const PATH = /^(\s*M(\s*-?\d+(\.\d+)?[\s,]+-?\d+(\.\d+)?)+)*\s*$/;
const LENGTH_LIMIT = 100_000;

export function isPath(text: string): boolean {
  return text.length <= LENGTH_LIMIT && PATH.test(text);
}

/** @param path as isPath allows it */
export function parsePath(path: string): Stroke[] {
  return path
    .split("M")
    .slice(1)
    .map((stroke) => {
      const numbers = stroke
        .trim()
        .split(/[\s,]+/)
        .map(Number);
      return Array.from(
        { length: numbers.length / 2 },
        (_, i) => [numbers[2 * i], numbers[2 * i + 1]] as const,
      );
    });
}

/** To a tenth of a pixel. */
export function printPath(strokes: readonly Stroke[]): string {
  const tenth = (value: number) => String(Math.round(value * 10) / 10);
  return strokes.map((stroke) => `M${stroke.map((point) => point.map(tenth).join(" ")).join(" ")}`).join("");
}

export interface DrawingOptions {
  width: number;
  height: number;
  /** Width of a line in pixels. */
  pen: number;
  /** Scaled to fill most of the picture, its centre of mass in the middle, as the digits of MNIST are. */
  centred: boolean;
}

/** Light lines on black, [height, width, 1]; their edges are soft. */
export function drawPicture(path: string, options: DrawingOptions): Picture {
  const { width, height, pen, centred } = options;
  const drawn = parsePath(path);
  const strokes = centred ? scaled(drawn, width, height) : drawn;
  let pixels = rasterize(strokes, width, height, pen);
  const mass = centred ? centreOfMass(pixels, width) : undefined;
  if (mass) {
    const [dx, dy] = [Math.round(width / 2 - mass[0]), Math.round(height / 2 - mass[1])];
    pixels = rasterize(moved(strokes, 1, dx, dy), width, height, pen);
  }
  return { width, height, channels: 1, pixels };
}

function scaled(strokes: readonly Stroke[], width: number, height: number): Stroke[] {
  const points = strokes.flat();
  if (points.length === 0) return [];
  const range = (part: 0 | 1) => {
    const values = points.map((point) => point[part]);
    return [values.reduce((a, b) => Math.min(a, b)), values.reduce((a, b) => Math.max(a, b))];
  };
  const [[left, right], [top, bottom]] = [range(0), range(1)];
  const scale = Math.min(
    LARGEST_SCALE,
    (width * FILLED) / Math.max(right - left, 1e-6),
    (height * FILLED) / Math.max(bottom - top, 1e-6),
  );
  return moved(
    strokes,
    scale,
    width / 2 - (scale * (left + right)) / 2,
    height / 2 - (scale * (top + bottom)) / 2,
  );
}

function moved(strokes: readonly Stroke[], scale: number, dx: number, dy: number): Stroke[] {
  return strokes.map((stroke) => stroke.map(([x, y]): Point => [x * scale + dx, y * scale + dy]));
}

/** [height × width]; what a line covers of a pixel, the most of any line. */
function rasterize(strokes: readonly Stroke[], width: number, height: number, pen: number): Uint8Array {
  const pixels = new Uint8Array(width * height);
  const reach = pen / 2 + 0.5;
  for (const stroke of strokes) {
    for (let i = 0; i < Math.max(1, stroke.length - 1); i++) {
      const [from, to] = [stroke[i], stroke[i + 1] ?? stroke[i]];
      const [x0, x1] = [Math.min(from[0], to[0]) - reach, Math.max(from[0], to[0]) + reach];
      const [y0, y1] = [Math.min(from[1], to[1]) - reach, Math.max(from[1], to[1]) + reach];
      for (let y = Math.max(0, Math.floor(y0)); y < Math.min(height, y1); y++) {
        for (let x = Math.max(0, Math.floor(x0)); x < Math.min(width, x1); x++) {
          const covered = Math.min(1, Math.max(0, reach - distance(x + 0.5, y + 0.5, from, to)));
          const at = y * width + x;
          pixels[at] = Math.max(pixels[at], Math.round(255 * covered));
        }
      }
    }
  }
  return pixels;
}

/** From a point to a line from `a` to `b`. */
function distance(x: number, y: number, [ax, ay]: Point, [bx, by]: Point): number {
  const length = (bx - ax) ** 2 + (by - ay) ** 2;
  const along = length === 0 ? 0 : ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / length;
  const t = Math.min(1, Math.max(0, along));
  return Math.sqrt((x - ax - t * (bx - ax)) ** 2 + (y - ay - t * (by - ay)) ** 2);
}

function centreOfMass(pixels: Uint8Array, width: number): Point | undefined {
  let [mass, x, y] = [0, 0, 0];
  pixels.forEach((value, at) => {
    mass += value;
    x += value * ((at % width) + 0.5);
    y += value * (Math.floor(at / width) + 0.5);
  });
  return mass === 0 ? undefined : [x / mass, y / mass];
}
