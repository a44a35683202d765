import { afterEach, expect, test } from "vitest";
import { userEvent } from "vitest/browser";
import { tableOfRows } from "#cell-api/table-columns.ts";
import { code } from "#ui/fixtures/fake-session.ts";
import { find, mountPage, type MountedPage } from "#ui/fixtures/mount-page.ts";

let page: MountedPage;
afterEach(() => page.unmount());

function showTable(rows: readonly Record<string, unknown>[]): HTMLElement {
  const table = tableOfRows(rows)!;
  page = mountPage([code("a", { name: "birds", kind: "ts", status: "done", outputs: [table] })]);
  return page.cell("birds");
}

const numbered = (count: number) =>
  Array.from({ length: count }, (_, i) => ({ id: i, kind: ["Adelie", "Gentoo", "Chinstrap"][i % 3] }));
const cellsOf = (cell: HTMLElement, column: number) =>
  [...cell.querySelectorAll(`tbody tr.row td:nth-child(${column})`)].map((td) => td.textContent?.trim());
const button = (cell: HTMLElement, name: string) =>
  [...cell.querySelectorAll("button")].find((each) => each.textContent?.trim() === name)!;

test("a short table is a plain table: no ranks, no summaries", () => {
  const cell = showTable([
    { a: 1, b: "x" },
    { a: 2.5, b: null },
  ]);
  expect(cellsOf(cell, 1)).toEqual(["1.0", "2.5"]);
  expect(cellsOf(cell, 2)).toEqual(["x", "blank"]);
  expect(find(cell, ".foot").textContent).toContain("2 rows");
});

test("a press on the head of a column sorts up, down, and as it came", async () => {
  const cell = showTable([{ a: 2 }, { a: null }, { a: 10 }, { a: 1 }]);
  const head = find(cell, "th");
  button(cell, "a").click();
  await expect.poll(() => cellsOf(cell, 1)).toEqual(["1", "2", "10", "blank"]);
  expect(head.ariaSort ?? head.getAttribute("aria-sort")).toBe("ascending");
  button(cell, "a").click();
  await expect.poll(() => cellsOf(cell, 1)).toEqual(["10", "2", "1", "blank"]);
  button(cell, "a").click();
  await expect.poll(() => cellsOf(cell, 1)).toEqual(["2", "blank", "10", "1"]);
});

test("a million rows: the last is a key away, and only what is seen is in the page", async () => {
  const cell = showTable(numbered(1_000_000));
  const grid = find(cell, ".grid");
  await expect.poll(() => cell.textContent, { timeout: 20_000 }).toContain("0 to 999,999");
  expect(cellsOf(cell, 2).slice(0, 3)).toEqual(["0", "1", "2"]);
  grid.focus();
  grid.scrollTop = grid.scrollHeight;
  await expect.poll(() => cellsOf(cell, 2).at(-1)).toBe("999,999");
  expect(cell.querySelectorAll("tbody tr.row").length).toBeLessThan(80);
  // The scroll bar is a scale here; an arrow key still moves by a row.
  grid.scrollTop = 4_000_000;
  const first = () => Number(cellsOf(cell, 1)[0]?.replaceAll(",", ""));
  await expect.poll(first).toBeLessThan(600_000);
  const before = first();
  await userEvent.keyboard("{ArrowDown}{ArrowDown}{ArrowDown}");
  await expect.poll(() => first() - before).toSatisfy((moved: number) => moved >= 1 && moved <= 6);
});

test("filters keep rows, say how many, say what they do not understand, and are cleared", async () => {
  const cell = showTable(numbered(30_000));
  button(cell, "Filter").click();
  await expect.poll(() => cell.querySelectorAll("input").length).toBe(2);
  const [ids, kinds] = cell.querySelectorAll("input");
  await userEvent.fill(ids!, "< 9");
  await userEvent.fill(kinds!, "gen");
  await expect.poll(() => find(cell, ".foot").textContent).toContain("3 of 30,000 rows");
  expect(cellsOf(cell, 2)).toEqual(["1", "4", "7"]);
  await userEvent.fill(ids!, "many");
  await expect.poll(() => find(cell, ".foot").textContent).toContain("id: a number column takes > 5");
  button(cell, "Clear").click();
  await expect.poll(() => find(cell, ".foot").textContent).toMatch(/^\s*30,000 rows/);
});

test("a saved table says that it has the first rows only", () => {
  const { all: _, ...saved } = tableOfRows(numbered(1000))!;
  page = mountPage([code("a", { name: "birds", kind: "ts", status: "done", outputs: [saved] })]);
  expect(find(page.cell("birds"), ".foot").textContent).toContain("The first 200 of 1,000 rows");
});

test("on paper a table is there from its first row, in the order that was asked for, 200 rows at most", async () => {
  const cell = showTable(numbered(1000));
  button(cell, "id").click();
  button(cell, "id").click();
  await expect.poll(() => cellsOf(cell, 2)[0]).toBe("999");
  find(cell, ".grid").scrollTop = 9000;
  await expect.poll(() => cellsOf(cell, 2)[0]).not.toBe("999");
  window.dispatchEvent(new Event("beforeprint"));
  expect(cellsOf(cell, 2)).toEqual(Array.from({ length: 200 }, (_, rank) => String(999 - rank)));
  expect(find(cell, ".rest").textContent).toBe("The first 200 of 1,000 rows");
  window.dispatchEvent(new Event("afterprint"));
  await expect.poll(() => cell.querySelectorAll("tbody tr.row").length).toBeLessThan(80);
});
