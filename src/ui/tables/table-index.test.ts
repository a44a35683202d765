import fc from "fast-check";
import { expect, test } from "vitest";
import type { TableValue } from "#cell-api/outputs.ts";
import { tableOfRows } from "#cell-api/table-columns.ts";
import { parseFilter } from "./row-filter.ts";
import { TableIndex, type TableQuery } from "./table-index.ts";
import { tableBeside } from "./table-source.ts";
import { tableCsv } from "./table-text.ts";

interface Bird {
  size: number | null;
  kind: string | null;
}

/** Padded beyond the rows that are kept, so that all columns are made. */
function indexOf(birds: readonly Bird[]): TableIndex {
  const table = tableOfRows([...birds, ...Array.from({ length: 201 }, () => ({ size: null, kind: null }))])!;
  return new TableIndex(table.columns.map(({ name }, at) => ({ name, data: table.all![at] })));
}

const bird = fc.record<Bird>({
  size: fc.option(fc.oneof(fc.integer({ min: -3, max: 3 }), fc.double()), { freq: 4 }),
  kind: fc.option(fc.constantFrom("a", "b", "a10", "a9", ""), { freq: 4 }),
});

/** By a plain sort of plain rows. */
function reference(birds: readonly Bird[], column: "size" | "kind", isDescending: boolean): Bird[] {
  const isAbsent = (value: Bird["size"] | Bird["kind"]) => value === null || Number.isNaN(value);
  const compare = (a: Bird, b: Bird) =>
    column === "size"
      ? a.size! < b.size!
        ? -1
        : Number(a.size! > b.size!)
      : a.kind!.localeCompare(b.kind!, "en", { numeric: true });
  const present = birds.filter((each) => !isAbsent(each[column]));
  const absent = birds.filter((each) => isAbsent(each[column]));
  return [...present.toSorted((a, b) => (isDescending ? compare(b, a) : compare(a, b))), ...absent];
}

test("sorting is stable, puts what has no value last, and knows that a9 comes before a10", () => {
  fc.assert(
    fc.property(
      fc.array(bird, { minLength: 1 }),
      fc.boolean(),
      fc.boolean(),
      (birds, isKind, isDescending) => {
        const index = indexOf(birds);
        index.select({ sort: { column: Number(isKind), isDescending }, filters: [] });
        const rows = index.rows(0, birds.length + 201).rows.filter((_, i) => i < birds.length + 201);
        const expected = reference(
          [...birds, ...Array.from({ length: 201 }, () => ({ size: null, kind: null }))],
          isKind ? "kind" : "size",
          isDescending,
        );
        expect(rows).toEqual(expected.map(({ size, kind }) => [size, kind]));
      },
    ),
  );
});

test("filters are all kept to, and rows keep their numbers", () => {
  const index = indexOf([
    { size: 1, kind: "a" },
    { size: 5, kind: "b" },
    { size: 7, kind: "ab" },
    { size: 9, kind: null },
  ]);
  const query: TableQuery = {
    sort: { column: 0, isDescending: true },
    filters: [
      { column: 0, filter: parseFilter("> 1", "number")! },
      { column: 1, filter: parseFilter("b", "text")! },
    ],
  };
  expect(index.select(query)).toBe(2);
  expect(index.rows(0, 10)).toEqual({
    from: 0,
    rows: [
      [7, "ab"],
      [5, "b"],
    ] as TableValue[][],
    numbers: [3, 2],
  });
  expect(index.select({ filters: [] })).toBe(205);
});

test("rows outside the selection are none", () => {
  const index = indexOf([{ size: 1, kind: "a" }]);
  expect(index.rows(500, 600)).toEqual({ from: 202, rows: [], numbers: [] });
  expect(index.rows(-5, 1).rows).toEqual([[1, "a"]]);
});

test("a column is summed up by its bins, its kinds and its blanks", () => {
  const [size, kind] = indexOf([
    { size: 0, kind: "a" },
    { size: 10, kind: "b" },
    { size: 10, kind: "a" },
  ]).summaries();
  expect(size).toMatchObject({ min: 0, max: 10, missingCount: 201, distinctCount: 2 });
  expect(kind).toMatchObject({
    type: "category",
    bins: [
      { label: "a", count: 2 },
      { label: "b", count: 1 },
    ],
  });
});

test("saved as CSV a table has the rows and the order that are seen", async () => {
  const table = tableOfRows([
    { name: 'say "hi"', x: 2 },
    { name: "a,b", x: 1 },
    { name: null, x: 3 },
  ])!;
  const index = tableBeside(
    table.columns.map(({ name }, at) => ({
      name,
      data:
        at === 0
          ? { type: "text", words: ['say "hi"', "a,b"], codes: Uint32Array.of(0, 1, 0xffffffff) }
          : { type: "number", values: Float64Array.of(2, 1, 3) },
    })),
  );
  const count = await index.select({ sort: { column: 1, isDescending: false }, filters: [] });
  const csv = await tableCsv(["name", "x"], index, count);
  expect(await csv.text()).toBe('name,x\r\n"a,b",1\r\n"say ""hi""",2\r\n,3\r\n');
});
