import fc from "fast-check";
import { expect, test } from "vitest";
import { CairnError } from "#errors/cairn-error.ts";
import { parseCsv } from "./parse-csv.ts";
import { canonicalCsv } from "./table-version.ts";

const bytes = (text: string) => new TextEncoder().encode(text);
const parse = (text: string) => parseCsv(bytes(text), "birds.csv");
const errorOf = (work: () => unknown): CairnError => {
  try {
    work();
  } catch (error) {
    if (error instanceof CairnError) return error;
    throw error;
  }
  throw new Error("nothing was thrown");
};

test("parseCsv(bytes) reads numbers as numbers, words as categories and blanks as missing", () => {
  const { columns, rowCount, warnings } = parse("name,mass,sex\nA,3.5,NA\nB,,male\n");
  expect(rowCount).toBe(2);
  expect(warnings).toEqual([]);
  expect(columns).toEqual([
    { name: "name", type: "category", values: ["A", "B"] },
    { name: "mass", type: "number", values: Float64Array.of(3.5, NaN) },
    { name: "sex", type: "category", values: [null, "male"] },
  ]);
});

test("parseCsv(bytes) keeps commas, quotes and line ends inside quotes", () => {
  const { columns } = parse('a,b\n"x, y","say ""hi""\nthere"\n');
  expect(columns.map((column) => column.values[0])).toEqual(["x, y", 'say "hi"\nthere']);
});

test("parseCsv(bytes) takes a byte order mark, CRLF, semicolons and decimal commas, and says so", () => {
  const { columns, warnings } = parse("\uFEFFname;mass\r\nA;3,5\r\nB;4,25\r\n");
  expect(columns[0].name).toBe("name");
  expect(columns[1].values).toEqual(Float64Array.of(3.5, 4.25));
  expect(warnings).toEqual(["Columns are parted by semicolons.", "Numbers have a decimal comma."]);
});

test("parseCsv(bytes) reads Latin-1 and says so", () => {
  const { columns, warnings } = parseCsv(Uint8Array.of(0x61, 0x0a, 0xe9, 0x74, 0xe9, 0x0a), "latin.csv");
  expect(columns[0].values[0]).toBe("été");
  expect(warnings[0]).toContain("windows-1252");
});

test("parseCsv(bytes) refuses a ragged row at its line, also after a quoted line end", () => {
  const error = errorOf(() => parse('a,b\n"one\ntwo",2\n3\n4\n'));
  expect(error.message).toBe(
    "birds.csv, line 4: has 1 values where the header names 2 columns (and 1 more like it)",
  );
  expect(error.at).toEqual({ file: "birds.csv", line: 4, column: 1 });
});

test("parseCsv(bytes) finds the line of a ragged row at the end of 100,000 rows", () => {
  const rows = Array.from({ length: 100_000 }, (_, i) => `${i},"a\nb",${i % 7}\n`).join("");
  expect(errorOf(() => parse(`a,b,c\n${rows}1,2\n`)).message).toContain("line 200002: has 2 values");
});

test("parseCsv(bytes) takes all line endings, mixed ones and those inside quotes too", () => {
  const table = parse('a,b\r\n1,"x\r\ny"\n2,z\r3,w\r\n');
  expect(table.columns.map((column) => [...column.values])).toEqual([
    [1, 2, 3],
    ["x\ny", "z", "w"],
  ]);
  expect(table.warnings).toEqual([]);
});

test("parseCsv(bytes) says which words keep a column from being numbers, and which numbers are too large", () => {
  const numbers = Array.from({ length: 30 }, (_, i) => `${i},12345678901234567${i % 10}\n`).join("");
  expect(parse(`a,id\n${numbers}Infinity,NA\nNaN,1\nten,2\n`).warnings).toEqual([
    '"a" is read as words, because row 31 has "Infinity" (and 1 more) where 30 others are numbers.',
    '"id" has whole numbers too large to be kept exactly, 123456789012345670 in row 1 for instance: their last digits are lost.',
  ]);
  expect(parse("a,b\n1,x\n2,y\nthree,z\n").warnings).toEqual([]);
});

