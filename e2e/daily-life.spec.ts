// A day with a notebook: editing, undoing, files, a tab that dies, a phone, the keyboard alone.
import { readFileSync } from "node:fs";
import { expect, test } from "./journey.ts";
import { notebookOf, notebookPage, storedTexts } from "./notebook-page.ts";

test("an edit makes its readers stale; undo from anywhere makes them done again", async ({
  page,
  servers,
}) => {
  const notebook = notebookPage(page);
  await notebook.openFile(servers.ownOrigin.url, "edit.md", notebookOf({ a: "const a = 1", b: "a + 1" }));
  await notebook.runAll();
  await notebook.expectStatus("b", "done");
  await notebook.cell("a").locator(".code, pre, .source").first().click();
  await expect(notebook.cell("a").locator(".cm-content")).toBeFocused();
  await page.keyboard.press("End");
  await page.keyboard.type("0");
  await notebook.expectStatus("a", "stale");
  await notebook.expectStatus("b", "stale");
  await page.keyboard.press("Escape");
  await page.keyboard.press("ControlOrMeta+z");
  await notebook.expectStatus("a", "done");
  await notebook.expectStatus("b", "done");
});

test("what was typed is kept without a Save, and there after the tab was killed", async ({
  context,
  page,
  servers,
}) => {
  const notebook = notebookPage(page);
  await notebook.openFile(servers.ownOrigin.url, "kill.md", notebookOf({ a: "const a = 1" }));
  await notebook.cell("a").locator(".code, pre, .source").first().click();
  await expect(notebook.cell("a").locator(".cm-content")).toBeFocused();
  await page.keyboard.press("ControlOrMeta+End");
  await page.keyboard.type(" // kept for ever");
  await expect.poll(() => page.evaluate(storedTexts)).toContain("kept for ever"); // nobody pressed Save
  const url = page.url();
  await page.close({ runBeforeUnload: false });
  const again = await context.newPage();
  await again.goto(url);
  await expect(notebookPage(again).cell("a")).toContainText("kept for ever");
});

test("cells are inserted, moved and deleted, and each is undone", async ({ page, servers }) => {
  const notebook = notebookPage(page);
  await notebook.openFile(
    servers.ownOrigin.url,
    "cells.md",
    notebookOf({ a: "const a = 1", b: "const b = 2" }),
  );
  const names = () =>
    page
      .locator("[data-cell]")
      .evaluateAll((cells) => cells.map((cell) => (cell as HTMLElement).dataset["cell"]));
  const selectA = () => notebook.cell("a").focus();
  await selectA();
  await page.keyboard.press("d");
  await page.keyboard.press("d");
  await expect.poll(names).toEqual(["b"]);
  await page.keyboard.press("ControlOrMeta+z");
  await expect.poll(names).toEqual(["a", "b"]);
  await notebook.cell("a").getByRole("button", { name: /^More/ }).click();
  await page
    .getByRole("menuitem", { name: /move down/i })
    .or(page.getByRole("button", { name: /move down/i }))
    .first()
    .click();
  await expect.poll(names).toEqual(["b", "a"]);
  await page.keyboard.press("ControlOrMeta+z");
  await expect.poll(names).toEqual(["a", "b"]);
});

test("a table that is dropped becomes a notebook, whatever its delimiter and encoding", async ({
  page,
  servers,
}) => {
  const notebook = notebookPage(page);
  const latin1 = Buffer.from("stadt;wert\r\nKöln;1,5\r\nMünchen;2,5\r\n", "latin1");
  await notebook.openFile(servers.ownOrigin.url, "städte.csv", latin1);
  await notebook.runAll();
  const cell = page.locator('[data-kind="dataset"]');
  await expect(cell).toHaveAttribute("data-status", "done");
  await expect(cell).toContainText("2 rows × 2 columns");
  await expect(cell).toContainText("windows-1252");
});

test("a ragged table says its line, and the notebook goes on", async ({ page, servers }) => {
  const notebook = notebookPage(page);
  await notebook.openFile(servers.ownOrigin.url, "ragged.csv", "a,b\n1,2\n3\n");
  await notebook.runAll();
  const cell = page.locator('[data-kind="dataset"]');
  await expect(cell).toHaveAttribute("data-status", "error");
  await expect(cell).toContainText("ragged.csv, line 3: has 1 values where the header names 2 columns");
});

