// Writing in a notebook with the keyboard: the palette, the keys of cells, Markdown that becomes cells.
import { readFileSync } from "node:fs";
import { expect, test } from "./journey.ts";
import { notebookOf, notebookPage } from "./notebook-page.ts";

const markdown = "## Two cells\n\n```ts b\nconst b = a + 1\n```\n\nand\n\n```ts c\nb * 2\n```";

test("a notebook is found, cut, pasted, joined and run with the keyboard alone", async ({
  page,
  context,
  servers,
}) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const notebook = notebookPage(page);
  await notebook.openFile(servers.ownOrigin.url, "keys.md", notebookOf({ a: "const a = 1", z: "a + 40" }));
  await page.keyboard.press("ControlOrMeta+k");
  await expect(page.getByRole("combobox", { name: "Find or do" })).toBeFocused();
  await page.keyboard.type("z");
  await page.keyboard.press("Enter");
  await expect(notebook.cell("z")).toBeFocused();
  // cut with the browser's own key, paste above with the notebook's
  await page.keyboard.press("ControlOrMeta+x");
  await expect(notebook.cell("z")).toHaveCount(0);
  await expect(notebook.cell("a")).toBeFocused();
  await page.keyboard.press("Shift+V");
  await expect(notebook.cell("z")).toBeFocused();
  await expect(page.locator("[data-cell]").first()).toHaveAttribute("data-cell", "z");
  // what was copied is the Markdown of the cell
  await page.keyboard.press("c");
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toBe("```ts z\na + 40\n```\n");
  await page.keyboard.press("Shift+M");
  await expect(notebook.cell("a")).toHaveCount(0);
  await expect(notebook.cell("z")).toContainText("const a = 1");
  await page.keyboard.press("z");
  await expect(notebook.cell("a")).toBeVisible();
  await page.keyboard.press("ControlOrMeta+Shift+R");
  await notebook.expectStatus("z", "done");
  await expect(notebook.cell("z")).toContainText("41");
});

test("pasted Markdown becomes cells, in command mode and while prose is written; one undo takes it back", async ({
  page,
  context,
  servers,
}) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const notebook = notebookPage(page);
  await notebook.openFile(servers.ownOrigin.url, "paste.md", `${notebookOf({ a: "const a = 1" })}\nWords\n`);
  await page.evaluate((text) => navigator.clipboard.writeText(text), markdown);
  await notebook.cell("a").focus();
  await page.keyboard.press("ControlOrMeta+v");
  await expect(notebook.cell("c")).toBeFocused();
  await expect(page.getByRole("heading", { name: "Two cells" })).toBeVisible();
  await page.keyboard.press("z");
  await expect(notebook.cell("b")).toHaveCount(0);
  await expect(notebook.cell("c")).toHaveCount(0);

  await page.getByText("Words", { exact: true }).dblclick();
  await expect(page.locator(".prose-cell .cm-content")).toBeFocused();
  await page.keyboard.press("ControlOrMeta+End");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Enter");
  await page.waitForTimeout(600); // what was typed before is a step of its own
  await page.keyboard.press("ControlOrMeta+v");
  await expect(notebook.cell("b")).toBeVisible();
  await expect(notebook.cell("c")).toBeVisible();
  await page.keyboard.press("Escape");
  await page.keyboard.press("z");
  await expect(notebook.cell("b")).toHaveCount(0);
  await expect(page.getByText("Words", { exact: true })).toBeVisible();
});

test("keys that were changed are there after a reload", async ({ page, servers }) => {
  const notebook = notebookPage(page);
  await notebook.openFile(servers.ownOrigin.url, "own-keys.md", notebookOf({ a: "1" }));
  await notebook.cell("a").focus();
  await page.keyboard.press("?");
  await page.getByRole("button", { name: "Change the keys of: Run the cell", exact: true }).click();
  await page.keyboard.press("F6");
  await expect(page.getByRole("button", { name: "Reset all" })).toBeVisible();
  await page.keyboard.press("Escape");
  await page.reload();
  await notebook.cell("a").focus();
  await page.keyboard.press("F6");
  await notebook.expectStatus("a", "done");
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.keyboard.press("ControlOrMeta+s"),
  ]);
  expect(readFileSync(await download.path(), "utf8")).toContain("```ts a\n1\n```");
});

