import fc from "fast-check";
import { expect, test } from "vitest";
import { importDataset } from "./import-dataset.ts";
import { splitRows } from "./split-rows.ts";
import { unitHash } from "./unit-hash.ts";

const bytes = (text: string) => new TextEncoder().encode(text);
const rowsOf = (count: number) => Array.from({ length: count }, (_, i) => `${i},${(i * 7) % 13},g${i % 5}`);
const csv = (rows: readonly string[]) => bytes(`id,value,group\n${rows.join("\n")}\n`);
const split = { by: "hash", train: 0.7, validation: 0.15, test: 0.15 } as const;

test("importDataset(bytes) splits close to the fractions asked for", () => {
  const { profile } = importDataset(csv(rowsOf(4000)), { source: "./a.csv", split });
  expect(profile.split!.train / 4000).toBeCloseTo(0.7, 1);
  expect(profile.split!.test / 4000).toBeCloseTo(0.15, 1);
  expect(profile.split!.train + profile.split!.validation + profile.split!.test).toBe(4000);
});

test("a row stays in its part when other rows are added, removed or sorted", () => {
  fc.assert(
    fc.property(fc.shuffledSubarray(rowsOf(60), { minLength: 10 }), (some) => {
      const partOf = (rows: readonly string[]) => {
        const { dataset } = importDataset(csv(rows), { source: "./a.csv", split });
        const parts = dataset.data().partOfRow!;
        return new Map(rows.map((row, i) => [row, parts[i]]));
      };
      const all = partOf(rowsOf(60));
      for (const [row, part] of partOf(some)) expect(part).toBe(all.get(row));
    }),
    { numRuns: 30 },
  );
});

test("split.key keeps the rows of one key together", () => {
  const { dataset } = importDataset(csv(rowsOf(200)), {
    source: "./a.csv",
    split: { ...split, key: "group" },
  });
  const groups = dataset.column("group") as string[];
  const parts = dataset.data().partOfRow!;
  for (const group of new Set(groups)) {
    expect(new Set([...parts].filter((_, row) => groups[row] === group)).size).toBe(1);
  }
});

test("unitHash(text) is even: each tenth of [0, 1) gets a tenth of 20,000 texts", () => {
  const counts = new Array<number>(10).fill(0);
  for (let i = 0; i < 20_000; i++) counts[Math.floor(unitHash(`row ${i}`) * 10)]++;
  expect(counts.reduce((sum, count) => sum + (count - 2000) ** 2 / 2000, 0)).toBeLessThan(27.9); // p = 0.001
});

test("splitRows(…) refuses fractions that do not sum to 1, with the sum", () => {
  expect(() => splitRows([], 0, { by: "hash", train: 0.7, validation: 0.2, test: 0.2 })).toThrow("= 1.1");
});

test("the version is that of the table; the content hash also counts the split and the rows dropped", () => {
  const text = csv([...rowsOf(20), "21,,g1"]);
  const plain = importDataset(text, { source: "./a.csv" }).dataset;
  const dropped = importDataset(text, { source: "./a.csv", missing: "drop" }).dataset;
  const parted = importDataset(text, { source: "./a.csv", split }).dataset;
  expect(new Set([plain.version, dropped.version, parted.version]).size).toBe(1);
  expect(new Set([plain.contentHash, dropped.contentHash, parted.contentHash]).size).toBe(3);
  expect([plain.rowCount, dropped.rowCount]).toEqual([21, 20]);
});

test("a cell that sorts a column it was given does not change the dataset", () => {
  const { dataset } = importDataset(csv(rowsOf(9)), { source: "./a.csv" });
  const before = dataset.column("value");
  (dataset.column("value") as Float64Array).sort();
  expect(dataset.column("value")).toEqual(before);
});

test("dataset.column(name) names the columns that there are", () => {
  const { dataset } = importDataset(csv(rowsOf(3)), { source: "./a.csv" });
  expect(() => dataset.column("vlaue")).toThrow('has no column "vlaue"; it has: id, value, group');
  expect(() => dataset.rows("test")).toThrow("has no split");
});

test("the profile counts every value once: bins and missing values sum to the rows", () => {
  const rows = fc.array(
    fc.tuple(fc.option(fc.integer({ min: -50, max: 50 })), fc.constantFrom("a", "b", "")),
    { minLength: 1 },
  );
  fc.assert(
    fc.property(rows, (list) => {
      const text = `n,w\n${list.map(([n, w]) => `${n ?? ""},${w}x`).join("\n")}\n`;
      const { profile } = importDataset(bytes(text), { source: "./p.csv" });
      for (const column of profile.columns) {
        const binned = column.bins.reduce((sum, bin) => sum + bin.count, 0);
        expect(binned + column.missingCount).toBe(list.length);
      }
    }),
  );
});

test("the first rows stand under their columns, whatever those are called", () => {
  const { dataset, profile } = importDataset(bytes("name,2020,__proto__,2019\nx,1,y,2\n"), {
    source: "./a.csv",
  });
  expect(profile.columns.map(({ name }) => name)).toEqual(["name", "2020", "__proto__", "2019"]);
  expect(profile.head).toEqual([["x", "1", "y", "2"]]);
  expect(Object.keys(dataset.rows()[0]).sort()).toEqual(["2019", "2020", "__proto__", "name"]);
});
