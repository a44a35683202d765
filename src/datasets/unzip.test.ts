import { zipSync } from "fflate";
import { describe, expect, test } from "vitest";
import { isZip, unzip } from "./unzip.ts";

const bytes = (text: string) => new TextEncoder().encode(text);

describe("unzip(bytes, fileName)", () => {
  test("gives files with their paths and leaves out what systems add", () => {
    const zip = zipSync({
      "a/one.txt": bytes("one"),
      "__MACOSX/a/one.txt": bytes("x"),
      "a/.DS_Store": bytes("y"),
    });
    expect(isZip(zip)).toBe(true);
    const files = unzip(zip, "./a.zip");
    expect(files.map(({ path }) => path)).toEqual(["a/one.txt"]);
    expect(new TextDecoder().decode(files[0].bytes)).toBe("one");
  });

  test("refuses an archive whose head says that it is too large, before inflating any of it", () => {
    const zip = zipSync({ "a.bin": new Uint8Array(300_000), "b.bin": bytes("b") });
    expect(() => unzip(zip, "./bomb.zip", { freeBytes: 1000 })).toThrow(
      /^\.\/bomb\.zip is .* MB packed and more than/,
    );
  });

  test("refuses an archive whose head lies about sizes, as soon as the limit is passed", () => {
    const zip = zipSync({ "a.bin": new Uint8Array(3_000_000) });
    const view = new DataView(zip.buffer);
    view.setUint32(22, 10, true); // the size that the file's own head tells
    expect(() => unzip(zip, "./liar.zip", { freeBytes: 100_000 })).toThrow("at most");
  });

  test("counts all files together, and how many there are", () => {
    const many = Object.fromEntries(
      Array.from({ length: 50 }, (_, i) => [`${i}.txt`, bytes("x".repeat(1000))]),
    );
    expect(() => unzip(zipSync(many), "./m.zip", { totalBytes: 20_000 })).toThrow("at most 0.02 MB");
    expect(() => unzip(zipSync(many), "./m.zip", { fileCount: 20 })).toThrow("more than 20 files");
  });

  test.each(["../evil.txt", "/etc/passwd", "a/../../b", "C:\\x.txt"])("refuses the name %j", (name) => {
    expect(() => unzip(zipSync({ [name]: bytes("x") }), "./e.zip")).toThrow("unsafe name");
  });

  test("says what is wrong with an archive that is cut off, empty or none", () => {
    const random = Uint8Array.from({ length: 5000 }, (_, i) => (i * 7919) % 251);
    const zip = zipSync({ "a.bin": random });
    expect(() => unzip(zip.subarray(0, 200), "./c.zip")).toThrow(/^\.\/c\.zip: the archive/);
    expect(() => unzip(zipSync({}), "./c.zip")).toThrow("holds no files");
  });
});