test("a name is found in all cells and replaced in all, as one step", async ({ page, servers }) => {
  const notebook = notebookPage(page);
  const cells = { rate: "const rate = 2", twice: "const twice = rate * 2", last: "twice + rate" };
  await notebook.openFile(servers.ownOrigin.url, "find.md", notebookOf(cells));
  await notebook.runAll();
  await notebook.expectStatus("last", "done");
  await page.keyboard.press("ControlOrMeta+h");
  const bar = page.getByRole("search");
  await expect(bar.getByLabel("Find", { exact: true })).toBeFocused();
  await page.keyboard.type("rate");
  await expect(bar.getByRole("status")).toHaveText(/ of 3$/);
  await bar.getByLabel("Replace with").fill("speed");
  await page.keyboard.press("ControlOrMeta+Enter");
  await expect(page.getByText("Replaced 3 matches in 3 cells.")).toBeVisible();
  await page.keyboard.press("Escape");
  await notebook.runAll();
  await notebook.expectStatus("last", "done");
  await expect(notebook.cell("last")).toContainText("twice + speed");
  await expect(notebook.cell("last")).toContainText("6");
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(notebook.cell("last")).toContainText("twice + rate");
  await expect(notebook.cell("twice")).toContainText("rate * 2");
});

test("a slip is completed away, or underlined and mended with one button", async ({ page, servers }) => {
  const notebook = notebookPage(page);
  const cells = { total: "const total = [1, 2, 3]", reader: "" };
  await notebook.openFile(servers.ownOrigin.url, "slips.md", notebookOf(cells));
  await notebook.runAll();
  await notebook.expectStatus("total", "done");
  await notebook.cell("reader").focus();
  await page.keyboard.press("Enter");
  await expect(notebook.cell("reader").locator(".cm-content")).toBeFocused();
  await page.keyboard.type("tot");
  await expect(page.locator(".cm-tooltip-autocomplete")).toContainText("ts, array of 3");
  await page.waitForTimeout(200); // a list takes no key while it has only just opened
  await page.keyboard.press("Tab");
  await page.keyboard.type(".len");
  await expect(page.locator(".cm-tooltip-autocomplete")).toContainText("length");
  await page.waitForTimeout(200); // as above: the key would leave the editor
  await page.keyboard.press("Escape");
  await page.keyboard.type("gth + tota");
  await page.keyboard.press("Escape");
  await page.keyboard.press("ControlOrMeta+Enter");
  await notebook.expectStatus("reader", "error");
  await expect(notebook.cell("reader").locator(".cm-lintRange-error")).toHaveText("tota");
  await notebook.cell("reader").locator(".cm-lintRange-error").hover();
  await page.locator(".cm-tooltip-lint").getByRole("button", { name: "Write total" }).click();
  await notebook.run("reader");
  await notebook.expectStatus("reader", "done");
  await expect(notebook.cell("reader")).toContainText("31,2,3");
});

test("formulas are set with fonts of our own host; a notebook without one loads nothing for them", async ({
  page,
  servers,
}) => {
  const asked: string[] = [];
  page.on("request", (request) => asked.push(request.url()));
  const notebook = notebookPage(page);
  const { url } = servers.ownOrigin;
  await notebook.openFile(url, "plain.md", `${notebookOf({ a: "1" })}\nIt costs $5 and $10.\n`);
  await expect(page.getByText("It costs $5 and $10.")).toBeVisible();
  await page.waitForTimeout(500);
  expect(asked.filter((each) => /katex|render-math/i.test(each))).toEqual([]);
  await notebook.openFile(url, "math.md", `${notebookOf({ a: "1" })}\nLoss: $\\sum_i (y_i - \\hat y_i)^2$\n`);
  await expect(page.locator(".prose .katex")).toBeVisible();
  await expect.poll(() => asked.filter((each) => /KaTeX.*woff2/.test(each)).length).toBeGreaterThan(0);
  const { origin } = new URL(url);
  expect(asked.filter((each) => !each.startsWith("data:") && !/localhost/.test(new URL(each).host))).toEqual(
    [],
  );
  expect(asked.filter((each) => /KaTeX/.test(each) && new URL(each).origin !== origin)).toEqual([]);
});

