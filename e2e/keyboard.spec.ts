// A whole notebook without a mouse: made, written, run, stopped, mended and saved; and what a screen reader is told of it.
import { readFileSync } from "node:fs";
import { expect, test } from "./journey.ts";
import { notebookPage } from "./notebook-page.ts";

test("a notebook is made, written, run, stopped and saved by the keyboard alone", async ({
  page,
  servers,
}) => {
  const notebook = notebookPage(page);
  const focused = () =>
    page.evaluate(() => {
      const element = document.activeElement;
      return (element?.getAttribute("aria-label") ?? element?.textContent ?? "").trim();
    });
  const tabTo = async (name: RegExp) => {
    for (let presses = 0; presses < 60; presses++) {
      await page.keyboard.press("Tab");
      if (name.test(await focused())) return;
    }
    throw new Error(`Tab never reached ${String(name)}`);
  };
  /** A list of completions that is open takes the first Escape. */
  const leave = async () => {
    for (let presses = 0; presses < 3 && (await page.locator(".cm-content:focus").count()) > 0; presses++)
      await page.keyboard.press("Escape");
  };
  await page.goto(servers.ownOrigin.url);
  await expect(page.getByText("Your notebooks")).toBeVisible();
  await tabTo(/^New notebook$/);
  await page.keyboard.press("Enter");
  await expect(page.locator("[data-cell]").first()).toBeVisible();

  // the prose: into the first cell, over its heading, and out again
  await tabTo(/^Prose$/);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("textbox", { name: "Prose in Markdown" })).toBeFocused();
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.type("# Squares\n\nHow fast do they grow?");
  await page.keyboard.press("Escape");
  await expect(page.getByRole("heading", { name: "Squares" })).toBeVisible();

  // code: down one cell, replace it, run it and insert another below
  await page.keyboard.press("j");
  await page.keyboard.press("Enter");
  await expect(page.locator(".cm-content")).toBeFocused();
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.type("const squares = [1, 2, 3].map((n) => n * n); squares");
  await page.keyboard.press("Alt+Enter");
  await notebook.expectStatus("squares", "done");
  await expect(page.locator(".cm-content").last()).toBeFocused();
  await page.keyboard.type("squares.at(-1) + squareRoot");
  await page.keyboard.press("ControlOrMeta+Enter");
  await expect(page.getByText("squareRoot is not defined").first()).toBeVisible();

  // the mistake: F8 leads to it, and it is mended
  await page.keyboard.press("F8");
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.type("const last = squares.at(-1); last");
  await page.keyboard.press("ControlOrMeta+Enter");
  await notebook.expectStatus("last", "done");

  // a loop: written, run, interrupted, deleted, and brought back by undo
  await leave();
  await page.keyboard.press("b");
  await expect(page.getByRole("menu")).toBeVisible();
  await page.keyboard.press("c");
  await expect(page.locator(".cm-content").last()).toBeFocused();
  await page.keyboard.type("const never = 1; while (true) {}");
  await page.keyboard.press("ControlOrMeta+Enter");
  await notebook.expectStatus("never", "running");
  await leave();
  await page.keyboard.press("i");
  await page.keyboard.press("i");
  await notebook.expectStatus("never", "stopped");
  await page.keyboard.press("d");
  await page.keyboard.press("d");
  await expect(notebook.cell("never")).toHaveCount(0);
  await page.keyboard.press("z");
  await expect(notebook.cell("never")).toHaveCount(1);
  await page.keyboard.press("d");
  await page.keyboard.press("d");
  await expect(notebook.cell("never")).toHaveCount(0);

  // what a screen reader is told
  await expect(page.getByRole("main")).toMatchAriaSnapshot(`
    - main:
      - article:
        - group "Prose":
          - heading "Squares" [level=1]
          - paragraph: How fast do they grow?
        - region "ts cell squares":
          - button "Run squares"
          - button "More about squares"
          - textbox "Source of squares"
          - group "Output of squares"
        - region "ts cell last":
          - link "squares"
          - group "Output of last": "9"
  `);
  await expect(page.getByRole("banner")).toMatchAriaSnapshot(`
    - banner:
      - link /Cairn/
      - button "Run all cells"
      - button "Undo"
      - button "More about this notebook"
  `);
  await expect(page.getByRole("navigation", { name: "Panels" })).toMatchAriaSnapshot(`
    - navigation "Panels":
      - button "Outline" [pressed]
      - button "Variables"
      - button "Data"
  `);

  const [file] = await Promise.all([page.waitForEvent("download"), page.keyboard.press("ControlOrMeta+s")]);
  const text = readFileSync(await file.path(), "utf8");
  expect(text).toContain("# Squares\n\nHow fast do they grow?");
  expect(text).toMatch(/```ts[^\n]*\nconst squares = \[1, 2, 3\]\.map\(\(n\) => n \* n\); squares\n```/);
  expect(text).not.toContain("while (true)");
});
