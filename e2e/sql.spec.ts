// SQL in the page: DuckDB in the sealed engine, on both hosts.
import type { Page } from "@playwright/test";
import { expect, test } from "./journey.ts";
import { notebookPage } from "./notebook-page.ts";

/** A list that has only just opened takes no Enter: it could have been meant for the text. */
async function accept(page: Page): Promise<void> {
  await page.waitForTimeout(150);
  await page.keyboard.press("Enter");
}

const text = `---
cairn: 1
title: Queries
---

\`\`\`yaml dataset penguins
from: sample:penguins
\`\`\`

\`\`\`sql by_island
select island, count(*) as n from penguins group by island order by n desc
\`\`\`

\`\`\`ts first
by_island.rows()[0].island
\`\`\`

\`\`\`sql outside
select * from read_parquet('https://example.com/a.parquet')
\`\`\`
`;

for (const host of ["ownOrigin", "withoutHosts"] as const)
  test(`a query over a dataset gives a table that code reads: ${host}`, async ({ page, servers }) => {
    const notebook = notebookPage(page);
    await notebook.openFile(servers[host].url, "queries.md", text);
    await notebook.runAll();
    await notebook.expectStatus("first", "done");
    await expect(notebook.cell("by_island").getByRole("cell", { name: "Biscoe" })).toBeVisible();
    await expect(notebook.cell("first").locator(".outputs")).toContainText("Biscoe");
    await expect(notebook.cell("outside")).toContainText("extension");
  });

test("a query is inserted by its letter, and completes tables and columns", async ({ page, servers }) => {
  const notebook = notebookPage(page);
  await notebook.openFile(servers.ownOrigin.url, "queries.md", text);
  await notebook.runAll();
  await notebook.expectStatus("first", "done");
  await notebook.cell("first").locator("pre.code").click();
  await expect(notebook.cell("first").locator(".cm-content")).toBeFocused();
  await page.keyboard.press("Escape");
  await page.keyboard.press("b");
  await expect(page.getByRole("menu")).toBeVisible();
  await page.keyboard.press("s");
  const editor = notebook.cell("query").locator(".cm-content");
  await expect(editor).toBeFocused();
  await page.keyboard.press("ControlOrMeta+End");
  await page.keyboard.type("peng");
  await expect(page.getByRole("option", { name: /penguins/ })).toBeVisible();
  await accept(page);
  await page.keyboard.type(" where body_m");
  await expect(page.getByRole("option", { name: /body_mass_g/ })).toBeVisible();
  await accept(page);
  await page.keyboard.type(" > 6000");
  await page.keyboard.press("ControlOrMeta+Enter");
  await notebook.expectStatus("query", "done");
  await expect(notebook.cell("query").locator(".outputs")).toContainText("6,300");
});
