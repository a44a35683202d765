import { expect, test } from "vitest";
import type { TableChange } from "#datasets/table-change-types.ts";
import { changeWords } from "./change-words.ts";

const change = (rows: Partial<TableChange["rows"]>, columns: Partial<TableChange["columns"]> = {}) =>
  changeWords({
    from: "sha256:a",
    to: "sha256:b",
    rowCounts: [3, 4],
    rows: { added: 0, removed: 0, changed: 0, isReordered: false, ...rows },
    columns: { added: [], removed: [], retyped: [], ...columns },
    distributions: [],
  } as never);

test("changeWords(change) says what became of rows and columns", () => {
  expect(change({ added: 12, removed: 3, changed: 1, matchedBy: "id" })).toBe(
    "12 rows added, 3 removed, 1 changed (told apart by id)",
  );
  expect(
    change({ changed: 1 }, { added: ["sex"], retyped: [{ name: "mass", from: "number", to: "text" }] }),
  ).toBe("1 row changed; column sex added; column mass holds text, it held number");
  expect(change({ isReordered: true })).toBe("rows in another order");
  expect(change({}, { removed: Array.from({ length: 9 }, (_, i) => `c${i}`) })).toBe(
    "9 columns came, went or changed",
  );
  expect(change({})).toBe("4 rows, written otherwise");
});