test("a moved slider runs what is cheap by itself and marks the training stale", async ({
  page,
  servers,
}) => {
  const notebook = notebookPage(page);
  await notebook.openShipped("Which penguin is this?", "", servers.ownOrigin.url);
  await notebook.runAll();
  await notebook.expectStatus("ask", "done");
  await notebook.cell("hidden").getByRole("slider").focus();
  await page.keyboard.press("ArrowLeft");
  await notebook.expectStatus("hidden", "done");
  await notebook.expectStatus("classifier", "stale");
  await notebook.expectStatus("report", "stale");
});

test("on a phone notebook 1 runs and nothing is wider than the screen", async ({ page, servers }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  const notebook = notebookPage(page);
  await notebook.openShipped("Which penguin is this?", "", servers.ownOrigin.url);
  await notebook.runAll();
  await notebook.expectStatus("ask", "done");
  const overflow = await page.evaluate(() => document.scrollingElement!.scrollWidth - innerWidth);
  expect(overflow).toBeLessThanOrEqual(0);
});

test("on a phone the line of states fits, however many cells have failed", async ({ page, servers }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  const notebook = notebookPage(page);
  const names = Array.from({ length: 16 }, (_, i) => `cell${i}`);
  const cells = Object.fromEntries(names.map((name) => [name, `throw new Error("${name}")`]));
  await notebook.openFile(servers.ownOrigin.url, "failing.md", notebookOf(cells));
  await notebook.runAll();
  await expect(page.locator(".status-row")).toContainText("16 failed");
  await expect(page.locator(".status-row button")).toBeInViewport({ ratio: 1 });
});

test("from the home page to a run notebook by the keyboard alone", async ({ page, servers }) => {
  await page.goto(servers.ownOrigin.url);
  await expect(page.getByText("Which penguin is this?").first()).toBeVisible();
  const focusOn = async (name: RegExp) => {
    for (let presses = 0; presses < 40; presses++) {
      await page.keyboard.press("Tab");
      const label = await page.evaluate(
        () => document.activeElement?.getAttribute("aria-label") ?? document.activeElement?.textContent ?? "",
      );
      if (name.test(label.trim())) return;
    }
    throw new Error(`Tab never reached ${String(name)}`);
  };
  await focusOn(/^Which penguin is this\?/);
  await page.keyboard.press("Enter");
  await expect(page.locator("[data-cell]").first()).toBeVisible();
  await focusOn(/^Run all/);
  await page.keyboard.press("Enter");
  await notebookPage(page).expectStatus("ask", "done");
});

test("the theme that was chosen is kept", async ({ page, servers }) => {
  await page.goto(servers.ownOrigin.url);
  const toggle = page.getByRole("button", { name: /theme|dark|light/i }).first();
  await toggle.click();
  const theme = await page.locator("html").getAttribute("data-theme");
  expect(theme).toMatch(/^(dark|light)$/);
  await page.reload();
  await expect(page.locator("html")).toHaveAttribute("data-theme", theme!);
});

test("plain Markdown opens as prose; one button makes its code blocks cells", async ({ page, servers }) => {
  const notebook = notebookPage(page);
  await notebook.openFile(servers.ownOrigin.url, "readme.md", "# Read me\n\n```js\n1 + 1\n```\n");
  await expect(page.locator("[data-cell][data-kind=js]")).toHaveCount(0);
  await page.getByRole("button", { name: "Make the code blocks cells" }).click();
  await expect(page.locator("[data-kind=js]")).toHaveCount(1);
});

test("a broken notebook opens with its problems at their places, and downloads byte for byte", async ({
  page,
  servers,
}) => {
  const text =
    "---\ncairn: 1\nseed: [\n---\r\n# Broken\n\n```ts one\nconst x = 1\n```\n\n```ts two\nconst x = 2\n```\n\n```yaml train m\nlayers: [\n```\n\n```ts last\nconst y = {";
  const notebook = notebookPage(page);
  await notebook.openFile(servers.ownOrigin.url, "broken.md", text);
  await page.mouse.click(5, 500);
  await expect(notebook.cell("two")).toContainText('"x" is defined by two cells');
  await expect(notebook.cell("m")).toContainText("this is not YAML");
  await expect(page.getByText("got the end of the file")).toBeVisible();
  await page.getByRole("button", { name: "More about this notebook" }).click();
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByText("Download .md").click(),
  ]);
  expect(readFileSync(await download.path(), "utf8")).toBe(text);
});
