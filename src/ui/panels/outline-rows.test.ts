import { expect, test } from "vitest";
import type { CellId } from "#document/notebook.ts";
import { code } from "#ui/fixtures/fake-session.ts";
import { outlineRows } from "#ui/panels/outline-rows.ts";

const prose = {
  type: "prose" as const,
  id: "p" as CellId,
  markdown: "# One\n\ntext\n\n#### Too deep\n\n## Two",
};

test("the outline has a row for each cell with code and for each heading of the first three levels", () => {
  const rows = outlineRows([prose, code("a", { name: "model", kind: "ts" })]);
  expect(rows.map(({ key, text, index }) => `${key} ${text} ${index}`)).toEqual([
    "p/0 One 0",
    "p/1 Two 1",
    "a model 0",
  ]);
});

test("a view that has not changed keeps its rows, the same objects", () => {
  const cells = [prose, code("a", { name: "model", kind: "ts" })];
  const changed = [prose, code("a", { name: "model", kind: "ts" })];
  const [before, after] = [outlineRows(cells), outlineRows(changed)];
  expect(after.map((row, i) => row === before[i])).toEqual([true, true, false]);
});
