// What the first paint asks for: no editor, parser, YAML or tensor code before the page is touched.
import { gzipSync } from "node:zlib";
import type { BrowserContext, Page } from "@playwright/test";
import { expect, test } from "./journey.ts";
import { notebookPage } from "./notebook-page.ts";

const LIMIT_BYTES = 160_000;
const LATE =
  /code-editor|type-checker|types\.worker|analysis|erase-types|runner|cells\.js|engine\.js|backend-/;

/** Scripts that a page asks for by itself in three seconds, with their sizes as gzip. */
async function scriptsOf(page: Page, url: string): Promise<{ path: string; size: number }[]> {
  const bodies: Promise<{ path: string; size: number }>[] = [];
  page.on("response", (response) => {
    if (response.request().resourceType() !== "script") return;
    const { pathname } = new URL(response.url());
    bodies.push(response.body().then((body) => ({ path: pathname, size: gzipSync(body).length })));
  });
  await page.goto(url);
  await page.waitForTimeout(3000); // the budget's own span: what comes by itself within it counts
  return Promise.all(bodies);
}

async function openRunNotebook(context: BrowserContext, base: string): Promise<string> {
  const page = await context.newPage();
  const notebook = notebookPage(page);
  await notebook.openShipped("Which penguin is this?", "", base);
  await notebook.runAll();
  await notebook.expectStatus("ask", "done");
  await expect(page.getByText(/Saved \d/)).toBeVisible();
  await page.waitForTimeout(1000);
  await page.close();
  return page.url();
}

test("the home page, untouched, asks for at most 160 kB of script and for nothing late", async ({
  page,
  servers,
}) => {
  const scripts = await scriptsOf(page, servers.ownOrigin.url);
  expect(scripts.map(({ path }) => path).filter((path) => LATE.test(path))).toEqual([]);
  expect(scripts.reduce((sum, { size }) => sum + size, 0)).toBeLessThan(LIMIT_BYTES);
});

test("a notebook that has run paints its results again before any worker, editor or parser is loaded", async ({
  context,
  servers,
}) => {
  const url = await openRunNotebook(context, servers.ownOrigin.url);
  const page = await context.newPage();
  const scripts = await scriptsOf(page, url);
  const notebook = notebookPage(page);
  await expect(notebook.cell("report")).toContainText("Accuracy");
  await notebook.expectStatus("report", "cached");
  await notebook.expectStatus("classifier", "cached");
  await expect(page.locator('iframe[title="sandbox"]')).toHaveCount(0);
  expect(scripts.map(({ path }) => path).filter((path) => LATE.test(path))).toEqual([]);
  expect(scripts.reduce((sum, { size }) => sum + size, 0)).toBeLessThan(LIMIT_BYTES);
  // Touched, it knows that all is still current, and a reader's cell gets its model without training again.
  await page.mouse.click(5, 500);
  await notebook.expectStatus("report", "cached");
  await notebook.run("ask");
  await notebook.expectStatus("ask", "done");
  await notebook.expectStatus("classifier", "cached");
});
