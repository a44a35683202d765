import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { drawPicture, isPath, parsePath, printPath } from "./drawing.ts";

const size = { width: 28, height: 28, pen: 2.4, centred: true };

/** Of the light in a picture, in pixels. */
function centre(pixels: Uint8Array, width = 28): [number, number] {
  let [mass, x, y] = [0, 0, 0];
  pixels.forEach((value, at) => {
    mass += value;
    x += value * ((at % width) + 0.5);
    y += value * (Math.floor(at / width) + 0.5);
  });
  return [x / mass, y / mass];
}

/** Sides of the box around all that is not black. */
function extent(pixels: Uint8Array, width = 28): [number, number] {
  const lit = [...pixels.keys()].filter((at) => pixels[at] > 127);
  const [xs, ys] = [lit.map((at) => at % width), lit.map((at) => Math.floor(at / width))];
  return [Math.max(...xs) - Math.min(...xs) + 1, Math.max(...ys) - Math.min(...ys) + 1];
}

describe("a drawing as text", () => {
  test("is a path, one M for each stroke, to a tenth of a pixel", () => {
    const strokes = [
      [
        [4, 5],
        [6.04, 7.26],
      ],
      [[9, 9]],
    ] as const;
    expect(printPath(strokes)).toBe("M4 5 6 7.3M9 9");
    expect(parsePath("M4 5 6 7.3M9 9")).toEqual([
      [
        [4, 5],
        [6, 7.3],
      ],
      [[9, 9]],
    ]);
  });

  test("any strokes come back", () => {
    const coordinate = fc.integer({ min: -50, max: 400 }).map((tenths) => tenths / 10);
    const stroke = fc.array(fc.tuple(coordinate, coordinate), { minLength: 1, maxLength: 9 });
    fc.assert(
      fc.property(fc.array(stroke, { maxLength: 5 }), (strokes) => {
        expect(isPath(printPath(strokes))).toBe(true);
        expect(parsePath(printPath(strokes))).toEqual(
          strokes.map((points) => points.map((p) => p.map((c) => c + 0))),
        );
      }),
    );
  });

  test.each(["M4", "4 5", "M4 5 6", "M4 5 L6 7", "M4 x"])("%j is no path", (text) => {
    expect(isPath(text)).toBe(false);
  });
});

describe("drawPicture(path, options)", () => {
  test("an empty drawing is black", () => {
    expect(drawPicture("", size).pixels.every((value) => value === 0)).toBe(true);
  });

  test("a line is as wide as the pen and lies where it was drawn", () => {
    const { pixels } = drawPicture("M14 4 14 24", { ...size, pen: 2, centred: false });
    expect(pixels[14 * 28 + 13]).toBe(255);
    expect(pixels[14 * 28 + 14]).toBe(255);
    expect(pixels[14 * 28 + 10]).toBe(0);
    expect(extent(pixels)[0]).toBe(2);
  });

  test.each([
    ["small in a corner", "M2 2 5 2 3 8"],
    ["over all of the pad", "M1 1 27 2 9 27"],
    ["a line that lies", "M3 20 25 20"],
  ])("centred: a drawing that is %s fills 20 pixels and has its centre of mass in the middle", (_, path) => {
    const { pixels } = drawPicture(path, size);
    const [x, y] = centre(pixels);
    expect(Math.abs(x - 14)).toBeLessThan(1.1);
    expect(Math.abs(y - 14)).toBeLessThan(1.1);
    expect(Math.max(...extent(pixels))).toBeGreaterThanOrEqual(16);
    expect(Math.max(...extent(pixels))).toBeLessThanOrEqual(24);
  });

  test("a dot stays a dot", () => {
    expect(Math.max(...extent(drawPicture("M5 5", size).pixels))).toBeLessThanOrEqual(4);
  });
});
