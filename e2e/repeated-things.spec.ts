// Whatever is there twice is shown twice, and the page goes on: names that a cell reads of one other cell, series of one
// name, equal options, equal columns, equal lines.
import { expect, test } from "./journey.ts";
import { notebookOf, notebookPage } from "./notebook-page.ts";

test("what is there twice stops no page", async ({ page, servers }) => {
  const notebook = notebookPage(page);
  const cells = {
    makes: "const one = 1; const other = 2;",
    reads: "one + other",
    series: `plot.line([{ x: 1, y: 2, of: "a" }, { x: 2, y: 3, of: "a" }], { x: "x", y: "y", color: "of" })`,
    says: `console.log("a"); console.log("a"); console.warn("a"); console.warn("a")`,
    rows: `[{ a: 1, b: 1 }, { a: 1, b: 1 }]`,
    again: "const one = 3",
  };
  const form = "\n```yaml control pick\ntype: choice\nlabel: Pick\noptions: [a, a]\nvalue: a\n```\n";
  await notebook.openFile(servers.ownOrigin.url, "twice.md", notebookOf(cells) + form);
  await page.getByRole("button", { name: "Variables" }).click();
  await notebook.runAll();
  await notebook.expectStatus("rows", "done");
  await notebook.expectStatus("series", "done");
  await page.getByRole("button", { name: "Outline" }).click();
  await expect(page.locator(".panels")).toContainText("reads");

  await notebook.openFile(servers.ownOrigin.url, "twice.csv", "a,a,b\n1,1,2\n1,1,2\n");
  await notebook.runAll();
  await notebook.expectStatus("twice", "error"); // its columns need names of their own, and it says so
});