test("parseCsv(bytes) refuses what is no text at its line", () => {
  const error = errorOf(() => parseCsv(bytes("\u0001\u0002\u0003\u0004\0\u0005\u0006x"), "birds.dat"));
  expect(error.message).toBe("birds.dat, line 1: is not text: it has a byte 0");
  expect(error.hint).toContain("saved as CSV");
});

test.each([
  ["little-endian with its mark", "utf-16le", [0xff, 0xfe]],
  ["little-endian without it", "utf-16le", []],
  ["big-endian with its mark", "utf-16be", [0xfe, 0xff]],
  ["big-endian without it", "utf-16be", []],
])("parseCsv(bytes) reads UTF-16, %s, and says so", (_, encoding, mark) => {
  const units = Array.from("name,n\nZoé,1\n", (letter) => letter.charCodeAt(0));
  const pair = (unit: number) =>
    encoding === "utf-16le" ? [unit & 255, unit >> 8] : [unit >> 8, unit & 255];
  const { columns, warnings } = parseCsv(Uint8Array.from([...mark, ...units.flatMap(pair)]), "a.csv");
  expect(columns.map(({ name, values }) => [name, values[0]])).toEqual([
    ["name", "Zoé"],
    ["n", 1],
  ]);
  expect(warnings).toEqual([`Read as ${encoding}, because the bytes are not UTF-8.`]);
});

test("parseCsv(bytes) refuses a table of a million columns with what to do, and reads a wide one", () => {
  const wide = (count: number) => {
    const names = Array.from({ length: count }, (_, i) => `c${i}`).join(",");
    return `${names}\n${names.replaceAll("c", "")}\n`;
  };
  expect(parse(wide(5000)).columns).toHaveLength(5000);
  const error = errorOf(() => parse(wide(1_000_000)));
  expect(error.message).toBe("birds.csv has 1,000,000 columns or more; at most 20,000 are read");
  expect(error.hint).toContain("turn the table on its side");
});

test("parseCsv(bytes) refuses an unclosed quote, no rows, nothing at all, and bad headers, each with what to do", () => {
  for (const [text, part] of [
    ['a,b\n1,"2\n', "has a quote that is not closed properly"],
    ["a,b\n", "has a header but no rows"],
    ["", "is empty"],
    ["\uFEFF \n", "is empty"],
    ["a,\n1,2\n", "has no name for column 2"],
    ["a,b,a\n1,2,3\n", 'names two columns "a" (1 and 3)'],
  ]) {
    const error = errorOf(() => parse(text));
    expect(error.message).toContain(part);
    expect(error.hint).toBeTruthy();
  }
});

test("canonicalCsv(table) reads back as the same table, whatever its words hold", () => {
  const word = fc.string({ minLength: 1 }).map((text) => `x${text.trim()}y`);
  const table = fc.array(fc.tuple(word, fc.double({ noNaN: true, noDefaultInfinity: true })), {
    minLength: 1,
    maxLength: 20,
  });
  fc.assert(
    fc.property(table, (rows) => {
      const columns = [
        { name: "word", type: "category" as const, values: rows.map(([text]) => text) },
        { name: "number", type: "number" as const, values: Float64Array.from(rows, ([, value]) => value) },
      ];
      const again = parseCsv(canonicalCsv({ columns, rowCount: rows.length }), "again.csv");
      expect(again.columns[0].values).toEqual(columns[0].values);
      expect([...again.columns[1].values].map(Number)).toEqual(
        [...columns[1].values].map((value) => Number(value) + 0),
      );
    }),
  );
});

test("canonicalCsv(table) is equal for one table in three spellings, so its version is too", () => {
  const spellings = ['a,b\n1,x\n2,"y"\n', "\uFEFFa;b\r\n1;x\r\n2;y", "a\tb\n1.0\tx\n2\ty\n"];
  expect(new Set(spellings.map((text) => new TextDecoder().decode(canonicalCsv(parse(text))))).size).toBe(1);
});
