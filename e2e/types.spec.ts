// Types in the editors of code: warnings, what stands under the pointer, and the same for who has none.
import { expect, test } from "./journey.ts";
import { notebookOf, notebookPage } from "./notebook-page.ts";

const cells = { total: "const total = 21", reader: "total;" };

test("a slip of types is underlined as a warning and does not keep the cell from running", async ({
  page,
  servers,
}) => {
  const notebook = notebookPage(page);
  const workers: string[] = [];
  page.on("worker", (worker) => workers.push(worker.url()));
  await notebook.openFile(servers.ownOrigin.url, "types.md", notebookOf(cells));
  await page.waitForTimeout(500);
  expect(workers.filter((url) => url.includes("types"))).toEqual([]);

  await notebook.cell("reader").focus();
  await page.keyboard.press("Enter");
  await expect(notebook.cell("reader").locator(".cm-content")).toBeFocused();
  await page.keyboard.press("ControlOrMeta+End");
  await page.keyboard.press("Enter");
  await page.keyboard.type('const n: number = "a"');
  await page.keyboard.press("Escape");
  const warning = notebook.cell("reader").locator(".cm-lintRange-warning");
  await expect(warning).toHaveText("n");
  await warning.hover();
  await expect(page.locator(".cm-tooltip-lint")).toContainText(
    "Type 'string' is not assignable to type 'number'.",
  );
  await expect(page.locator(".cm-type")).toContainText("const n: number");

  await page.mouse.move(5, 5); // so that what is shown is out of the way
  await expect(page.locator(".cm-type")).toHaveCount(0);
  await notebook
    .cell("reader")
    .locator(".cm-line")
    .first()
    .hover({ position: { x: 10, y: 8 } });
  await expect(page.locator(".cm-type")).toContainText("const total: 21");
  await notebook.run("reader");
  await notebook.expectStatus("reader", "done");
  await expect(warning).toHaveText("n");
});

test("the type at the cursor is shown and said by a key, and Escape takes it away", async ({
  page,
  servers,
}) => {
  const notebook = notebookPage(page);
  await notebook.openFile(servers.ownOrigin.url, "types-by-key.md", notebookOf(cells));
  await notebook.cell("reader").focus();
  await page.keyboard.press("Enter");
  await expect(notebook.cell("reader").locator(".cm-content")).toBeFocused();
  await page.keyboard.press("ControlOrMeta+Home");
  const tooltip = page.locator(".cm-type");
  await expect(async () => {
    await page.keyboard.press("Control+Alt+i"); // nothing is known before the compiler is there
    await expect(tooltip).toContainText("const total: 21", { timeout: 2000 });
  }).toPass();
  await expect(page.locator(".cm-announced")).toContainText("const total: 21");
  await page.keyboard.press("Escape");
  await expect(tooltip).toHaveCount(0);
  await expect(notebook.cell("reader").locator(".cm-content")).toBeFocused();
});

test("rows have the columns that their dataset was seen to have", async ({ page, servers }) => {
  const notebook = notebookPage(page);
  const text = `${notebookOf({ reader: "birds.rows()[0].mas" })}\n\`\`\`yaml dataset birds\nfrom: sample:penguins\n\`\`\`\n`;
  await notebook.openFile(servers.ownOrigin.url, "columns.md", text);
  await notebook.cell("reader").focus();
  await page.keyboard.press("Enter");
  const warning = notebook.cell("reader").locator(".cm-lintRange-warning");
  await expect(notebook.cell("reader").locator(".cm-content")).toBeFocused();
  await notebook.run("birds");
  await notebook.expectStatus("birds", "done");
  await expect(warning).toHaveText("mas");
});

test("where the compiler cannot be loaded, cells are written and run without types, and nothing is said", async ({
  page,
  servers,
}) => {
  const notebook = notebookPage(page);
  const faults: string[] = [];
  page.on("pageerror", (error) => faults.push(error.message));
  const refused = page.waitForEvent("requestfailed", (request) => request.url().includes("types.worker"));
  await page.route("**/types.worker*", (route) => route.abort());
  await notebook.openFile(servers.ownOrigin.url, "no-types.md", notebookOf(cells));
  await notebook.cell("reader").focus();
  await page.keyboard.press("Enter");
  await expect(notebook.cell("reader").locator(".cm-content")).toBeFocused();
  await page.keyboard.press("ControlOrMeta+End");
  await refused;
  await page.keyboard.type(" total + 1");
  await page.keyboard.press("Control+Alt+i");
  await expect(page.locator(".cm-type")).toHaveText("No type is known here.");
  await notebook.run("reader");
  await notebook.expectStatus("reader", "done");
  await expect(notebook.cell("reader")).toContainText("22");
  await expect(page.locator(".cm-lintRange-warning")).toHaveCount(0);
  expect(faults).toEqual([]);
});
