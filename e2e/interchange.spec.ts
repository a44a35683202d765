// Notebooks in and out of the page: Jupyter's, several files at once, a page to read, paper.
import { readFileSync } from "node:fs";
import type { Page } from "@playwright/test";
import { expect, test } from "./journey.ts";
import { notebookOf, notebookPage } from "./notebook-page.ts";

const jupyter = JSON.stringify({
  nbformat: 4,
  nbformat_minor: 5,
  metadata: { kernelspec: { name: "python3", display_name: "Python 3", language: "python" } },
  cells: [
    { cell_type: "markdown", id: "a", metadata: {}, source: "# From Jupyter" },
    {
      cell_type: "code",
      id: "b",
      execution_count: 1,
      metadata: {},
      source: "print(41 + 1)",
      outputs: [{ output_type: "stream", name: "stdout", text: "42\n" }],
    },
  ],
});

async function download(page: Page, item: string): Promise<{ name: string; text: string }> {
  await page.getByRole("button", { name: "More about this notebook" }).click();
  const [file] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("menuitem", { name: item }).click(),
  ]);
  return { name: file.suggestedFilename(), text: readFileSync(await file.path(), "utf8") };
}

test("a Jupyter notebook opens with its Python as text, says so once, and goes back as it was", async ({
  page,
  servers,
}) => {
  const notebook = notebookPage(page);
  await notebook.openFile(servers.ownOrigin.url, "analysis.ipynb", jupyter);
  await expect(page.getByRole("heading", { name: "From Jupyter" })).toBeVisible();
  await expect(page.getByText("1 cell in python is kept as text")).toBeVisible();
  await expect(page.locator("pre", { hasText: "print(41 + 1)" })).toBeVisible();
  const { name, text } = await download(page, "Download .ipynb");
  expect(name).toBe("from-jupyter.ipynb");
  expect(JSON.parse(text).cells[1]).toMatchObject({ cell_type: "code", source: ["print(41 + 1)"] });
  await page.reload();
  await expect(page.getByRole("heading", { name: "From Jupyter" })).toBeVisible();
  await expect(page.getByText("1 cell in python is kept as text")).toHaveCount(0);
});

