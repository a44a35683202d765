import { encode } from "fast-png";
import { zlibSync } from "fflate";
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

describe("a picture that is a bomb", () => {
  const signature = oneBit.subarray(0, 8);
  const head = oneBit.subarray(8, 33);
  const end = oneBit.subarray(-12);
  /** Without a right checksum: what is refused must be refused before that is looked at. */
  const chunk = (type: string, data: Uint8Array) => {
    const bytes = new Uint8Array(12 + data.length);
    new DataView(bytes.buffer).setUint32(0, data.length);
    bytes.set(new TextEncoder().encode(type), 4);
    bytes.set(data, 8);
    return bytes;
  };
  const joined = (...parts: Uint8Array[]) => Uint8Array.from(parts.flatMap((part) => [...part]));

  test("is refused as soon as its pixels are more than its size allows", () => {
    const pixels = chunk("IDAT", zlibSync(new Uint8Array(5_000_000), { level: 9 }));
    expect(() => decodePicture(joined(signature, head, pixels, end), "b.png")).toThrow(
      "b.png cannot be read as a PNG picture (its pixels unpack to more than its width and height allow)",
    );
  });

  test("has none of its texts and profiles unpacked", () => {
    const text = chunk("zTXt", zlibSync(new Uint8Array(1000)));
    const rest = oneBit.subarray(33);
    expect(decodePicture(joined(signature, head, text, rest), "a.png").width).toBe(3);
  });

  test("that is cut off is said to be", () => {
    expect(() => decodePicture(oneBit.subarray(0, 50), "c.png")).toThrow("(it is cut off)");
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
