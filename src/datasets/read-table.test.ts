import { encode as encodePng } from "fast-png";
import { zipSync } from "fflate";
import { parquetWriteBuffer } from "hyparquet-writer";
import { encode as encodeJpeg } from "jpeg-js";
import { describe, expect, test } from "vitest";
import { makeDataset } from "./import-dataset.ts";
import type { Column } from "./column.ts";
import { requireFits } from "./file-limits.ts";
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

const bytes = (text: string) => new TextEncoder().encode(text);
/** Each column with its type and values. */
const columnsOf = (columns: readonly Column[]) =>
  Object.fromEntries(
    columns.map((column) => [
      column.name,
      [column.type, ...(column.type === "picture" ? column.pixels : column.values)],
    ]),
  );
const read = async (text: string, name: string) => {
  const { columns, warnings } = await readTable(bytes(text), name);
  return { columns: columnsOf(columns), warnings };
};

describe("JSON", () => {
  test("a list of records is a table; what a record lacks is blank, and a record in it is flattened", async () => {
    const text = '[{ "day": 1, "wind": { "speed": 3 }, "wet": true }, { "day": 2, "tags": ["a", 1] }]';
    expect((await read(text, "./a.json")).columns).toEqual({
      day: ["number", 1, 2],
      "wind.speed": ["number", 3, NaN],
      wet: ["category", "true", null],
      tags: ["category", null, '["a",1]'],
    });
  });

  test.each([
    ["one record a line", "./a.ndjson", '{"a":1,"b":"x"}\n\n{"a":2,"b":"y"}\n'],
    ["one record a line, whatever it is called", "./a.json", '{"a":1,"b":"x"}\r\n{"a":2,"b":"y"}'],
    ["records under a name", "./a.json", '{"count":2,"rows":[{"a":1,"b":"x"},{"a":2,"b":"y"}]}'],
    ["columns", "./a.json", '{"a":[1,2],"b":["x","y"]}'],
    ["with a mark at its beginning", "./a.json", '\uFEFF[{"a":1,"b":"x"},{"a":2,"b":"y"}]'],
  ])("%s is the same table", async (_, name, text) => {
    expect((await read(text, name)).columns).toEqual({ a: ["number", 1, 2], b: ["category", "x", "y"] });
  });

  test("a column of numbers and words is one of words, and says so", async () => {
    const { columns, warnings } = await read('[{"a":1},{"a":"x"}]', "./a.json");
    expect(columns).toEqual({ a: ["category", "1", "x"] });
    expect(warnings[0]).toContain('"a" is read as words');
  });

  test.each([
    ['[{"a":1},', "./a.json", /^\.\/a\.json is not JSON: /],
    ['{"a":1}\n{"a":}\n', "./a.jsonl", './a.jsonl, line 2: is not JSON: {"a":}'],
    ["[1, 2]", "./a.json", "./a.json: row 1 must be an object, got number"],
    ["7", "./a.json", "./a.json holds number, not a list of records"],
    ["[]", "./a.json", "./a.json has no rows"],
  ])("%j is refused with what it is", async (text, name, message) => {
    await expect(read(text, name)).rejects.toThrow(message);
  });
});