test("a broken .ipynb says where, and the home page lives on", async ({ page, servers }) => {
  await page.goto(servers.ownOrigin.url);
  await page
    .locator("input[type=file]")
    .setInputFiles({ name: "cut.ipynb", mimeType: "text/plain", buffer: Buffer.from(jupyter.slice(0, 90)) });
  await expect(page.getByRole("alert")).toContainText("cut.ipynb: must be JSON, got the end of the file");
  await page.getByRole("button", { name: "New notebook" }).first().click();
  await expect(page).toHaveURL(/#\/n\//);
});

test("a notebook that is dropped with its table and its outputs finds both", async ({ page, servers }) => {
  const notebook = notebookPage(page);
  const text = `---\ncairn: 1\n---\n\n\`\`\`yaml dataset birds\nfrom: ./birds.csv\n\`\`\`\n\n\`\`\`ts count\nbirds.rowCount\n\`\`\`\n`;
  const outputs = {
    version: 1,
    cells: {
      count: {
        status: "done",
        key: "sha256:abcdef0",
        ms: 3,
        outputs: [{ type: "text", text: "as published" }],
      },
    },
  };
  await page.goto(servers.ownOrigin.url);
  await page.locator("input[type=file]").setInputFiles([
    { name: "birds.csv", mimeType: "text/csv", buffer: Buffer.from("a,b\n1,2\n3,4\n") },
    { name: "birds.md", mimeType: "text/plain", buffer: Buffer.from(text) },
    { name: "birds.outputs.json", mimeType: "text/plain", buffer: Buffer.from(JSON.stringify(outputs)) },
  ]);
  await expect(notebook.cell("count")).toContainText("as published");
  await notebook.runAll();
  await notebook.expectStatus("count", "done");
  await expect(notebook.cell("count").locator(".outputs")).toContainText("2");
});

test("an exported page reads without scripts and without a network, and is kept from both", async ({
  page,
  servers,
  browser,
}) => {
  const notebook = notebookPage(page);
  const cells = {
    chart: `plot.bar([{ of: "a", n: 2 }, { of: "b", n: 3 }], { x: "of", y: "n", title: "Two bars" })`,
    rows: `[{ a: 1, b: "x < y" }]`,
    page: "html`<b>bold words</b><script>parent.hacked = 1</${'script'}><link rel=preconnect href=//x.test>`",
    said: `console.log("logged </pre><script>hacked()</scr" + "ipt>"); md\`$x^2$ and *words*\``,
    fails: `throw new Error("on <purpose>")`,
  };
  await notebook.openFile(servers.ownOrigin.url, "out.md", notebookOf(cells, '"Out & <away>"'));
  await notebook.runAll();
  await notebook.expectStatus("fails", "error");
  const { name, text } = await download(page, "Download .html");
  expect(name).toBe("out-away.html");

  const context = await browser.newContext({ javaScriptEnabled: false, offline: true });
  const reader = await context.newPage();
  const asked: string[] = [];
  reader.on("request", (request) => asked.push(request.url()));
  await reader.setContent(text);
  await expect(reader.getByRole("heading", { name: "Out & <away>" })).toBeVisible();
  await expect(reader.locator("svg title", { hasText: "Two bars" })).toHaveCount(1);
  await expect(reader.getByRole("cell", { name: "x < y" })).toBeVisible();
  await expect(reader.frameLocator("iframe").getByText("bold words")).toBeVisible();
  await expect(reader.locator("math")).toHaveCount(1);
  await expect(reader.locator(".error")).toContainText("on <purpose>");
  await expect(reader.locator(".output", { hasText: "logged </pre>" })).toBeVisible();
  await expect(reader.locator("summary", { hasText: "chart" })).toBeVisible();
  expect(asked.filter((url) => !url.startsWith("about:") && !url.startsWith("data:"))).toEqual([]);
  expect(text).not.toMatch(/<(?:script|link)\b/i);
  await context.close();
});

test("reading folds all code and shows nothing to write with; printing shows all code and no tools", async ({
  page,
  servers,
}) => {
  const notebook = notebookPage(page);
  await notebook.openFile(
    servers.ownOrigin.url,
    "read.md",
    notebookOf({ a: "const a = 6 * 7; a", b: "[{ sum: a + 1 }]" }),
  );
  await notebook.runAll();
  await notebook.expectStatus("b", "done");
  await notebook.cell("a").focus();
  await page.keyboard.press("Shift+R");
  await expect(page.locator("pre.code")).toHaveCount(0);
  await expect(notebook.cell("a").locator(".outputs")).toContainText("42");
  await page.emulateMedia({ media: "print" });
  await expect(page.getByText("const a = 6 * 7")).toHaveCount(1);
  await expect(page.getByText("const a = 6 * 7")).toBeHidden();
  await page.emulateMedia({ media: "screen" });
  await expect(page.getByRole("button", { name: "Insert a cell here" })).toHaveCount(0);
  await expect(page.getByRole("button", { name: "More about a" })).toHaveCount(0);
  await page.keyboard.press("Shift+R");
  await expect(page.locator("pre.code").first()).toBeVisible();

  await page.emulateMedia({ media: "print" });
  await expect(page.locator("header.bar")).toBeHidden();
  await expect(page.getByRole("button", { name: "Insert a cell here" }).first()).toBeHidden();
  await expect(notebook.cell("a").locator(".outputs")).toBeVisible();
  await expect(notebook.cell("b").getByText("sum", { exact: true })).toBeVisible();
  expect((await page.pdf()).length).toBeGreaterThan(5000);
});
