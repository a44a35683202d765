import { zipSync } from "fflate";
import { describe, expect, test } from "vitest";
import { makeDataset } from "./import-dataset.ts";
import { readTable } from "./read-table.ts";

/** `count` pictures of 2 × 3, the first of value 0, the second of 1, …, and their labels. */
function idx(count: number, labelCount = count) {
  const picture = [0, 0, 8, 3, 0, 0, 0, count, 0, 0, 0, 2, 0, 0, 0, 3];
  for (let i = 0; i < count; i++) picture.push(...new Array<number>(6).fill(i));
  const digit = [0, 0, 8, 1, 0, 0, 0, labelCount, ...Array.from({ length: labelCount }, (_, i) => i % 2)];
  return { "picture.idx3-ubyte": Uint8Array.from(picture), "digit.idx1-ubyte": Uint8Array.from(digit) };
}

describe("readTable(bytes, fileName)", () => {
  test("reads IDX files in a .zip: pictures and classes, one column each", async () => {
    const table = await readTable(zipSync(idx(4)), "./d.zip");
    const { dataset, profile } = makeDataset(table, 0, { source: "./d.zip" });
    expect(dataset.columnType("picture")).toBe("picture");
    expect(dataset.columnType("digit")).toBe("category");
    expect(dataset.rows("all", 2)[1]).toEqual({
      picture: { width: 3, height: 2, channels: 1, pixels: Uint8Array.of(1, 1, 1, 1, 1, 1) },
      digit: "1",
    });
    expect(profile.columns[0]).toMatchObject({
      type: "picture",
      pictures: { width: 3, height: 2, channels: 1 },
    });
    expect(profile.head[0]).toEqual(["3 × 2 grey", "0"]);
  });

  test("the version of a table counts its pixels", async () => {
    const files = idx(4);
    const version = async () =>
      makeDataset(await readTable(zipSync(files), "./d.zip"), 0, { source: "./d.zip" }).dataset.version;
    const before = await version();
    expect(await version()).toBe(before);
    files["picture.idx3-ubyte"][20]++;
    expect(await version()).not.toBe(before);
  });

  test("equal pictures are never on both sides of a split, whatever their order", async () => {
    const split = { by: "hash", train: 0.5, validation: 0, test: 0.5 } as const;
    const options = { source: "./d.zip", split };
    const { dataset } = makeDataset(await readTable(zipSync(idx(60)), "./d.zip"), 0, options);
    const both = [dataset.count("train"), dataset.count("test")];
    expect(Math.min(...both)).toBeGreaterThan(10);
  });

  test("says which IDX file has other rows, or is cut off", async () => {
    await expect(readTable(zipSync(idx(4, 3)), "./d.zip")).rejects.toThrow(
      './d.zip: "digit.idx1-ubyte" has 3 rows, "picture.idx3-ubyte" has 4',
    );
    const files = idx(4);
    files["picture.idx3-ubyte"] = files["picture.idx3-ubyte"].slice(0, 30);
    await expect(readTable(zipSync(files), "./d.zip")).rejects.toThrow("has 14 bytes of 24 (4 × 2 × 3)");
  });
});