describe("Parquet", () => {
  const file = (codec: "SNAPPY" | "UNCOMPRESSED") =>
    new Uint8Array(
      parquetWriteBuffer({
        codec,
        columnData: [
          { name: "n", data: [1.5, null, 3], type: "DOUBLE" },
          { name: "id", data: [1n, 2n, 3n], type: "INT64" },
          { name: "word", data: ["a", "b", null], type: "STRING" },
          { name: "day", data: [new Date("2015-07-01"), new Date("2015-07-02"), null], type: "TIMESTAMP" },
        ],
      }),
    );

  test.each(["SNAPPY", "UNCOMPRESSED"] as const)(
    "is read, %s, with its blanks, whole numbers and dates",
    async (codec) => {
      const { columns } = await readTable(file(codec), "./a.parquet");
      expect(columnsOf(columns)).toEqual({
        n: ["number", 1.5, NaN, 3],
        id: ["number", 1, 2, 3],
        word: ["category", "a", "b", null],
        day: ["category", "2015-07-01", "2015-07-02", null],
      });
    },
  );

  test("one table has one version, in whatever format it lies", async () => {
    const versionOf = async (data: Uint8Array, name: string) =>
      makeDataset(await readTable(data, name), 0, { source: name }).dataset.version;
    const parquet = await versionOf(file("SNAPPY"), "./a.parquet");
    const csv = bytes("n,id,word,day\n1.5,1,a,2015-07-01\n,2,b,2015-07-02\n3,3,,\n");
    expect(await versionOf(csv, "./a.csv")).toBe(parquet);
    expect(await versionOf(zipSync({ "a.csv": csv }), "./a.zip")).toBe(parquet);
  });

  test("a file that is cut off is refused", async () => {
    await expect(readTable(file("SNAPPY").subarray(0, 80), "./a.parquet")).rejects.toThrow(
      /^\.\/a\.parquet cannot be read as Parquet \(/,
    );
  });
});

describe("a .zip of pictures in folders", () => {
  const png = (width: number, height: number, colour: readonly number[]) =>
    encodePng({
      width,
      height,
      channels: 3,
      depth: 8,
      data: Uint8Array.from({ length: width * height * 3 }, (_, i) => colour[i % 3]),
    });
  const jpeg = (width: number, height: number, colour: readonly number[]) => {
    const data = Uint8Array.from({ length: width * height * 4 }, (_, i) => colour[i % 4] ?? 255);
    return new Uint8Array(encodeJpeg({ width, height, data }, 95).data);
  };
  const red = [250, 0, 0];
  const grey = [90, 90, 90];

  test("is a table of pictures with the folders as classes, and says what it left out", async () => {
    const zip = zipSync({
      "pets/cats/1.png": png(8, 6, red),
      "pets/dogs/1.jpg": jpeg(8, 6, grey),
      "pets/readme.txt": bytes("hello"),
    });
    const { dataset, profile } = makeDataset(await readTable(zip, "./pets.zip"), 0, { source: "./pets.zip" });
    const [cat, dog] = dataset.column("picture") as { width: number; channels: number; pixels: Uint8Array }[];
    expect(dataset.column("label")).toEqual(["cats", "dogs"]);
    expect([cat.width, cat.channels, ...cat.pixels.subarray(0, 3)]).toEqual([8, 3, ...red]);
    expect(Math.abs(dog.pixels[0] - 90)).toBeLessThan(4);
    expect(profile.warnings).toEqual(["Left out, because they are no PNG and no JPEG: pets/readme.txt."]);
  });

  test("of different sizes asks to which they are to be brought, and brings them there", async () => {
    const zip = zipSync({ "cats/1.png": png(8, 6, red), "dogs/1.png": png(20, 9, grey) });
    await expect(readTable(zip, "./pets.zip")).rejects.toMatchObject({
      message: './pets.zip: its pictures have different sizes: "cats/1.png" is 8 × 6, "dogs/1.png" is 20 × 9',
      hint: expect.stringContaining("pictures: { width: 64, height: 64 }") as string,
    });
    const size = { width: 4, height: 4, channels: 1 } as const;
    const { columns } = await readTable(zip, "./pets.zip", { pictures: size });
    expect(columnsOf(columns)["picture"]).toEqual(["picture", ...Array(16).fill(75), ...Array(16).fill(90)]);
  });

  test.each([
    ["a picture in no folder", { "1.png": png(2, 2, red) }, '"1.png" lies in no folder, so it has no class'],
    [
      "a picture that is cut off",
      { "cats/1.png": png(9, 9, red).subarray(0, 50) },
      '"cats/1.png" cannot be read as a PNG',
    ],
    [
      "no pictures and several tables",
      { "a.csv": bytes("a\n1\n"), "b.csv": bytes("a\n1\n") },
      "holds neither pictures nor one table: a.csv, b.csv",
    ],
    ["a spreadsheet", { "[Content_Types].xml": bytes("x"), "xl/a.xml": bytes("x") }, "is a spreadsheet"],
  ])("with %s is refused, by name", async (_, files, message) => {
    await expect(readTable(zipSync(files), "./pets.zip")).rejects.toThrow(message);
  });

  test("one picture alone is no table", async () => {
    await expect(readTable(png(2, 2, red), "./a.png")).rejects.toThrow("./a.png is one picture");
  });
});

describe("what is too large", () => {
  test("a text that no browser could hold is refused before it is read, with what to do", async () => {
    await expect(readTable(new Uint8Array(400_000_001), "./all.csv")).rejects.toMatchObject({
      message: "./all.csv is 400 MB large; at most 400 MB of text are read",
      hint: expect.stringContaining("Parquet") as string,
    });
  });

  test("a file that a notebook would not take is refused before any of it is loaded", () => {
    expect(() => requireFits({ name: "all.csv", size: 1e9 })).not.toThrow();
    expect(() => requireFits({ name: "all.csv", size: 2.5e9 })).toThrow(
      "all.csv is 2.50 GB large; a notebook takes files of at most 1 GB",
    );
  });
});
