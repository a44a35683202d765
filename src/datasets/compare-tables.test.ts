import fc from "fast-check";
import { expect, test } from "vitest";
import { compareColumns, compareRows } from "./compare-tables.ts";
import { parseCsv } from "./parse-csv.ts";

const table = (text: string) => parseCsv(new TextEncoder().encode(text), "t.csv");
const compare = (before: string, after: string, key?: string) =>
  compareRows(table(before), table(after), key);

test("rows are told apart by a column that names each of them, wherever they stand", () => {
  expect(compare("id,x\na,1\nb,2\nc,3", "id,x\nc,3\nb,5\nd,9")).toEqual({
    added: 1,
    removed: 1,
    changed: 1,
    matchedBy: "id",
    isReordered: true,
  });
});

test("without such a column rows are told apart by their content; a cell that was mended is a row that changed", () => {
  const before = "sex,mass\nf,3.5\nm,4.5\nm,4.5\nf,3.25";
  expect(compare(before, "sex,mass\nf,3.5\nm,9.5\nm,4.5\nf,3.25")).toMatchObject({
    added: 0,
    removed: 0,
    changed: 1,
  });
  expect(compare(before, `${before}\nf,7.5`)).toMatchObject({ added: 1, removed: 0, changed: 0 });
  expect(compare(before, "sex,mass\nf,3.5\nm,4.5\nf,3.25")).toMatchObject({
    added: 0,
    removed: 1,
    changed: 0,
  });
});

test("measures do not name rows, however distinct they are", () => {
  expect(compare("m\n1.5\n2.5", "m\n1.5\n3.5").matchedBy).toBeUndefined();
  expect(compare("m,k\n1.5,7\n2.5,8", "m,k\n2.5,8\n1.5,7")).toMatchObject({
    matchedBy: "k",
    isReordered: true,
  });
});

test("a key that is asked for is taken, and content where it names no row", () => {
  expect(compare("a,b\n1,x\n2,y", "a,b\n2,x\n1,y", "b").changed).toBe(2);
  expect(compare("a,b\n1,x\n2,x", "a,b\n1,x\n3,x", "b").matchedBy).toBeUndefined();
});

test("the same rows in another order are said to be that", () => {
  expect(compare("a,b\nx,x\ny,x\ny,x", "a,b\ny,x\nx,x\ny,x")).toEqual({
    added: 0,
    removed: 0,
    changed: 0,
    isReordered: true,
  });
});

test("columns that came, went or hold another type are named, and change no row", () => {
  const [before, after] = [table("id,a,b\nx,1,2\ny,3,4"), table("id,b,c\nx,2,1\ny,four,1")];
  expect(compareColumns(before, after)).toEqual({
    added: ["c"],
    removed: ["a"],
    retyped: [{ name: "b", from: "number", to: "category" }],
  });
  expect(compareRows(before, after)).toMatchObject({ added: 0, removed: 0, changed: 1 });
});

test("counts add up: what was, less what went, and what came, is what is (any two tables)", () => {
  const rows = fc.array(fc.tuple(fc.constantFrom("a", "b"), fc.integer({ min: 0, max: 3 })), {
    minLength: 1,
    maxLength: 12,
  });
  const text = (list: [string, number][]) =>
    `w,n\n${list.map(([w, n]) => `${w},${n / 2 + 0.25}`).join("\n")}`;
  fc.assert(
    fc.property(rows, rows, (before, after) => {
      const { added, removed, changed } = compare(text(before), text(after));
      expect(before.length - removed + added).toBe(after.length);
      expect(Math.min(added, removed, changed)).toBeGreaterThanOrEqual(0);
      expect(compare(text(before), text(before))).toMatchObject({
        added: 0,
        removed: 0,
        changed: 0,
        isReordered: false,
      });
    }),
  );
});