test("several cells are selected with Shift, and run, moved, copied, joined and deleted as one step each", async ({
  page,
  servers,
}) => {
  const notebook = notebookPage(page);
  await notebook.openFile(
    servers.ownOrigin.url,
    "several.md",
    notebookOf({ a: "const a = 1", b: "const b = 2", c: "const c = 3", d: "const d = 4" }),
  );
  const order = () =>
    page.locator("[data-cell]").evaluateAll((cells) => cells.map((cell) => cell.getAttribute("data-cell")));
  await notebook.cell("b").focus();
  await page.keyboard.press("Shift+J");
  await expect(page.getByText("2 cells are selected.")).toBeVisible();
  await expect(page.locator(".picked")).toHaveCount(2);

  await page.keyboard.press("ControlOrMeta+Enter");
  await notebook.expectStatus("b", "done");
  await notebook.expectStatus("c", "done");
  await notebook.expectStatus("a", "idle");

  await page.keyboard.press("ControlOrMeta+Shift+ArrowUp");
  expect(await order()).toEqual(["b", "c", "a", "d"]);
  await expect(page.locator(".picked")).toHaveCount(2);
  await page.keyboard.press("z");
  await expect.poll(order).toEqual(["a", "b", "c", "d"]);

  await notebook.cell("b").focus();
  await page.keyboard.press("Shift+ArrowDown");
  await page.keyboard.press("Shift+ArrowDown");
  await page.keyboard.press("x");
  await expect(page.getByText("3 cells were cut.")).toBeVisible();
  expect(await order()).toEqual(["a"]);
  await page.keyboard.press("v");
  await expect.poll(order).toEqual(["a", "b", "c", "d"]);

  await notebook.cell("d").focus();
  await page.keyboard.press("Shift+K");
  await page.keyboard.press("Shift+K");
  await page.keyboard.press("Shift+K");
  await page.keyboard.press("Shift+J"); // one too many
  await page.keyboard.press("Shift+M");
  await expect.poll(order).toEqual(["a", "b"]);
  await expect(notebook.cell("b")).toContainText("const d = 4");
  await page.keyboard.press("z");
  await expect.poll(order).toEqual(["a", "b", "c", "d"]);

  // with the pointer; a click elsewhere ends it
  await notebook.cell("a").locator("header").click();
  await notebook
    .cell("c")
    .locator("header")
    .click({ modifiers: ["Shift"] });
  await expect(page.locator(".picked")).toHaveCount(3);
  await page.keyboard.press("d");
  await page.keyboard.press("d");
  await expect.poll(order).toEqual(["d"]);
  await page.keyboard.press("z");
  await expect.poll(order).toEqual(["a", "b", "c", "d"]);
  await notebook.cell("d").locator("header").click();
  await expect(page.locator(".picked")).toHaveCount(0);
});

test("lines are folded in the gutter and unfolded again", async ({ page, servers }) => {
  const notebook = notebookPage(page);
  const code = "const f = () => {\n  const inside = 1;\n  return inside;\n};\nf()";
  await notebook.openFile(servers.ownOrigin.url, "fold.md", notebookOf({ f: code }));
  await notebook.cell("f").locator("pre.code").click();
  const editor = notebook.cell("f").locator(".cm-editor");
  await editor.locator(".fold-open").filter({ visible: true }).first().click();
  await expect(editor).not.toContainText("return inside");
  await editor.locator(".fold-closed").filter({ visible: true }).first().click();
  await expect(editor).toContainText("return inside");
});
