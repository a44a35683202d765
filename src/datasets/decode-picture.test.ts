import { encode } from "fast-png";
import { describe, expect, test } from "vitest";
import { decodePicture } from "./decode-picture.ts";
import { resizePicture } from "./resize-picture.ts";

/** A PNG of 3 × 2 in one bit a pixel, rows 101 and 010, as Python's zlib packed it. */
const oneBit = Uint8Array.from(
  atob("iVBORw0KGgoAAAANSUhEUgAAAAMAAAACAQAAAAC1D1u3AAAADElEQVR42mNYwOAAAAIkAOFNFuheAAAAAElFTkSuQmCC"),
  (letter) => letter.charCodeAt(0),
);

describe("decodePicture(bytes, fileName)", () => {
  test("reads a picture of one bit a pixel as grey", () => {
    const { width, height, channels, pixels } = decodePicture(oneBit, "a.png");
    expect([width, height, channels]).toEqual([3, 2, 1]);
    expect([...pixels]).toEqual([255, 0, 255, 0, 255, 0]);
  });

  test("puts what is transparent on white, and keeps colours", () => {
    const data = Uint8Array.of(255, 0, 0, 255, 255, 0, 0, 0);
    const picture = decodePicture(encode({ width: 2, height: 1, channels: 4, depth: 8, data }), "a.png");
    expect([...picture.pixels]).toEqual([255, 0, 0, 255, 255, 255]);
  });

  test("brings 16 bits to 8", () => {
    const data = Uint16Array.of(0, 32768, 65535, 257);
    const picture = decodePicture(encode({ width: 4, height: 1, channels: 1, depth: 16, data }), "a.png");
    expect([...picture.pixels]).toEqual([0, 128, 255, 1]);
  });

  test("refuses a picture whose head says that it is enormous, before it makes any of it", () => {
    const bomb = oneBit.slice();
    new DataView(bomb.buffer).setUint32(16, 100_000);
    new DataView(bomb.buffer).setUint32(20, 100_000);
    expect(() => decodePicture(bomb, "b.png")).toThrow(
      "b.png is 100000 × 100000 pixels large; at most 64 million are read",
    );
  });
});

describe("resizePicture(picture, size)", () => {
  test("takes the mean of the pixels that a new one covers", () => {
    const pixels = Uint8Array.of(0, 100, 200, 100);
    const small = resizePicture(
      { width: 2, height: 2, channels: 1, pixels },
      { width: 1, height: 1, channels: 1 },
    );
    expect([...small.pixels]).toEqual([100]);
  });

  test("cuts from the middle, so that nothing is stretched", () => {
    const pixels = Uint8Array.of(9, 50, 60, 9);
    const cut = resizePicture(
      { width: 4, height: 1, channels: 1, pixels },
      { width: 1, height: 1, channels: 3 },
    );
    expect([...cut.pixels]).toEqual([55, 55, 55].map(() => cut.pixels[0]));
    expect(cut.pixels[0]).toBe(55);
  });

  test("makes a small picture larger without leaving it", () => {
    const pixels = Uint8Array.of(10, 200);
    const large = resizePicture(
      { width: 2, height: 1, channels: 1, pixels },
      { width: 4, height: 2, channels: 1 },
    );
    expect([...large.pixels]).toEqual([10, 10, 200, 200, 10, 10, 200, 200]);
  });
});
