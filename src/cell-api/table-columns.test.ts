import { expect, test } from "vitest";
import { keptOutputs } from "./outputs.ts";
import { checkOutput } from "./output-schema.ts";
import { BLANK, columnsOfRows, SAVED_ROWS, sizeBytes, tableOfRows } from "./table-columns.ts";

const birds = (count: number) =>
  Array.from({ length: count }, (_, i) => ({ id: i, kind: i % 3 === 0 ? null : `kind ${i % 3}` }));

test("a short array of objects is a table by rows alone", () => {
  const table = tableOfRows(birds(3));
  expect(table).toEqual({
    type: "table",
    columns: [
      { name: "id", type: "number" },
      { name: "kind", type: "text" },
    ],
    rows: [
      [0, null],
      [1, "kind 1"],
      [2, "kind 2"],
    ],
    rowCount: 3,
  });
});

test("a longer one carries all rows as columns, and is kept with its first 200", () => {
  const table = tableOfRows(birds(1000))!;
  expect(table.rows).toHaveLength(SAVED_ROWS);
  expect(table.all).toEqual([
    { type: "number", values: Float64Array.from({ length: 1000 }, (_, i) => i) },
    {
      type: "text",
      words: ["kind 1", "kind 2"],
      codes: Uint32Array.from({ length: 1000 }, (_, i) => (i % 3 === 0 ? BLANK : (i % 3) - 1)),
    },
  ]);
  expect(keptOutputs([table])[0]).not.toHaveProperty("all");
});

test("a number without a value is a blank, and NaN is not", () => {
  const [column] = columnsOfRows(tableOfRows([{ x: 1 }, { x: null }, { x: NaN }, {}])!);
  expect(column).toEqual({
    type: "number",
    values: Float64Array.of(1, NaN, NaN, NaN),
    blanks: Uint8Array.of(0, 1, 0, 1),
  });
});

test("a row of another shape far below shows as blanks", () => {
  const rows: unknown[] = birds(2000);
  rows[1500] = "no row";
  const [ids] = tableOfRows(rows)!.all!;
  expect(ids).toMatchObject({ blanks: expect.objectContaining({ 1500: 1 }) as unknown });
});

test("what is no array of plain objects is no table", () => {
  for (const value of [[], [1, 2], [{}], [[1]], [new Date()], "text", { a: 1 }, null])
    expect(tableOfRows(value)).toBeUndefined();
});

test("of many columns the first hundred are shown, and it is said how many there are", () => {
  const wide = Object.fromEntries(Array.from({ length: 5000 }, (_, i) => [`c${i}`, i]));
  expect(tableOfRows([wide])).toMatchObject({ columnCount: 5000, columns: { length: 100 } });
});

test("rows beyond 64 MB are counted and stay behind", () => {
  const long = "x".repeat(10_000);
  const table = tableOfRows(Array.from({ length: 10_000 }, (_, i) => ({ text: `${long}${i}` })))!;
  const [column] = table.all!;
  expect(sizeBytes(column)).toBeLessThanOrEqual(64 * 2 ** 20);
  expect(table.rowCount).toBe(10_000);
}, 30_000);

test("a table from the sandbox counts only when its columns agree", () => {
  const table = tableOfRows(birds(300))!;
  expect(checkOutput(table)).toBeDefined();
  const [ids, kinds] = table.all!;
  for (const all of [
    [ids],
    [kinds, ids],
    [ids, { type: "text", words: ["a"], codes: new Uint32Array(299) }],
    [{ type: "number", values: [1, 2] }, kinds],
    [ids, { type: "text", words: [1], codes: new Uint32Array(300) }],
  ])
    expect(checkOutput({ ...table, all })).toBeUndefined();
});
